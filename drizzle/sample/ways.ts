import { may, type Role } from '#worker/auth/rules/roles.ts'
import type { Mode, Scope } from '#worker/impersonation/rules/words.ts'
import type { AccessPolicy } from '#worker/tenant/rules/words.ts'
import { HOUR, later, MINUTE } from './instants.ts'
import { odds, type Random, type Weighted } from './random.ts'

/** How somebody came in. `plain`: reading, on a ticket of one's own, where nobody needs to be asked. `asked`: the same where the customer
 *  wants to be asked. */
export type Way = 'plain' | 'glass' | AskingWay
/** Those that take a yes. */
export type AskingWay = 'asked' | 'write' | 'export'

/** What there is to a session beside its row. */
export type Stay = {
  way: Way
  /** How many hidden fields were shown in it. */
  reveals: number
  /** When the approval was asked for that it began from. */
  askedAt: Date | null
}

/** What the last day brought, whatever chance says: the list of whoever reviews begins with it. */
export const LATELY: readonly { way: Way; hours: number; reveals: number }[] = [
  { way: 'glass', hours: 3, reveals: 0 },
  { way: 'write', hours: 5, reveals: 0 },
  // More than everybody has: a colleague gave more.
  { way: 'plain', hours: 7, reveals: 12 },
  { way: 'export', hours: 9, reveals: 0 },
]

/** What is asked for on each way that takes a yes. */
export const WISHES: Record<AskingWay, { mode: Mode; scope: Scope }> = {
  asked: { mode: 'READ_ONLY', scope: 'CONTENT' },
  write: { mode: 'READ_WRITE', scope: 'CONTENT' },
  export: { mode: 'READ_ONLY', scope: 'EXPORT' },
}

export const isAsking = (way: Way): way is AskingWay => way in WISHES

/** Whether somebody of this role goes this way at all (worker/impersonation/policy.ts says what it costs). */
export function mayGo(way: Way, role: Role, policy: AccessPolicy): boolean {
  const person = { role, lead: false }
  if (way === 'glass') return policy === 'approve'
  if (way === 'write') return policy !== 'approve' && may(person, 'write_in_session')
  if (way === 'export') return policy !== 'approve' && may(person, 'export_in_session')
  return (way === 'asked') === (policy === 'approve')
}

export function someWay(random: Random, role: Role, policy: AccessPolicy): Way {
  return random.weighted(ODDS.filter(([way]) => mayGo(way, role, policy)))
}

/** How long before its start an access was asked for: a colleague answers soon, a customer when they read their letters. Null where nobody
 *  had to be asked. */
export function askedBefore(random: Random, way: Way, startedAt: Date): Date | null {
  if (!isAsking(way)) return null
  return later(startedAt, -(way === 'asked' ? random.int(15, 3 * (HOUR / MINUTE)) : random.int(6, 20)) * MINUTE)
}

const ODDS: Weighted<Way> = odds({ plain: 70, asked: 75, write: 20, export: 10, glass: 25 })
