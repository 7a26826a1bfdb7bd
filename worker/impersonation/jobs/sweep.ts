import type { Scope } from '#worker/db/scope.ts'
import { sweepOverdue } from '#worker/impersonation/queries/overdue.ts'

type Desks = (operatorId: string) => { close(session: { sessionId: string }): Promise<void> }

/** The net under the timers: closes what a lost alarm left open, and tells the desks. A desk that does not answer is told again by the
 *  database, when its operator comes back. */
export async function sweep(scope: Scope, desks: Desks): Promise<number> {
  const ended = await sweepOverdue(scope)
  await Promise.allSettled(ended.map((session) => desks(session.operatorId).close({ sessionId: session.id })))
  return ended.length
}
