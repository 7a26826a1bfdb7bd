import pg from 'pg'
import type { Query } from './answer.ts'

/** Rows as PostgreSQL's own text, and what it says of their columns. */
export type Answer = { command: string | null; rowCount: number | null; fields: Field[]; rows: (string | null)[][] }
type Field = Record<(typeof ofFields)[number], string | number>
const ofFields = ['name', 'tableID', 'columnID', 'dataTypeID', 'dataTypeSize', 'dataTypeModifier', 'format'] as const

/**
 * Puts several statements on the line at once and hears all answers, in the extended protocol. One that fails is the answer: the server
 * leaves out what follows it. node-postgres by itself waits for each before it sends the next, and so both processes wake up for each.
 */
export function together(client: pg.PoolClient, queries: Query[]): Promise<Answer[]> {
  return new Promise((resolve, reject) => client.query(new Together(queries, resolve, reject)))
}

/** What node-postgres takes for a question: it calls `submit`, and the others with each message of the answer. */
class Together {
  readonly #queries: Query[]
  readonly #answers: Answer[] = []
  readonly #resolve: (answers: Answer[]) => void
  readonly #reject: (error: Error) => void
  #now: Pick<Answer, 'fields' | 'rows'> = { fields: [], rows: [] }
  constructor(queries: Query[], resolve: (answers: Answer[]) => void, reject: (error: Error) => void) {
    this.#queries = queries
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: pg.Connection) {
    const line = connection as unknown as Line
    line.stream.cork()
    for (const { text, params } of this.#queries) {
      line.parse({ text })
      line.bind({ values: params, valueMapper: prepareValue })
      line.describe({ type: 'P', name: '' })
      line.execute({})
    }
    line.sync()
    line.stream.uncork()
  }

  handleRowDescription({ fields }: { fields: Field[] }) {
    this.#now.fields = fields.map((field) => Object.fromEntries(ofFields.map((name) => [name, field[name]])) as Field)
  }

  handleDataRow({ fields }: { fields: (string | null)[] }) {
    this.#now.rows.push(fields)
  }

  handleCommandComplete({ text }: { text: string }) {
    const [command = '', ...counts] = text.split(' ')
    const count = counts.at(-1)
    this.#said(command, count !== undefined && /^\d+$/.test(count) ? Number(count) : null)
  }

  handleEmptyQuery() {
    this.#said(null, null)
  }

  handleCopyInResponse(connection: { sendCopyFail(words: string): void }) {
    connection.sendCopyFail('No source stream defined')
  }

  handleCopyData() {}

  handleReadyForQuery() {
    this.#resolve(this.#answers)
  }

  handleError(error: Error) {
    this.#reject(error)
  }

  #said(command: string | null, rowCount: number | null) {
    this.#answers.push({ command, rowCount, ...this.#now })
    this.#now = { fields: [], rows: [] }
  }
}

/** As node-postgres has them; its types know neither. */
type Line = {
  stream: { cork(): void; uncork(): void }
  parse(query: { text: string }): void
  bind(values: { values: unknown[]; valueMapper: (value: unknown) => unknown }): void
  describe(what: { type: 'P'; name: string }): void
  execute(portal: object): void
  sync(): void
}
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils
