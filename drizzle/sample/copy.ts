import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import { TABLES, type TableKey, type Rows } from './rows.ts'

/** Sends rows by COPY: several times as fast as inserts, and node-postgres has all of the protocol except the query object below. */
export async function copyRows<K extends TableKey>(client: pg.Client, key: K, rows: Rows[K]): Promise<void> {
  if (rows.length === 0) return
  const columns = columnsOf(key, rows[0] as Record<string, unknown>)
  const names = columns.map(([, name]) => `"${name}"`).join(', ')
  await new Promise<void>((resolve, reject) => {
    client.query(
      copyIn(`copy ${qualified(key)} (${names}) from stdin`, encode(columns, rows), (error) => (error ? reject(error) : resolve())),
    )
  })
}

/** The text format of COPY, in pieces of some 64 kB. */
export function* encode(columns: readonly Column[], rows: readonly object[]): Generator<Buffer> {
  let text = ''
  for (const row of rows as readonly Record<string, unknown>[]) {
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) text += '\t'
      text += field(row[(columns[i] as Column)[0]])
    }
    text += '\n'
    if (text.length > 65_536) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

export type Column = readonly [property: string, name: string]

/** Columns the generator does not know keep their defaults. */
export const columnsOf = (key: TableKey, first: Record<string, unknown>): Column[] =>
  Object.entries(getTableColumns(TABLES[key])).flatMap(([property, { name }]) => (property in first ? [[property, name] as const] : []))

export function qualified(key: TableKey): string {
  const schema = getTableConfig(TABLES[key]).schema
  return `${schema ? `"${schema}".` : ''}"${getTableName(TABLES[key])}"`
}

function field(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString('hex')}`
  if (isPlain(value)) return escaped(JSON.stringify(value))
  if (Array.isArray(value)) return escaped(`{${value.map((one) => `"${String(one).replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
  return String(value)
}

/** A document: all other objects are arrays, dates or bytes. */
const isPlain = (value: unknown) => typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype

const escaped = (text: string) => (/[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] as string) : text)
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The part of node-postgres' connection that its types leave out. */
type Wire = { query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void; sendCopyFail(message: string): void }

/** What `client.query` asks of a query object: it is told each message of its turn. */
function copyIn(text: string, chunks: Iterable<Buffer>, done: (error?: Error) => void) {
  let refused = false
  return {
    submit: (connection: pg.Connection) => (connection as unknown as Wire).query(text),
    handleCopyInResponse(connection: Wire) {
      try {
        for (const chunk of chunks) connection.sendCopyFromChunk(chunk)
        connection.endCopyFrom()
      } catch (error) {
        // The server answers with an error of its own, which ends this turn.
        connection.sendCopyFail(String(error))
      }
    },
    handleError(error: Error) {
      // What is still on its way is dropped by the server; its ReadyForQuery ends the turn.
      refused = true
      done(error)
    },
    handleCommandComplete() {},
    handleReadyForQuery() {
      if (!refused) done()
    },
  }
}
