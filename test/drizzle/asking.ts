import pg from 'pg'
import { inject } from 'vitest'
import { type Duty, duties, variableOf } from '#dev/worker-variables.ts'

/** The database of the tests, asked by its owner or by one of the logins that the Worker has. */
const { ownerUrl, variables } = inject('ground')

const pools = new Map<Duty | 'owner', pg.Pool>()

export { type Duty, duties }
export type Ask = <Row extends object = Record<string, unknown>>(text: string, params?: unknown[]) => Promise<Row[]>

export const owner: Ask = asking(() => poolOf('owner'))

/** Another database than the one all tests share, asked one statement at a time; to be ended before it is dropped. */
export function keptAt(connectionString: string): { ask: Ask; end(): Promise<void> } {
  const pool = keptPool(connectionString)
  return { ask: asking(() => pool), end: () => pool.end() }
}

/** One transaction as one login; nothing of it stays unless it commits. */
export async function as<T>(duty: Duty | 'owner', work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await poolOf(duty).connect()
  try {
    await client.query('begin')
    return await work(async (text, params = []) => (await client.query(text, params)).rows)
  } finally {
    await client.query('rollback').then(
      () => client.release(),
      (error) => client.release(error),
    )
  }
}

/** What the login is told, as SQLSTATE; undefined when it was let. */
export async function refusalOf(duty: Duty, text: string, params: unknown[] = []): Promise<string | undefined> {
  return as(duty, (ask) => codeOf(ask(text, params)))
}

export async function codeOf(asked: Promise<unknown>): Promise<string | undefined> {
  try {
    await asked
    return undefined
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code
    throw error
  }
}

/** By the same socket, where the owner comes by one: the Worker, whose addresses these are, comes another way. */
export const asOwnerComes = (url: string) => Object.assign(new URL(url), { search: new URL(ownerUrl).search }).href

function asking(pool: () => pg.Pool): Ask {
  return async (text, params = []) => (await pool().query(text, params)).rows
}

function poolOf(duty: Duty | 'owner'): pg.Pool {
  const pool = pools.get(duty) ?? keptPool(duty === 'owner' ? ownerUrl : asOwnerComes(variables[variableOf[duty]]))
  pools.set(duty, pool)
  return pool
}

/** Connections are kept, as many as are used at once: signing in costs more than a statement. */
function keptPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 20, connectionTimeoutMillis: 10_000, allowExitOnIdle: true })
  pool.on('error', () => {}) // an idle connection that a dropped database took along
  return pool
}
