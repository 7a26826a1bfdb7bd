import { objectOf, type Place } from '#worker/live/rules/places.ts'

/** Where a person is kept in mind while they are online. */
export type Porter = {
  arrive(person: { userId: string; role: string }): Promise<void>
  leave(person: { userId: string }): Promise<void>
}
export type Porters = { getByName(name: string): Porter }

/** Says at the person's places that they are here, and that they left: one word at a time, so that the last one said holds. */
export class Presence {
  readonly #sql: SqlStorage
  readonly #porters: Porters
  readonly #userId: string
  #turn: Promise<unknown> = Promise.resolve()
  constructor({ sql }: DurableObjectStorage, porters: Porters, userId: string) {
    this.#sql = sql
    this.#porters = porters
    this.#userId = userId
    sql.exec('CREATE TABLE IF NOT EXISTS place (name TEXT PRIMARY KEY, role TEXT NOT NULL)')
  }

  places(): Place[] {
    return this.#sql
      .exec<{ name: Place }>('SELECT name FROM place')
      .toArray()
      .map(({ name }) => name)
  }

  /** Done when every place knows: only then is the log complete from here on. */
  arrive(places: Place[], role: string): Promise<void> {
    return this.#inTurn(async () => {
      for (const place of places) {
        if (this.#sql.exec('SELECT 1 FROM place WHERE name = ? AND role = ?', place, role).toArray().length > 0) continue
        await this.#porters.getByName(objectOf(place, this.#userId)).arrive({ userId: this.#userId, role })
        this.#sql.exec('INSERT OR REPLACE INTO place (name, role) VALUES (?, ?)', place, role)
      }
    })
  }

  /** `stillSo` is asked when it is this word's turn. Answers whether it was said. */
  leave(place: Place, stillSo: () => boolean): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!stillSo()) return false
      await this.#porters.getByName(objectOf(place, this.#userId)).leave({ userId: this.#userId })
      this.#sql.exec('DELETE FROM place WHERE name = ?', place)
      return true
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }
}
