import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { whoseSessions } from '#worker/impersonation/policy.ts'
import { noteSession } from '#worker/impersonation/queries/session-acts.ts'
import { listOpenSessions, listSessions, readTimeline } from '#worker/impersonation/queries/sessions.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { noteForm } from '#worker/impersonation/rules/start-form.ts'
import { OpenNow } from '#views/impersonation/open-now.tsx'
import { SessionList } from '#views/impersonation/session-list.tsx'
import { SessionPage } from '#views/impersonation/session.tsx'

export const impersonationRoutes = new Hono<Portal>()
  .get('/', permit('GET /impersonations'), async (c) => {
    const { db, operator, now } = c.var
    const { older } = turnOf(c) as { older?: { at: Date; id: string } }
    const seesOthers = may(operator, 'view_audit') || operator.lead
    const list = listSessions(db, { after: older, ...whoseSessions(operator), most: PAGE })
    const [rows, open] = may(operator, 'kill_sessions') ? await db.batch([list, listOpenSessions(db)]) : [await list, undefined]
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
        open={open}
        seesOthers={seesOthers}
        asks={may(operator, 'impersonate') && !may(operator, 'approve_access')}
        older={turns.older}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/open', permit('GET /impersonations/open'), async (c) => {
    const { db, operator, now } = c.var
    return c.html(<OpenNow rows={await listOpenSessions(db)} operatorId={operator.id} now={now} />)
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
        mayKill={may(operator, 'kill_sessions')}
        reader={operator}
        errors={[]}
        typed={{}}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .post('/:sessionId/note', permit('POST /impersonations/:sessionId/note'), async (c) => {
    const { scope, operator, now } = c.var
    const sessionId = c.req.param('sessionId')
    const form = await readForm(c, noteForm)
    const noted = form.ok ? await noteSession(scope, form.ask, { sessionId, note: form.values.note }) : undefined
    if (noted?.ok) return c.redirect(`/impersonations/${sessionId}?done=noted`, 303)
    if (noted?.because === 'NOT_FOUND') return c.notFound()
    const errors = noted ? [REFUSALS[noted.because]] : form.ok ? [] : form.errors
    const timeline = await readTimeline(scope, sessionId)
    if (!timeline || timeline.session.operatorId !== operator.id) return c.notFound()
    return show(
      c,
      { title: `Session in ${timeline.session.tenantName ?? 'a tenant'}`, nav: 'sessions', status: noted ? 409 : 422 },
      <SessionPage
        {...timeline}
        isOwn
        reader={operator}
        errors={errors}
        typed={form.typed}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })
