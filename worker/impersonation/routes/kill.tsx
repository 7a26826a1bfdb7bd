import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { oneOf } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { sessionsOver, tellInPassing } from '#worker/http/tell.ts'
import { type Killed, killSessions } from '#worker/impersonation/queries/kill.ts'
import { listOpenSessions, readTimeline } from '#worker/impersonation/queries/sessions.ts'
import { confirmationOf, concernedBy, KILL_SCOPES, killForm, killOneForm, namesOne } from '#worker/impersonation/rules/kill.ts'
import { Kill } from '#views/impersonation/kill.tsx'
import { SessionPage } from '#views/impersonation/session.tsx'

/** Ending other people's sessions: one on its own page, many from a page that says first how many. */
export const killRoutes = new Hono<Portal>()
  .get('/kill', permit('GET /impersonations/kill'), (c) => {
    const scope = oneOf(c, 'scope', KILL_SCOPES) ?? 'operator'
    return killPage(c, { scope, subject: c.req.query('subject') ?? '' }, [])
  })

  .post('/kill', permit('POST /impersonations/kill'), async (c) => {
    const form = await readForm(c, killForm)
    if (!form.ok) return killPage(c, form.typed, form.errors)
    const { scope, subject, reason, confirm } = form.values
    if (!namesOne(scope, subject)) return c.notFound()
    const word = confirmationOf(scope, subject)
    if (word !== null && confirm.trim() !== word)
      return killPage(c, form.typed, [{ field: 'confirm', message: `Type ${word} to end the sessions.` }])
    const killed = await killSessions(c.var.scope, form.ask, { scope, subject, reason })
    return killed ? put(c, killed) : c.notFound()
  })

  .post('/:sessionId/kill', permit('POST /impersonations/:sessionId/kill'), async (c) => {
    const { scope, operator, now } = c.var
    const sessionId = c.req.param('sessionId')
    const form = await readForm(c, killOneForm)
    if (form.ok) {
      const killed = await killSessions(scope, form.ask, { scope: 'session', subject: sessionId, reason: form.values.reason })
      return killed ? put(c, killed) : c.notFound()
    }
    const timeline = await readTimeline(scope, sessionId)
    if (!timeline) return c.notFound()
    return show(
      c,
      { title: `Session in ${timeline.session.tenantName ?? 'a tenant'}`, nav: 'sessions', status: 422 },
      <SessionPage
        {...timeline}
        isOwn={timeline.session.operatorId === operator.id}
        mayKill
        reader={operator}
        errors={form.errors}
        typed={form.typed}
        csrf={await csrfToken(c)}
        formKey={newKey()}
        zone={operator.zone}
        now={now}
      />,
    )
  })

/** Those who were inside are told at once; one who cannot be reached is told by the next request. */
async function put(c: PortalContext, killed: Killed[]): Promise<Response> {
  await tellInPassing(
    c,
    killed.flatMap(({ id, operatorId }) => sessionsOver(operatorId, [id], 'FORCE_LOGOUT')),
  )
  return c.redirect(`/impersonations?done=${killed.length === 0 ? 'nothing-open' : 'killed'}`, 303)
}

async function killPage(c: PortalContext, typed: Typed, errors: FormError[]): Promise<Response> {
  const { db, operator, now } = c.var
  const scope = KILL_SCOPES.find((each) => each === typed.scope) ?? 'operator'
  const subject = typed.subject ?? ''
  const open = await listOpenSessions(db)
  return show(
    c,
    { title: 'End sessions', nav: 'sessions', status: errors.length === 0 ? 200 : 422 },
    <Kill
      scope={scope}
      subject={subject}
      open={open}
      concerned={concernedBy(open, scope, subject)}
      operatorId={operator.id}
      typed={typed}
      errors={errors}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      now={now}
    />,
  )
}
