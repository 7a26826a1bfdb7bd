import pg from 'pg'
import { inject } from 'vitest'
import { type Duty, duties, variableOf } from '#dev/worker-variables.ts'

/** The database of the tests, asked by its owner or by one of the logins that the Worker has. */
const { ownerUrl, variables } = inject('ground')

export { type Duty, duties }
export type Ask = <Row extends object = Record<string, unknown>>(text: string, params?: unknown[]) => Promise<Row[]>

export const owner: Ask = (text, params) => connected(ownerUrl, (ask) => ask(text, params))

/** One transaction as one login; nothing of it stays unless it commits. */
export function as<T>(duty: Duty | 'owner', work: (ask: Ask) => Promise<T>): Promise<T> {
  return connected(duty === 'owner' ? ownerUrl : variables[variableOf[duty]], async (ask) => {
    await ask('begin')
    return work(ask)
  })
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

async function connected<T>(connectionString: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(async (text, params = []) => (await client.query(text, params)).rows)
  } finally {
    await client.end()
  }
}
