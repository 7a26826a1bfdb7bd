import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, newKey, show } from '#worker/http/show.tsx'
import { headFor } from '#worker/support/policy.ts'
import { addConfig, configHistory, currentConfig } from '#worker/support/queries/tenant-config.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { CONFIG, configForm, documentFrom } from '#worker/support/rules/config-documents.ts'
import type { ConfigDocument } from '#worker/support/rules/register-words.ts'
import { ConfigDocumentPage } from '#views/support/config-document.tsx'

/** Versions of a document on one page. */
const VERSIONS = 20

export const configDocumentRoutes = new Hono<Portal>()
  .get('/:tenantId/config/:document', permit('GET /tenants/:tenantId/config/:document'), (c) => {
    const document = documentFrom(c.req.param('document'))
    return document === undefined ? c.notFound() : page(c, c.req.param('tenantId'), document)
  })

  .post('/:tenantId/config/:document', permit('POST /tenants/:tenantId/config/:document'), async (c) => {
    const { db, scope, operator } = c.var
    const tenantId = c.req.param('tenantId')
    const document = documentFrom(c.req.param('document'))
    if (document === undefined) return c.notFound()
    const form = await readForm(c, configForm(document))
    if (!form.ok) return page(c, tenantId, document, { status: 422, ...form })
    const [tenant] = await tenantHead(db, tenantId)
    if (!tenant) return c.notFound()

    const { version, reason, ...body } = form.values
    const saved = await addWithTrail(
      scope,
      form.ask,
      { act: 'tenant_config:change', about: document, tenantId, reason },
      addConfig({ tenantId, document, seen: version, body, reason, operatorId: operator.id }),
    )
    if (saved.ok) return c.redirect(`/tenants/${tenantId}/config/${document}?done=config-saved`, 303)
    return page(c, tenantId, document, { status: 409, typed: form.typed, errors: [] })
  })

type Refused = { status: 409 | 422; typed: Typed; errors: FormError[] }

/** A document in force, its form and its history. What was typed is kept where it was refused; the form then carries the version that
 *  is in force now, so that whoever presses again has seen it. */
async function page(c: PortalContext, tenantId: string, document: ConfigDocument, refused?: Refused) {
  const { db, operator, now } = c.var
  const upTo = Number(/^\d{1,6}$/.exec(c.req.query('older') ?? '')?.[0] ?? 0) || undefined
  const [[tenant], [current], versions] = await db.batch([
    tenantHead(db, tenantId),
    currentConfig(db, tenantId, document),
    configHistory(db, tenantId, document, upTo, VERSIONS + 1),
  ])
  if (!tenant) return c.notFound()
  const beyond = versions[VERSIONS]
  return show(
    c,
    { title: `${CONFIG[document].title} · ${tenant.name}`, nav: 'tenants', status: refused?.status ?? 200 },
    <ConfigDocumentPage
      head={headFor(operator, tenant, liveSession(c))}
      document={document}
      current={current}
      versions={versions}
      shown={VERSIONS}
      older={beyond && `${c.req.path}?older=${beyond.version}`}
      isStale={refused?.status === 409}
      typed={refused?.typed}
      errors={refused?.errors ?? []}
      mayModify={may(operator, 'modify_config')}
      operatorId={operator.id}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
      now={now}
    />,
  )
}
