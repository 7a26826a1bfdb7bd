import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { dropCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { digestOf } from '#worker/http/desk.ts'
import type { FlashCode } from '#worker/http/flash.ts'
import { readForm } from '#worker/http/form.ts'
import { later } from '#worker/http/human-act.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { endSession, extendSession, noteSession } from '#worker/impersonation/queries/session-acts.ts'
import { listSessions, readTimeline } from '#worker/impersonation/queries/sessions.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { extendForm, noteForm } from '#worker/impersonation/rules/start-form.ts'
import { Extend } from '#views/impersonation/extend.tsx'
import { SessionList } from '#views/impersonation/session-list.tsx'
import { SessionPage } from '#views/impersonation/session.tsx'

export const impersonationRoutes = new Hono<Portal>()
  .get('/', permit('GET /impersonations'), async (c) => {
    const { db, operator, now } = c.var
    const { older } = turnOf(c) as { older?: { at: Date; id: string } }
    const rows = await listSessions(db, { after: older, operatorId: undefined, most: PAGE })
    const turns = turnsFrom(
      c,
      older ? { older } : {},
      rows.map((row) => ({ id: row.id, createdAt: row.startedAt })),
    )
    return show(
      c,
      { title: 'Sessions', nav: 'sessions', width: 'wide' },
      <SessionList
        rows={rows}
        operatorId={operator.id}
        seesOthers={may(operator, 'view_audit') || operator.lead}
        older={turns.older}
        zone={operator.zone}
        now={now}
      />,
    )
  })

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

  .get('/:sessionId', permit('GET /impersonations/:sessionId'), async (c) => {
    const { scope, operator, now } = c.var
    const after = Number(/^\d{1,12}$/.exec(c.req.query('after') ?? '')?.[0] ?? 0)
    const timeline = await readTimeline(scope, c.req.param('sessionId'), after)
    if (!timeline) return c.notFound()
    return show(
      c,
      { title: `Session in ${timeline.session.tenantName ?? 'a tenant'}`, nav: 'sessions' },
      <SessionPage
        {...timeline}
        isOwn={timeline.session.operatorId === operator.id}
        errors={[]}
        typed={{}}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:sessionId/extend', permit('GET /impersonations/:sessionId/extend'), async (c) => {
    await confirmed(c.var.scope)
    if (liveSession(c)?.id !== c.req.param('sessionId')) return c.notFound()
    return extendPage(c, {}, [])
  })

  .post('/:sessionId/extend', permit('POST /impersonations/:sessionId/extend'), async (c) => {
    const { scope, parts, operator, who } = c.var
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
    if (begun && who.sessionKey !== undefined) {
      const keyDigest = await digestOf(who.sessionKey)
      await later(c, async () => parts.desks(operator.id).open({ ...begun, keyDigest }))
    }
    return c.redirect(backTo(c, 'extended'), 303)
  })

  .post('/:sessionId/end', permit('POST /impersonations/:sessionId/end'), async (c) => {
    const { parts, who, context, spent } = c.var
    const sessionId = c.req.param('sessionId')
    const ended = await endSession(parts.database, { sessionId, sessionKey: who.sessionKey, loginKey: who.loginKey, context, spent })
    if (!ended) return c.notFound()
    dropCookie(c, 'session')
    await later(c, () => parts.desks(ended.operatorId).close({ sessionId }))
    return c.redirect(who.operator === null ? '/sign-in' : `/impersonations/${sessionId}?done=ended`, 303)
  })

  .post('/:sessionId/note', permit('POST /impersonations/:sessionId/note'), async (c) => {
    const { scope, operator, now } = c.var
    const sessionId = c.req.param('sessionId')
    const form = await readForm(c, noteForm)
    if (form.ok) {
      const noted = await noteSession(scope, form.ask, { sessionId, note: form.values.note })
      return noted ? c.redirect(`/impersonations/${sessionId}?done=noted`, 303) : c.notFound()
    }
    const timeline = await readTimeline(scope, sessionId)
    if (!timeline || timeline.session.operatorId !== operator.id) return c.notFound()
    return show(
      c,
      { title: `Session in ${timeline.session.tenantName ?? 'a tenant'}`, nav: 'sessions', status: 422 },
      <SessionPage
        {...timeline}
        isOwn
        errors={form.errors}
        typed={form.typed}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
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
