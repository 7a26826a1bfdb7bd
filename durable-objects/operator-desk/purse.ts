import { type Budget, countsDistinct, limitOf, type Share, type Verdict, weigh } from '#worker/auth/rules/budgets.ts'

/** `what` is the thing asked for where different ones count (the tenant), and nothing elsewhere. */
export type Spend = { operatorId: string; budget: Budget; what: string; share: Share }
export type Spent = { ok: true } | (Exclude<Verdict, { ok: true }> & { budget: Budget })

/** What an operator asked for lately, in the object's own SQLite: an eviction resets nothing. */
export class Purse {
  readonly #storage: DurableObjectStorage
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  spend({ budget, what, share }: Spend, now: number): Spent {
    const sql = this.#tries()
    const limit = limitOf(budget, share)
    sql.exec('DELETE FROM tries WHERE budget = ? AND share = ? AND at <= ?', budget, share, now - limit.window)
    const again = countsDistinct(budget)
    const others = again ? 'AND what <> ?' : 'AND ? IS NOT NULL'
    const [tally] = sql
      .exec<{ passed: number; oldest: number | null; tried: number }>(
        `SELECT coalesce(sum(passed), 0) AS passed, min(CASE WHEN passed THEN at END) AS oldest, count(*) AS tried
         FROM tries WHERE budget = ? AND share = ? ${others}`,
        budget,
        share,
        what,
      )
      .toArray()
    const verdict = weigh(limit, tally ?? { passed: 0, oldest: null, tried: 0 }, now)
    if (again) sql.exec('DELETE FROM tries WHERE budget = ? AND share = ? AND what = ?', budget, share, what)
    sql.exec('INSERT INTO tries (budget, share, what, at, passed) VALUES (?, ?, ?, ?, ?)', budget, share, what, now, verdict.ok ? 1 : 0)
    return verdict.ok ? verdict : { ...verdict, budget }
  }

  empty() {
    this.#tries().exec('DELETE FROM tries')
  }

  #tries(): SqlStorage {
    const { sql } = this.#storage
    sql.exec(
      'CREATE TABLE IF NOT EXISTS tries (budget TEXT NOT NULL, share TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, passed INTEGER NOT NULL)',
    )
    sql.exec('CREATE INDEX IF NOT EXISTS tries_newest ON tries (budget, share, at)')
    return sql
  }
}
