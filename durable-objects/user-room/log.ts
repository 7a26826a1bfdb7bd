import { type Cursor, newEpoch } from '#worker/live/rules/cursor.ts'
import type { RoomName } from '#worker/live/rules/claims.ts'
import type { EventName, Publication } from '#worker/live/rules/publication.ts'

/** `body` is JSON, as it was written down: it is the same text for every socket and every replay. */
export type Entry = { seq: number; audience: RoomName; name: EventName; body: string }

const KEPT_FOR = 72 * 60 * 60_000
const MOST_KEPT = 50_000
/** What a client that comes back is told at most; beyond it, it reads its inbox anew. */
const MOST_REPLAYED = { rows: 500, bytes: 256 * 1024 }
/** In characters of JSON. What is larger is no event but a document. */
const LARGEST_BODY = 16 * 1024

/** What was told to one person, append-only, in the object's own SQLite. What is not in here was never sent. */
export class Log {
  readonly #sql: SqlStorage
  constructor({ sql }: DurableObjectStorage) {
    this.#sql = sql
    sql.exec(`CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY AUTOINCREMENT, audience TEXT NOT NULL, name TEXT NOT NULL,
      body TEXT NOT NULL, at INTEGER NOT NULL, dedup TEXT NOT NULL UNIQUE)`)
    sql.exec('CREATE TABLE IF NOT EXISTS epoch (name TEXT NOT NULL)')
    if (this.#epochs().length === 0) sql.exec('INSERT INTO epoch (name) VALUES (?)', newEpoch())
  }

  /** Where a client stands that has heard everything up to now. */
  head(): Cursor {
    // The counter, not the largest row: the newest may have been forgotten, and its number is not given again.
    const [last] = this.#sql.exec<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'event'").toArray()
    return { epoch: this.#epochs()[0]?.name ?? '', seq: last?.seq ?? 0 }
  }

  /** Writes down what is not in here yet. */
  append(events: Publication[], now: number) {
    for (const { dedup, audience, name, body } of events) {
      const text = JSON.stringify(body)
      if (text.length > LARGEST_BODY) throw new Error('event_too_large')
      this.#sql.exec(
        'INSERT INTO event (audience, name, body, at, dedup) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM event WHERE dedup = ?)',
        audience,
        name,
        text,
        now,
        dedup,
        dedup,
      )
    }
  }

  /** What follows for somebody in these rooms, in order, read as it is taken. */
  after(seq: number, rooms: RoomName[]): Iterable<Entry> {
    return this.#sql.exec<Entry>(
      'SELECT seq, audience, name, body FROM event WHERE seq > ? AND audience IN (SELECT value FROM json_each(?)) ORDER BY seq',
      seq,
      JSON.stringify(rooms),
    )
  }

  /** Whether everything since that place is here, and little enough to be told at once. */
  covers(since: Cursor, rooms: RoomName[]): boolean {
    const head = this.head()
    if (since.epoch !== head.epoch || since.seq > head.seq || since.seq < this.#forgotten(head)) return false
    let [rows, bytes] = [0, 0]
    for (const { body } of this.after(since.seq, rooms)) {
      rows += 1
      bytes += body.length
      if (rows > MOST_REPLAYED.rows || bytes > MOST_REPLAYED.bytes) return false
    }
    return true
  }

  /** False once something after that place was forgotten. */
  reaches(seq: number): boolean {
    return seq >= this.#forgotten(this.head())
  }

  /** The place before what was written down since that moment. */
  placeAt(moment: number): number {
    const [last] = this.#sql.exec<{ seq: number }>('SELECT seq FROM event WHERE at < ? ORDER BY seq DESC LIMIT 1', moment).toArray()
    return last?.seq ?? this.#forgotten(this.head())
  }

  /** From here on, nobody who was here before is told that they missed nothing. */
  beginEpoch() {
    this.#sql.exec('UPDATE epoch SET name = ?', newEpoch())
  }

  /** Forgets what is too old or too much. Answers whether anything is left. */
  prune(now: number): boolean {
    this.#sql.exec('DELETE FROM event WHERE at < ? OR seq <= ?', now - KEPT_FOR, this.head().seq - MOST_KEPT)
    return this.#sql.exec('SELECT 1 FROM event LIMIT 1').toArray().length > 0
  }

  /** The last place that is gone. */
  #forgotten(head: Cursor): number {
    const [first] = this.#sql.exec<{ seq: number | null }>('SELECT min(seq) AS seq FROM event').toArray()
    return (first?.seq ?? head.seq + 1) - 1
  }

  #epochs() {
    return this.#sql.exec<{ name: string }>('SELECT name FROM epoch').toArray()
  }
}
