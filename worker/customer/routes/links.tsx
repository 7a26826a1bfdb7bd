import { Hono } from 'hono'
import * as z from 'zod/mini'
import { addressOf, linkFrom } from '#worker/customer/make-link.ts'
import { addLink, listLinks, revokeLink } from '#worker/customer/queries/links.ts'
import { newLinkForm } from '#worker/customer/rules/forms.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { withTrail } from '#worker/db/change.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { draftOf } from '#worker/http/draft.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { newId } from '#worker/rules/ids.ts'
import { headFor } from '#worker/support/policy.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { LinkOnce } from '#views/customer/link-once.tsx'
import { TenantLinks } from '#views/customer/links.tsx'

const FORM = 'POST /tenants/:tenantId/links'

/** Links by which a customer sees who was inside: made for them by who looks after the account, and revoked. */
export const linkRoutes = new Hono<Portal>()
  .get('/:tenantId/links', permit('GET /tenants/:tenantId/links'), async (c) => page(c, (await draftOf(c, FORM)) ?? {}, []))

  .post('/:tenantId/links', permit(FORM), async (c) => {
    const { db, scope, operator, parts, now } = c.var
    const tenantId = c.req.param('tenantId')
    const form = await readForm(c, newLinkForm)
    if (!form.ok) return page(c, form.typed, form.errors)
    if ((await tenantHead(db, tenantId)).length === 0) return c.notFound()
    const { link, hash } = await linkFrom(parts.settings.sessionKey, operator.id, form.ask)
    const made = await addWithTrail(
      scope,
      form.ask,
      { act: 'customer_link:add', about: tenantId, tenantId },
      addLink({ id: newId('lnk', now), tenantId, keyHash: hash, operatorId: operator.id, ...form.values }),
    )
    if (!made.ok) throw new Error('a new link was refused')
    return show(
      c,
      { title: 'A new link', nav: 'tenants', width: 'narrow' },
      <LinkOnce tenantId={tenantId} address={addressOf(parts.settings.origin, link)} />,
    )
  })

  .post('/:tenantId/links/:linkId/revoke', permit('POST /tenants/:tenantId/links/:linkId/revoke'), async (c) => {
    const { scope, operator } = c.var
    const { tenantId, linkId } = c.req.param()
    const form = await readForm(c, z.strictObject({}))
    const answer = await withTrail(
      scope,
      form.ask,
      { act: 'customer_link:revoke', about: linkId, tenantId },
      revokeLink({ id: linkId, tenantId, operatorId: operator.id }),
    )
    // Revoked before is revoked.
    if (!answer.ok && answer.because === 'not_found') return c.notFound()
    return c.redirect(`/tenants/${tenantId}/links?done=link-revoked`, 303)
  })

async function page(c: PortalContext, typed: Typed, errors: FormError[]): Promise<Response> {
  const { db, operator, now } = c.var
  const tenantId = c.req.param('tenantId') ?? ''
  const [[tenant], links] = await db.batch([tenantHead(db, tenantId), listLinks(db, tenantId)])
  if (!tenant) return c.notFound()
  return show(
    c,
    { title: `Links · ${tenant.name}`, nav: 'tenants', width: 'wide', status: errors.length === 0 ? 200 : 422 },
    <TenantLinks
      head={headFor(operator, tenant, liveSession(c))}
      links={links}
      typed={typed}
      errors={errors}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
