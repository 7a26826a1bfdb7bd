import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import type { Ask } from '#worker/db/scope.ts'
import { writeCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { overlayKey } from '#worker/http/overlay.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { tellDeskOf } from '#worker/http/tell.ts'
import { decide, decideEntry } from '#worker/impersonation/policy.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { askAccess, type Wished } from '#worker/impersonation/queries/access-acts.ts'
import { startSession } from '#worker/impersonation/queries/session-acts.ts'
import { policyOf, readStartPage } from '#worker/impersonation/queries/start-page.ts'
import { enterForm, wayOf } from '#worker/impersonation/rules/access.ts'
import { ceilingOf } from '#worker/impersonation/rules/ceiling.ts'
import { isNext } from '#worker/impersonation/rules/next.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { categoriesOf } from '#worker/impersonation/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { Enter } from '#views/impersonation/enter.tsx'

/** The way in: the page on a tenant's own address, and the press of its button. */
export const enterRoutes = new Hono<Portal>()
  .get('/tenants/:tenantId/enter', permit('GET /tenants/:tenantId/enter'), (c) =>
    startPage(c, c.req.param('tenantId'), {
      typed: { ticketId: c.req.query('ticket') ?? '', next: c.req.query('next') ?? '' },
      errors: [],
    }),
  )

  .post('/impersonations', permit('POST /impersonations'), async (c) => {
    const { scope, db, operator } = c.var
    const form = await readForm(c, enterForm)
    if (!form.ok) return startPage(c, form.typed.tenantId ?? '', form)

    if (!categoriesOf(operator.role).includes(form.values.category)) {
      return startPage(c, form.values.tenantId, {
        typed: form.typed,
        errors: [{ field: 'category', message: 'That category is for those who take tenants live.' }],
      })
    }
    const way = wayOf(form.values.need)
    const policy = await policyOf(db, form.values.tenantId)
    const cost = policy === undefined ? 'deny' : decide(operator.role, policy, way.mode, way.scope)
    // What is not to be had is refused by whichever function makes it.
    if (cost.startsWith('approve') || (cost === 'deny' && form.values.need !== 'look')) {
      return askInstead(c, form.ask, { ...form.values, ...way }, form.typed)
    }
    const sessionKey = await overlayKey(c, form.ask.key)
    const started = await startSession(scope, form.ask, { ...form.values, sessionId: newId('imp'), sessionKey })
    if (!started.ok) {
      const { field, message } = REFUSALS[started.because]
      return startPage(c, form.values.tenantId, { typed: form.typed, errors: [{ field, message }] })
    }

    writeCookie(c, 'session', sessionKey)
    const begun = await confirmed({ ...scope, sessionKey })
    if (begun) await tellDeskOf(c, begun, sessionKey)
    return c.redirect(form.values.next || '/workspace/cases', 303)
  })

/** Somebody must say yes first: the same form asks them. */
async function askInstead(c: PortalContext, ask: Ask, wished: Wished, typed: Typed): Promise<Response> {
  const asked = await askAccess(c.var.scope, ask, { ...wished, requestId: newId('acr', c.var.now) })
  if (asked.ok) return c.redirect(`/access-requests/${asked.id}?done=access-asked`, 303)
  if (asked.because === 'NOT_FOUND') return c.notFound()
  const { field, message } = REFUSALS[asked.because]
  return startPage(c, wished.tenantId, { typed, errors: [{ field, message }] })
}

/** The page on which a session begins; shown again with its errors and all that was typed. */
async function startPage(c: PortalContext, tenantId: string, { typed, errors }: { typed: Typed; errors: FormError[] }) {
  const { scope, operator, now } = c.var
  const offer = c.req.query('as') === 'choose' || typed.targetUserId !== undefined
  const found = await readStartPage(scope, tenantId, { offer, operatorId: operator.id })
  if (!found) return c.notFound()
  const operatorFacts = { id: operator.id, role: operator.role, mayImpersonate: may(operator, 'impersonate') }
  return show(
    c,
    { title: `Enter ${found.tenant.name}`, nav: 'tenants', status: errors.length === 0 ? 200 : 422 },
    <Enter
      {...found}
      operatorId={operator.id}
      operatorRole={operator.role}
      ceiling={ceilingOf(operator.role)}
      refusal={decideEntry({ operator: operatorFacts, tenant: found.tenant, inSession: liveSession(c) !== undefined })}
      typed={{ ...typed, next: isNext(typed.next ?? '') ? (typed.next as string) : '' }}
      errors={errors}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
