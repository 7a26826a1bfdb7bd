import { later } from '#worker/http/human-act.ts'
import type { PortalContext } from '#worker/http/portal.ts'

/** Sessions that ended are over in the database already; the operator's desk only hurries to say so. */
export async function tellDesk(c: PortalContext, operatorId: string, sessions: string[]) {
  const { parts } = c.var
  await Promise.all(sessions.map((sessionId) => later(c, () => parts.desks(operatorId).close({ sessionId }))))
}
