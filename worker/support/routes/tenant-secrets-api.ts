import { TenantSecret, TenantSecrets } from '#worker/api/schemas/tenants.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { operation } from '#worker/http/api.ts'
import { seal } from '#worker/http/seal.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { listSecrets, setSecret } from '#worker/support/queries/tenant-secrets.ts'
import { lastFourOf, secretForm } from '#worker/support/rules/secret-form.ts'

export const tenantSecretApi = [
  operation(
    'GET /api/v1/tenants/:tenantId/secrets',
    { id: 'listSecrets', summary: 'What is known of a tenant’s secrets: all but the secrets.', answer: TenantSecrets },
    async (c, { params: { tenantId } }) => {
      const { db } = c.var
      const [[tenant], items] = await db.batch([tenantHead(db, tenantId), listSecrets(db, tenantId)])
      return tenant && { items }
    },
  ),

  operation(
    'POST /api/v1/tenants/:tenantId/secrets',
    {
      id: 'setSecret',
      summary: 'Sets a secret under its kind and name. Its value is sealed and shown to nobody again.',
      body: secretForm,
      writeOnly: ['value'],
      answer: TenantSecret,
    },
    async (c, { params: { tenantId }, body: { kind, name, value }, ask }) => {
      const { db, scope, operator, parts } = c.var
      const [tenant] = await tenantHead(db, tenantId)
      if (!tenant) return undefined
      const about = `${kind} ${name}`
      const sealed = await seal(parts.settings.sessionKey, `${tenantId} ${about}`, value)
      const set = await addWithTrail(
        scope,
        ask,
        { act: 'tenant_secret:set', about, tenantId },
        setSecret({ tenantId, kind, name, lastFour: lastFourOf(value), sealed, operatorId: operator.id }),
      )
      return set.ok ? set.changed[0] : undefined
    },
  ),
]
