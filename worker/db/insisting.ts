import { sqlState } from '#worker/db/refusal.ts'

const MOST_ATTEMPTS = 3

/** Two collide in the database, which puts one of them back whole (`40P01`: they waited for each other; `23505`: a unique index). That
 *  one asks again what is true now, at most three times; nothing was changed in between. */
export async function insisting<T>(collisions: readonly string[], act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      if (!collisions.includes(sqlState(error) ?? '') || attempt === MOST_ATTEMPTS) throw error
    }
  }
}
