import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { seal } from '#worker/http/seal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { headFor } from '#worker/support/policy.ts'
import { currentConfigs } from '#worker/support/queries/tenant-config.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { listSecrets, setSecret } from '#worker/support/queries/tenant-secrets.ts'
import { lastFourOf, secretForm } from '#worker/support/rules/secret-form.ts'
import { TenantConfig } from '#views/support/tenant-config.tsx'

export const tenantConfigRoutes = new Hono<Portal>()
  .get('/:tenantId/config', permit('GET /tenants/:tenantId/config'), (c) => page(c, c.req.param('tenantId'), { typed: {}, errors: [] }))

  .post('/:tenantId/secrets', permit('POST /tenants/:tenantId/secrets'), async (c) => {
    const { db, scope, operator, parts } = c.var
    const tenantId = c.req.param('tenantId')
    const form = await readForm(c, secretForm, { writeOnly: ['value'] })
    if (!form.ok) return page(c, tenantId, form)
    const [tenant] = await tenantHead(db, tenantId)
    if (!tenant) return c.notFound()

    const { kind, name, value } = form.values
    const about = `${kind} ${name}`
    const sealed = await seal(parts.settings.sessionKey, `${tenantId} ${about}`, value)
    await addWithTrail(
      scope,
      form.ask,
      { act: 'tenant_secret:set', about, tenantId },
      setSecret({ tenantId, kind, name, lastFour: lastFourOf(value), sealed, operatorId: operator.id }),
    )
    return c.redirect(`/tenants/${tenantId}/config?done=secret-set`, 303)
  })

/** The documents in force and the secrets, with what was wrong in the form for a new one. */
async function page(c: PortalContext, tenantId: string, { typed, errors }: { typed: Typed; errors: FormError[] }) {
  const { db, operator, now } = c.var
  const [[tenant], documents, secrets] = await db.batch([tenantHead(db, tenantId), currentConfigs(db, tenantId), listSecrets(db, tenantId)])
  if (!tenant) return c.notFound()
  return show(
    c,
    { title: `Configuration · ${tenant.name}`, nav: 'tenants', status: errors.length === 0 ? 200 : 422 },
    <TenantConfig
      head={headFor(operator, tenant, liveSession(c))}
      documents={documents}
      secrets={secrets}
      typed={typed}
      errors={errors}
      mayModify={may(operator, 'modify_config')}
      operatorId={operator.id}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
