import { isUnknown, sqlState } from '#worker/db/refusal.ts'
import type { Spent } from '#worker/db/scope.ts'

/** The database was asked and nothing that it said came back: nobody knows whether the statements ran. Half an answer is none, whatever
 *  the parser calls it. */
export class Silence extends Error {
  override readonly name = 'Silence'
}

/** The answer, PostgreSQL's own refusal, or silence. */
export async function heard<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isUnknown(sqlState(error))) throw new Silence('no answer of the database', { cause: error })
    throw error
  }
}

/** How long one question may take, in ms. A person waits for all questions of a request together. */
export function remaining({ until }: Spent, patience: number): number {
  if (until === undefined) return patience
  const left = Math.floor(until - performance.now())
  if (left <= 0) throw new Silence('no time left to ask')
  return Math.min(patience, left)
}

/** At most this often. The pauses, in ms: what hurries back at once meets the same gap again. */
const PAUSES = [100, 400]

/** Asks again where nothing was heard: what is asked must be harmless the second time, by its key or by itself. */
export async function patiently<T>(spent: Pick<Spent, 'until'>, ask: () => Promise<T>): Promise<T> {
  let silence: unknown
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (isSilence(error)) silence = error
      else if (silence === undefined || !isWaiting(sqlState(error))) throw error
      const pause = PAUSES[attempt]
      if (pause === undefined || (spent.until !== undefined && spent.until - performance.now() <= pause)) throw silence
      await new Promise((done) => setTimeout(done, pause))
    }
  }
}

/** Waited in vain for a record: after a silence perhaps for the question itself, which goes on unheard and may still be done. */
const isWaiting = (state: string | undefined) => state === '55P03' || state === '57014'

/** However deep: drizzle wraps what the way to the database threw as its cause. */
export function isSilence(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof Silence) return true
  }
  return false
}
