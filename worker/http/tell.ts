import { digestOf } from '#worker/http/desk.ts'
import { later } from '#worker/http/human-act.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import type { Current } from '#worker/impersonation/queries/current.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import { type Over, tell } from '#worker/live/tell.ts'

/** What a request ended is over in the database already; after its answer those whom it concerns are told, all at once. */
export async function tellInPassing(c: PortalContext, over: Over[]) {
  await Promise.all(over.map((each) => later(c, () => tell(c.var.parts, each))))
}

export const sessionsOver = (operatorId: string, sessionIds: string[], because: EndReason): Over[] =>
  sessionIds.map((sessionId) => ({ what: 'session', operatorId, sessionId, because }))

/** Sign-ins that somebody ended themselves, with what rested on them. */
export const signInsOver = (operatorId: string, { loginIds, sessionIds }: { loginIds: string[]; sessionIds: string[] }): Over[] => [
  ...loginIds.map((loginId): Over => ({ what: 'login', operatorId, loginId })),
  ...sessionsOver(operatorId, sessionIds, 'MANUAL'),
]

/** Another role or status ended all that somebody had open. Of a press that is repeated, because its answer was lost perhaps, nobody knows
 *  whether it was told: what they opened since stays, so the database is asked about each. */
export const personOver = (operatorId: string, { sessions, isRepeated }: { sessions: string[]; isRepeated?: true }): Over[] => [
  { what: isRepeated ? 'doubt' : 'user', operatorId },
  ...sessionsOver(operatorId, sessions, 'FORCE_LOGOUT'),
]

/** A session began or was lengthened: the desk times it from now on. */
export async function tellDeskOf(c: PortalContext, { sessionId, remaining, idleRemaining }: Current, sessionKey: string) {
  const { parts, operator } = c.var
  await later(c, async () =>
    parts.desks(operator.id).open({ operatorId: operator.id, sessionId, remaining, idleRemaining, keyDigest: await digestOf(sessionKey) }),
  )
}
