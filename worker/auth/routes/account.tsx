import { Hono } from 'hono'
import { z } from 'zod/mini'
import { listOwnSignIns, type Revoked, revokeSignIns } from '#worker/auth/queries/sign-ins.ts'
import { dropCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { later } from '#worker/http/human-act.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { SignIns } from '#views/auth/sign-ins.tsx'

/** The button says it all. */
const noFields = z.strictObject({})

export const accountRoutes = new Hono<Portal>()
  .get('/sign-ins', permit('GET /account/sign-ins'), async (c) => {
    const { scope, operator, now } = c.var
    return show(
      c,
      { title: 'Your sign-ins', width: 'normal' },
      <SignIns rows={await listOwnSignIns(scope)} csrf={await csrfToken(c)} formKey={newKey()} zone={operator.zone} now={now} />,
    )
  })

  .post('/sign-ins/revoke-all', permit('POST /account/sign-ins/revoke-all'), (c) => revoke(c, null))

  .post('/sign-ins/:loginId/revoke', permit('POST /account/sign-ins/:loginId/revoke'), (c) => revoke(c, c.req.param('loginId')))

async function revoke(c: PortalContext, loginId: string | null): Promise<Response> {
  const form = await readForm(c, noFields)
  if (!form.ok) return c.notFound()
  const revoked = await revokeSignIns(c.var.scope, form.ask, loginId)
  // To revoke all is never to find nothing: the sign-in that asks is one of them, or a press before this one was faster.
  if (!revoked && loginId !== null) return c.notFound()
  await tellDesk(c, revoked?.sessionIds ?? [])
  if (!revoked?.current && loginId !== null) return c.redirect('/account/sign-ins?done=sign-in-ended', 303)
  dropCookie(c, 'login')
  dropCookie(c, 'session')
  return c.redirect('/sign-in?out=1', 303)
}

async function tellDesk(c: PortalContext, sessionIds: Revoked['sessionIds']) {
  const { parts, operator } = c.var
  for (const sessionId of sessionIds) await later(c, () => parts.desks(operator.id).close({ sessionId }))
}
