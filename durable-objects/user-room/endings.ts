import type { Seat } from '#objects/user-room/seat.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import type { Revocation } from '#worker/live/rules/publication.ts'

/** A door that looked at the database before an end and knocks after it comes within this time, in ms. */
const REMEMBERED = 10 * 60_000

/** What ended lately, so that nobody who was let in a moment before comes in a moment after. The row in the database is older than
 *  this word, and every later knock meets the row. */
export class Endings {
  readonly #sql: SqlStorage
  constructor({ sql }: DurableObjectStorage) {
    this.#sql = sql
    sql.exec('CREATE TABLE IF NOT EXISTS ending (what TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (what, name))')
  }

  keep(over: Revocation, now: number) {
    this.#sql.exec('DELETE FROM ending WHERE at < ?', now - REMEMBERED)
    this.#sql.exec('INSERT OR REPLACE INTO ending (what, name, at) VALUES (?, ?, ?)', over.what, nameOf(over), now)
  }

  /** What is over of what these claims rest on. */
  of(claims: Claims, now: number): Revocation[] {
    return this.#kept(now)
      .filter(({ what, at }) => what !== 'user' || claims.issuedAt <= at)
      .map(({ what, name }) => revocationFrom(what, name))
      .filter((over) => restsOn(claims, over))
  }

  /** What ended after that moment. */
  after(moment: number): Revocation[] {
    return this.#kept(moment + REMEMBERED).map(({ what, name }) => revocationFrom(what, name))
  }

  #kept(now: number) {
    return this.#sql
      .exec<{ what: Revocation['what']; name: string; at: number }>('SELECT what, name, at FROM ending WHERE at >= ?', now - REMEMBERED)
      .toArray()
  }
}

/** Whether these claims stand on what is over. */
export function restsOn(claims: Claims, over: Revocation): boolean {
  if (over.what === 'user') return true
  if (over.what === 'doubt') return false
  if (claims.kind === 'tenant') return false
  if (over.what === 'login') return claims.loginId === over.loginId
  if (over.what === 'family') return claims.familyId === over.familyId
  return claims.inside?.sessionId === over.sessionId
}

/** A program's token of a session dies with the session. A page stays: its sign-in is still good, it only left the tenant. */
export function afterEnding(door: Seat['door'], claims: Claims, over: Revocation): Claims | null {
  if (!restsOn(claims, over)) return claims
  if (over.what === 'session' && door === 'page' && claims.kind === 'staff') return { ...claims, inside: null }
  return null
}

const nameOf = (over: Revocation) =>
  over.what === 'login' ? over.loginId : over.what === 'family' ? over.familyId : over.what === 'session' ? over.sessionId : ''

const revocationFrom = (what: Revocation['what'], name: string): Revocation =>
  what === 'login'
    ? { what, loginId: name }
    : what === 'family'
      ? { what, familyId: name }
      : what === 'session'
        ? { what, sessionId: name }
        : { what }
