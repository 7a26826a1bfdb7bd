import { sql } from 'drizzle-orm'
import { within } from '#worker/db/scope.ts'
import { digestOf, isPassive } from '#worker/http/desk.ts'
import type { PortalContext } from '#worker/http/portal.ts'

/** After the answer to a human act: the database notes it, at most once a minute, in a batch of its own; the desk is told of a session
 *  that it should be timing. Neither delays the answer. */
export async function noteHumanAct(c: PortalContext) {
  const { scope, door, parts, who, operator } = c.var
  const { entered } = scope
  if (!entered) return
  if (entered.touchDue && !door.passive && !isPassive(c)) {
    await later(c, () => within({ ...scope }).execute(sql`select app.touch()`))
  }
  if (door.inside && !c.var.deskKnows && entered.session && who.sessionKey !== undefined) {
    const { id, expiresAt, idleUntil } = entered.session
    const { sessionKey } = who
    await later(c, async () =>
      parts.desks(operator.id).open({
        operatorId: operator.id,
        sessionId: id,
        keyDigest: await digestOf(sessionKey),
        remaining: expiresAt.getTime() - entered.now.getTime(),
        idleRemaining: idleUntil.getTime() - entered.now.getTime(),
      }),
    )
  }
}

/** After an act that succeeded, events may wait to be told and jobs to be run. Which acts put some is not this place's to know: asking
 *  once too often costs a message, forgetting costs a minute. */
export async function hintAtWork(c: PortalContext) {
  const { door, parts } = c.var
  if (door.effect === 'write' && c.req.method !== 'GET' && c.res.status < 400 && parts.hint) await later(c, parts.hint)
}

/** The platform finishes it after the answer; where there is no platform (a test on plain requests) it is awaited. What goes wrong
 *  here makes a session shorter, never longer, so it is no reason to withhold an answer. */
export async function later(c: PortalContext, work: () => Promise<unknown>) {
  const done = work().catch((error: unknown) => {
    console.error(
      JSON.stringify({ alert: 'after_answer_failed', error: error instanceof Error ? error.name : 'unknown', requestId: c.var.requestId }),
    )
  })
  try {
    c.executionCtx.waitUntil(done)
  } catch {
    await done
  }
}
