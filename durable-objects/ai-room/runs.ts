import { KEPT_FOR, RUNS_KEPT_FOR } from '#worker/ai/rules/limits.ts'
import { afterSleep, type Basis, maySee, type Run } from '#worker/ai/rules/run.ts'
import type { Usage } from '#worker/ai/rules/tokens.ts'
import { type Before, beforeFrom, NOTHING_BEFORE, type Turn } from '#worker/ai/rules/turns.ts'
import type { RunFault, RunState } from '#worker/ai/rules/words.ts'

type Row = {
  id: string
  task: Run['task']
  entity_type: Run['entityType']
  entity_id: string | null
  basis: string
  state: RunState
  code: RunFault | null
  cancelled_at: number | null
  model: string
  label: string
  tokens_in: number
  tokens_out: number
  chunks: number
  started: number
  ended: number | null
  until: number | null
  forgotten: number
}

export type NewRun = Omit<Run, 'state' | 'code' | 'cancelledAt' | 'chunks' | 'endedAt' | 'forgotten'> & {
  command: string | null
  /** The words of a question; null for whatever is no question. */
  question: string | null
}

const MOST_LISTED = 300
/** Chunks that stand in one row; a row grows until it is full. */
const PER_BLOCK = 64

/** One person's runs and their texts, in the object's own SQLite. A chunk is written down before anybody hears it. */
export class Runs {
  readonly #sql: SqlStorage
  constructor({ sql }: DurableObjectStorage) {
    this.#sql = sql
    sql.exec(`CREATE TABLE IF NOT EXISTS run (id TEXT PRIMARY KEY, command TEXT UNIQUE, task TEXT NOT NULL, entity_type TEXT, entity_id TEXT,
      basis TEXT NOT NULL, state TEXT NOT NULL, code TEXT, cancelled_at INTEGER, model TEXT NOT NULL, label TEXT NOT NULL,
      tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, chunks INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER,
      until INTEGER, forgotten INTEGER NOT NULL)`)
    sql.exec('CREATE TABLE IF NOT EXISTS question (run TEXT PRIMARY KEY, words TEXT NOT NULL)')
    sql.exec('CREATE TABLE IF NOT EXISTS block (run TEXT NOT NULL, first INTEGER NOT NULL, chunks TEXT NOT NULL, PRIMARY KEY (run, first))')
  }

