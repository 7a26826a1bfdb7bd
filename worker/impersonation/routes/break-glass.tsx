import { Hono } from 'hono'
import { writeCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { overlayKey } from '#worker/http/overlay.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { tellDeskOf } from '#worker/http/tell.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { decideEntry } from '#worker/impersonation/policy.ts'
import { breakGlass } from '#worker/impersonation/queries/access-acts.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { readStartPage } from '#worker/impersonation/queries/start-page.ts'
import { breakGlassForm } from '#worker/impersonation/rules/access.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { categoriesOf } from '#worker/impersonation/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { BreakGlass } from '#views/impersonation/break-glass.tsx'

/** The way in for when nobody can be waited for. Everybody who was not asked is told, and somebody looks at it afterwards. */
export const breakGlassRoutes = new Hono<Portal>()
  .get('/:tenantId/break-glass', permit('GET /tenants/:tenantId/break-glass'), async (c) => {
    const typed = await draftOf(c, 'POST /tenants/:tenantId/break-glass')
    return glassPage(c, { typed: typed ?? {}, errors: [] })
  })

  .post('/:tenantId/break-glass', permit('POST /tenants/:tenantId/break-glass'), async (c) => {
    const { scope, operator } = c.var
    const form = await readForm(c, breakGlassForm)
    if (!form.ok) return glassPage(c, form)
    if (!categoriesOf(operator.role).includes(form.values.category)) {
      return glassPage(c, {
        typed: form.typed,
        errors: [{ field: 'category', message: 'That category is for those who take tenants live.' }],
      })
    }
    const sessionKey = await overlayKey(c, form.ask.key)
    const start = { ...form.values, tenantId: c.req.param('tenantId'), sessionId: newId('imp'), sessionKey }
    const started = await breakGlass(scope, form.ask, start)
    if (!started.ok) {
      if (started.because === 'TENANT_UNKNOWN') return c.notFound()
      const { field, message } = REFUSALS[started.because]
      return glassPage(c, { typed: form.typed, errors: [{ field, message }] })
    }
    writeCookie(c, 'session', sessionKey)
    const begun = await confirmed({ ...scope, sessionKey })
    if (begun) await tellDeskOf(c, begun, sessionKey)
    return c.redirect('/workspace/cases', 303)
  })

async function glassPage(c: PortalContext, { typed, errors }: { typed: Typed; errors: FormError[] }): Promise<Response> {
  const { scope, operator, now } = c.var
  const found = await readStartPage(scope, c.req.param('tenantId') ?? '', { offer: false, operatorId: operator.id })
  if (!found) return c.notFound()
  const operatorFacts = { id: operator.id, role: operator.role, mayImpersonate: may(operator, 'impersonate') }
  return show(
    c,
    { title: `Break the glass of ${found.tenant.name}`, nav: 'tenants', width: 'narrow', status: errors.length === 0 ? 200 : 422 },
    <BreakGlass
      tenant={found.tenant}
      tickets={found.tickets}
      operatorRole={operator.role}
      refusal={decideEntry({ operator: operatorFacts, tenant: found.tenant, inSession: liveSession(c) !== undefined })}
      typed={typed}
      errors={errors}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      now={now}
    />,
  )
}
