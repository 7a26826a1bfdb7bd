import { Hono } from 'hono'
import { dropCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import type { FlashCode } from '#worker/http/flash.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { sessionsOver, tellDeskOf, tellInPassing } from '#worker/http/tell.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { endSession, extendSession } from '#worker/impersonation/queries/session-acts.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { extendForm } from '#worker/impersonation/rules/start-form.ts'
import { Extend } from '#views/impersonation/extend.tsx'

/** The time of a running session: what is left of it, more of it, the end of it. */
export const clockRoutes = new Hono<Portal>()
  .get('/current', permit('GET /impersonations/current'), async (c) => {
    const { scope, parts, operator } = c.var
    const current = await confirmed(scope)
    if (!current) return c.json({ live: false, id: null, remainingMs: 0, idleRemainingMs: 0, warning: null })
    const warning = await parts
      .desks(operator.id)
      .warning({ sessionId: current.sessionId })
      .catch(() => null)
    return c.json({ live: true, id: current.sessionId, remainingMs: current.remaining, idleRemainingMs: current.idleRemaining, warning })
  })

  .get('/:sessionId/extend', permit('GET /impersonations/:sessionId/extend'), async (c) => {
    await confirmed(c.var.scope)
    if (liveSession(c)?.id !== c.req.param('sessionId')) return c.notFound()
    return extendPage(c, {}, [])
  })

  .post('/:sessionId/extend', permit('POST /impersonations/:sessionId/extend'), async (c) => {
    const { scope, who } = c.var
    const form = await readForm(c, extendForm)
    const sessionId = c.req.param('sessionId')
    if (!form.ok) {
      await confirmed(scope)
      return extendPage(c, form.typed, form.errors)
    }
    const extended = await extendSession(scope, form.ask, { sessionId, ...form.values })
    if (!extended.ok) {
      if (extended.because === 'NOT_FOUND') return c.notFound()
      const { field, message } = REFUSALS[extended.because]
      return extendPage(c, form.typed, [{ field, message }])
    }
    const begun = await confirmed(scope)
    if (begun && who.sessionKey !== undefined) await tellDeskOf(c, begun, who.sessionKey)
    return c.redirect(backTo(c, 'extended'), 303)
  })

  .post('/:sessionId/end', permit('POST /impersonations/:sessionId/end'), async (c) => {
    const { parts, who, context, spent } = c.var
    const sessionId = c.req.param('sessionId')
    const ended = await endSession(parts.database, { sessionId, sessionKey: who.sessionKey, loginKey: who.loginKey, context, spent })
    if (!ended) return c.notFound()
    if (ended.byItsKey) dropCookie(c, 'session')
    await tellInPassing(c, sessionsOver(ended.operatorId, [sessionId], ended.endReason))
    return c.redirect(who.operator === null ? '/sign-in' : `/impersonations/${sessionId}?done=ended`, 303)
  })

/** Where the operator was when they asked for more time, if that was a page of ours. */
function backTo(c: PortalContext, done: FlashCode): string {
  const from = URL.parse(c.req.header('referer') ?? '')
  const here = new URL(c.req.url).origin
  if (from?.origin !== here || from.pathname.startsWith('/impersonations/')) return `/workspace/cases?done=${done}`
  from.searchParams.set('done', done)
  return from.pathname + from.search
}

async function extendPage(c: PortalContext, typed: Record<string, string>, errors: { field: string; message: string }[]) {
  const session = liveSession(c)
  if (!session) return c.notFound()
  return show(
    c,
    { title: 'Extend the session', nav: 'workspace', width: 'narrow', status: errors.length === 0 ? 200 : 422 },
    <Extend session={session} typed={typed} errors={errors} csrf={await csrfToken(c)} formKey={newKey()} zone={c.var.operator.zone} />,
  )
}