  begin({ question, id, command, task, entityType, entityId, basis, model, label, usage, startedAt, until }: NewRun) {
    this.#sql.exec(
      `INSERT INTO run (id, command, task, entity_type, entity_id, basis, state, model, label, tokens_in, tokens_out, chunks, started, until, forgotten)
       VALUES (?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, 0, ?, ?, 0)`,
      ...[id, command, task, entityType, entityId, JSON.stringify(basis), model, label, usage.tokensIn, usage.tokensOut, startedAt, until],
    )
    if (question !== null) this.#sql.exec('INSERT INTO question (run, words) VALUES (?, ?)', id, question)
  }

  find(id: string): Run | undefined {
    return this.#select('WHERE id = ?', id)[0]
  }

  /** From the place where it was asked; undefined elsewhere. */
  seen(id: string, place: Parameters<typeof maySee>[0]): Run | undefined {
    const run = this.find(id)
    return run && maySee(place, run.basis) ? run : undefined
  }

  /** The run that is meant when none is named: the one that goes on, else the last. */
  current(basis: Basis): Run | undefined {
    const seen = this.latest().filter((run) => maySee(basis, run.basis))
    return seen.find(({ state }) => state === 'running') ?? seen[0]
  }

  byCommand(command: string | null): Run | undefined {
    return command === null ? undefined : this.#select('WHERE command = ?', command)[0]
  }

  running(): Run[] {
    return this.#select("WHERE state = 'running' ORDER BY started")
  }

  /** Null where it was none, or is forgotten. */
  question(id: string): string | null {
    return this.#sql.exec<{ words: string }>('SELECT words FROM question WHERE run = ?', id).toArray()[0]?.words ?? null
  }

  /** What was asked about a record and answered before a moment, in the same place, as far as it is not forgotten. */
  before({ entityId, basis, startedAt }: Pick<Run, 'entityId' | 'basis' | 'startedAt'>): Before {
    if (entityId === null) return NOTHING_BEFORE
    const turns = this.latest()
      .filter((run) => run.entityId === entityId && run.startedAt < startedAt && maySee(basis, run.basis))
      .map(({ id }) => ({ asked: this.question(id), answer: this.text(id) }))
    return beforeFrom(turns.filter((turn): turn is Turn => turn.asked !== null && turn.answer !== ''))
  }

  /** The newest first; more than anybody asks for in the longest session. */
  latest(): Run[] {
    return this.#select('ORDER BY started DESC, id DESC LIMIT ?', MOST_LISTED)
  }

  append({ id, chunks }: Pick<Run, 'id' | 'chunks'>, text: string) {
    const first = chunks - (chunks % PER_BLOCK)
    this.#sql.exec(
      `INSERT INTO block (run, first, chunks) VALUES (?, ?, json_array(?))
       ON CONFLICT (run, first) DO UPDATE SET chunks = json_insert(chunks, '$[#]', ?)`,
      ...[id, first, text, text],
    )
    this.#sql.exec('UPDATE run SET chunks = chunks + 1 WHERE id = ?', id)
  }

  /** From this one on, in order. */
  chunks(id: string, from: number): string[] {
    return this.#sql
      .exec<{ first: number; chunks: string }>(
        'SELECT first, chunks FROM block WHERE run = ? AND first > ? ORDER BY first',
        id,
        from - PER_BLOCK,
      )
      .toArray()
      .flatMap(({ first, chunks }) => (JSON.parse(chunks) as string[]).slice(Math.max(0, from - first)))
  }

  /** All that was said. */
  text(id: string): string {
    return this.chunks(id, 0).join('')
  }

  /** Written before anything is aborted: whatever happens next, it was cancelled. */
  cancel(id: string, now: number) {
    this.#sql.exec("UPDATE run SET cancelled_at = ? WHERE id = ? AND state = 'running'", now, id)
  }

  end(id: string, { state, code = null, usage, now }: { state: RunState; code?: RunFault | null; usage: Usage; now: number }) {
    this.#sql.exec(
      "UPDATE run SET state = ?, code = ?, tokens_in = ?, tokens_out = ?, ended = ? WHERE id = ? AND state = 'running'",
      ...[state, code, usage.tokensIn, usage.tokensOut, now, id],
    )
  }

  /** What was running when nobody was there any more. Answers which those were. */
  wake(now: number): Run[] {
    const asleep = this.running()
    for (const run of asleep) {
      const state = afterSleep(run)
      this.end(run.id, { state, code: state === 'interrupted' ? 'INTERRUPTED' : null, usage: run.usage, now })
    }
    return asleep
  }

  /** Its texts are gone; that it was, stays for a while. */
  forget(id: string) {
    this.#sql.exec('DELETE FROM block WHERE run = ?', id)
    this.#sql.exec('DELETE FROM question WHERE run = ?', id)
    this.#sql.exec('UPDATE run SET forgotten = 1 WHERE id = ?', id)
  }

  prune(now: number) {
    this.#sql.exec('DELETE FROM run WHERE ended < ?', now - RUNS_KEPT_FOR)
    for (const texts of ['block', 'question']) this.#sql.exec(`DELETE FROM ${texts} WHERE run NOT IN (SELECT id FROM run)`)
  }

  #select(where: string, ...values: (string | number)[]): Run[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM run ${where}`, ...values)
      .toArray()
      .map((row) => ({
        id: row.id,
        task: row.task,
        entityType: row.entity_type,
        entityId: row.entity_id,
        basis: JSON.parse(row.basis) as Run['basis'],
        state: row.state,
        code: row.code,
        cancelledAt: row.cancelled_at,
        model: row.model,
        label: row.label,
        usage: { tokensIn: row.tokens_in, tokensOut: row.tokens_out },
        chunks: row.chunks,
        startedAt: row.started,
        endedAt: row.ended,
        until: row.until,
        forgotten: row.forgotten === 1,
      }))
  }
}

/** When a text is forgotten: a day after its end, and with the session it was asked in. */
export const forgetAt = ({ until }: Pick<Run, 'until'>, ended: number) => Math.min(ended + KEPT_FOR, until ?? Number.POSITIVE_INFINITY)
