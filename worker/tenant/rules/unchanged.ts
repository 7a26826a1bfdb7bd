import { barrierTo, type Barrier, type Writer, type Writing } from '#worker/tenant/policy.ts'
import { CASE_MOVES, mayMove, movesFrom, USER_MOVES, type UserMove } from '#worker/tenant/rules/moves.ts'
import type { CaseStatus, TENANT_USER_STATUSES, TenantRole } from '#worker/tenant/rules/words.ts'

/** Why a record is as it was, by what the database found it to be. */
export type Unchanged =
  | { because: 'WRITE_BEYOND_VIEW'; barrier: Barrier; what: Writing }
  | { because: 'INVALID_TRANSITION'; from: string; to: string; allowed: readonly string[] }
  | { because: 'VERSION_CONFLICT' }
  | { because: 'ASSIGNEE_NOT_ELIGIBLE' }

type FoundCase = { status: CaseStatus; version: number }
export type AskedOfCase = { seen: number; to?: CaseStatus; assigneeId?: string }

/** A move that is none goes before a version that is old: reloading would not help. */
export function whyCaseUnchanged(found: FoundCase, { seen, to, assigneeId }: AskedOfCase, writer: Writer): Unchanged {
  const what = assigneeId === undefined ? 'case' : 'assignee'
  const barrier = barrierTo(what, writer)
  if (barrier !== null) return { because: 'WRITE_BEYOND_VIEW', barrier, what }
  if (to !== undefined && !CASE_MOVES[found.status].includes(to))
    return { because: 'INVALID_TRANSITION', from: found.status, to, allowed: CASE_MOVES[found.status] }
  return { because: found.version === seen && assigneeId !== undefined ? 'ASSIGNEE_NOT_ELIGIBLE' : 'VERSION_CONFLICT' }
}

type FoundUser = { status: (typeof TENANT_USER_STATUSES)[number]; role: TenantRole }

export function whyUserUnchanged({ status, role }: FoundUser, move: UserMove, writer: Writer): Unchanged {
  const barrier = barrierTo('user', writer, role)
  if (barrier !== null) return { because: 'WRITE_BEYOND_VIEW', barrier, what: 'user' }
  if (mayMove(move, status)) return { because: 'VERSION_CONFLICT' }
  return { because: 'INVALID_TRANSITION', from: status, to: USER_MOVES[move].to, allowed: movesFrom(status) }
}
