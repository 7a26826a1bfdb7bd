import type { Scope } from '#worker/db/scope.ts'
import { lapseDueAccess } from '#worker/impersonation/queries/access-acts.ts'
import { sweepOverdue } from '#worker/impersonation/queries/overdue.ts'
import { type Reach, tell } from '#worker/live/tell.ts'

/** The net under the timers: closes what a lost alarm left open, and tells those whom it concerns; writes down which requests for access
 *  lapsed. A desk that does not answer is told
 *  again by the database, when its operator comes back. */
export async function sweep(scope: Scope, reach: Reach): Promise<number> {
  const ended = await sweepOverdue(scope)
  await Promise.allSettled(
    ended.map(({ id: sessionId, operatorId, endReason }) => tell(reach, { what: 'session', operatorId, sessionId, because: endReason })),
  )
  await lapseDueAccess(scope)
  return ended.length
}
