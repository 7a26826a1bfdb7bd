import type { IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import pg from 'pg'
import { socketAt } from '#dev/postgres.ts'
import type { Pools } from './pools.ts'
import { type Answer, together } from './together.ts'
import { cancelRequest } from './wire-messages.ts'

export type Query = { text: string; params: unknown[] }
export type Asked = { connectionString: string; queries: Query[]; batch: boolean }

type Request = {
  headers: IncomingHttpHeaders
  body: Buffer
  pools: Pools
  onRequest: ((asked: Asked) => void) | undefined
  /** Fires when the asker hangs up: the running statement is cancelled, as Neon does. */
  gone: AbortSignal
}

/** What Neon answers: 200 with rows as text, 400 with the fields of a PostgreSQL error, 500 when the database cannot be reached. */
export async function answerTo({ headers, body, pools, onRequest, gone }: Request): Promise<{ status: number; body: unknown }> {
  const asked = parse(headers, body)
  if (typeof asked === 'string') return { status: 400, body: { message: asked } }
  onRequest?.(asked)
  let client: pg.PoolClient | undefined
  let broken: Error | undefined
  const ended = (error: Error) => (broken = error)
  const cancel = () => client && cancelRunning(client)
  try {
    client = await pools.of(asked.connectionString).connect()
    client.on('error', ended)
    gone.addEventListener('abort', cancel, { once: true })
    if (gone.aborted) return { status: 499, body: {} }
    return {
      status: 200,
      body: asked.batch
        ? { results: await runBatch(client, asked.queries, headers) }
        : asArrays((await together(client, asked.queries))[0]),
    }
  } catch (error) {
    return refusal(error)
  } finally {
    gone.removeEventListener('abort', cancel)
    client?.off('error', ended)
    // No DISCARD ALL: Neon returns a connection as it is. Thrown away is only one that may still be
    // inside a transaction, or that a cancel on its way could hit while it serves the next request.
    client?.release(broken ?? (stuck.has(client) || gone.aborted))
  }
}

function parse(headers: IncomingHttpHeaders, body: Buffer): Asked | string {
  const connectionString = headers['neon-connection-string']
  if (typeof connectionString !== 'string' || !URL.canParse(connectionString)) return 'missing or invalid Neon-Connection-String header'
  let json: { query?: unknown; params?: unknown; queries?: unknown }
  try {
    json = JSON.parse(body.toString())
  } catch {
    return 'the body is not JSON'
  }
  const batch = Array.isArray(json.queries)
  const given = (batch ? json.queries : [json]) as { query?: unknown; params?: unknown }[]
  const queries = given.map(({ query, params }) => ({ text: query as string, params: Array.isArray(params) ? params : [] }))
  if (queries.some(({ text }) => typeof text !== 'string')) return 'a query without text'
  return { connectionString, queries, batch }
}

const levels = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}
const stuck = new WeakSet<pg.PoolClient>()

async function runBatch(client: pg.PoolClient, queries: Query[], headers: IncomingHttpHeaders) {
  const level = levels[headers['neon-batch-isolation-level'] as keyof typeof levels]
  const begin = ['BEGIN']
  if (level) begin.push(`ISOLATION LEVEL ${level}`)
  if (headers['neon-batch-read-only'] === 'true') begin.push('READ ONLY')
  if (headers['neon-batch-deferrable'] === 'true') begin.push('DEFERRABLE')
  try {
    // Left out by the server with all the others where BEGIN fails: nothing ever runs outside of the transaction.
    const answers = await together(client, [only(begin.join(' ')), ...queries, only('COMMIT')])
    return answers.slice(1, -1).map(asArrays)
  } catch (error) {
    await client.query('ROLLBACK').catch(() => stuck.add(client))
    throw error
  }
}

const only = (text: string): Query => ({ text, params: [] })
const asArrays = (answer: Answer | undefined) => ({ ...answer, rowAsArray: true })

const errorFields = [
  ...(['severity', 'code', 'detail', 'hint', 'position', 'internalPosition', 'internalQuery', 'where'] as const),
  ...(['schema', 'table', 'column', 'dataType', 'constraint', 'file', 'line', 'routine'] as const),
]

function refusal(error: unknown) {
  if (error instanceof pg.DatabaseError) {
    const body = Object.fromEntries(errorFields.map((field) => [field, error[field] ?? null]))
    return { status: 400, body: { message: error.message, ...body } }
  }
  return { status: 500, body: { message: error instanceof Error ? error.message : 'unknown error' } }
}

/** On a connection of its own, as the protocol wants it. Best effort: the statement may have finished. */
function cancelRunning(client: pg.PoolClient) {
  const { host, port, processID, secretKey } = client as unknown as { host: string; port: number; processID: number; secretKey: number }
  const way = host.startsWith('/') ? { path: socketAt(host, port) } : { host, port }
  const messenger = connect(way, () => messenger.end(cancelRequest(processID, secretKey)))
  messenger.on('error', () => {})
}
