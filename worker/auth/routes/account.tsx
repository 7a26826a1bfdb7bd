import { Hono } from 'hono'
import * as z from 'zod/mini'
import { revokeProgram } from '#worker/auth/queries/families.ts'
import { listOwn, revokeSignIns } from '#worker/auth/queries/sign-ins.ts'
import { dropCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { signInsOver, tellInPassing } from '#worker/http/tell.ts'
import { SignIns } from '#views/auth/sign-ins.tsx'

/** The button says it all. */
const noFields = z.strictObject({})

export const accountRoutes = new Hono<Portal>()
  .get('/sign-ins', permit('GET /account/sign-ins'), async (c) => {
    const { scope, operator, now } = c.var
    const { signIns, programs } = await listOwn(scope)
    return show(
      c,
      { title: 'Your sign-ins', width: 'normal' },
      <SignIns rows={signIns} programs={programs} csrf={await csrfToken(c)} formKey={newKey()} zone={operator.zone} now={now} />,
    )
  })

  .post('/sign-ins/revoke-all', permit('POST /account/sign-ins/revoke-all'), (c) => revoke(c, null))

  .post('/sign-ins/:loginId/revoke', permit('POST /account/sign-ins/:loginId/revoke'), (c) => revoke(c, c.req.param('loginId')))

  .post('/programs/:familyId/revoke', permit('POST /account/programs/:familyId/revoke'), async (c) => {
    const { scope, operator } = c.var
    const familyId = c.req.param('familyId')
    const form = await readForm(c, noFields)
    if (!form.ok || !(await revokeProgram(scope, form.ask, familyId))) return c.notFound()
    await tellInPassing(c, [{ what: 'family', operatorId: operator.id, familyId }])
    return c.redirect('/account/sign-ins?done=program-ended', 303)
  })

async function revoke(c: PortalContext, loginId: string | null): Promise<Response> {
  const form = await readForm(c, noFields)
  if (!form.ok) return c.notFound()
  const revoked = await revokeSignIns(c.var.scope, form.ask, loginId)
  // To revoke all is never to find nothing: the sign-in that asks is one of them, or a press before this one was faster.
  if (!revoked && loginId !== null) return c.notFound()
  if (revoked) await tellInPassing(c, signInsOver(c.var.operator.id, revoked))
  if (!revoked?.current && loginId !== null) return c.redirect('/account/sign-ins?done=sign-in-ended', 303)
  dropCookie(c, 'login')
  dropCookie(c, 'session')
  return c.redirect('/sign-in?out=1', 303)
}
