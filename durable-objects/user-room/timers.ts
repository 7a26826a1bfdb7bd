/** What comes due in a room, and for whom: `key` is a socket, a place, or nothing where there is one for the room. */
export type TimerKind = 'warn' | 'expire' | 'quiet' | 'confirm' | 'leave' | 'prune' | 'drain'
export type Timer<Kind extends string = TimerKind> = { kind: Kind; key: string }

/** An object has one alarm. It rings for whatever comes first; the rest waits here. */
export class Timers<Kind extends string = TimerKind> {
  readonly #storage: DurableObjectStorage
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS timer (due INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (kind, key))',
    )
  }

  set(kind: Kind, key: string, due: number) {
    this.#storage.sql.exec('INSERT OR REPLACE INTO timer (due, kind, key) VALUES (?, ?, ?)', due, kind, key)
  }

  /** Set already, it is left as it is. */
  begin(kind: Kind, key: string, due: number) {
    this.#storage.sql.exec('INSERT OR IGNORE INTO timer (due, kind, key) VALUES (?, ?, ?)', due, kind, key)
  }

  drop(kind: Kind, key: string) {
    this.#storage.sql.exec('DELETE FROM timer WHERE kind = ? AND key = ?', kind, key)
  }

  /** Each is handed out, and dropped only by who has done it or set it anew: what was interrupted comes again. */
  due(now: number): Timer<Kind>[] {
    return this.#storage.sql.exec<Timer<Kind>>('SELECT kind, key FROM timer WHERE due <= ? ORDER BY due, kind, key', now).toArray()
  }

  /** After every change. */
  async wake(): Promise<void> {
    const [first] = this.#storage.sql.exec<{ due: number | null }>('SELECT min(due) AS due FROM timer').toArray()
    if (first?.due === null || first?.due === undefined) await this.#storage.deleteAlarm()
    else if ((await this.#storage.getAlarm()) !== first.due) await this.#storage.setAlarm(first.due)
  }
}
