import { Hono } from 'hono'
import { addWithTrail } from '#worker/db/add.ts'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { type FormError, readForm, type Typed } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { newKey, show } from '#worker/http/show.tsx'
import { CONFIG, configForm, documentFrom } from '#worker/support/rules/config-documents.ts'
import type { ConfigDocument } from '#worker/support/rules/register-words.ts'
import { addConfigHere, readConfig, readConfigs, unnamed } from '#worker/tenant/queries/config.ts'
import { barrierTo } from '#worker/tenant/policy.ts'
import { lookOnly, writerOf } from '#worker/tenant/writing.ts'
import { WorkspaceConfig } from '#views/tenant/config-list.tsx'
import { WorkspaceDocument } from '#views/tenant/config.tsx'

/** Versions of a document on one page. */
const VERSIONS = 20

/** The configuration of the tenant one is inside of: read by everybody there, changed in a session that writes. */
export const workspaceConfigRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/config'), async (c) => {
    const documents = await readWithTrail(c.var, { act: 'tenant_config:list' }, readConfigs())
    const { operator, now } = c.var
    return show(
      c,
      { title: 'Configuration', nav: 'workspace' },
      <WorkspaceConfig documents={documents.map(unnamed)} operatorId={operator.id} zone={operator.zone} now={now} />,
    )
  })

  .get('/:document', permit('GET /workspace/config/:document'), (c) => {
    const document = documentFrom(c.req.param('document'))
    return document === undefined ? c.notFound() : page(c, document)
  })

  .post('/:document', permit('POST /workspace/config/:document'), async (c) => {
    const document = documentFrom(c.req.param('document'))
    if (document === undefined) return c.notFound()
    const form = await readForm(c, configForm(document))
    if (!form.ok) return page(c, document, { status: 422, ...form })
    const { scope, operator } = c.var
    const { version, reason, ...body } = form.values
    const saved = await addWithTrail(
      scope,
      form.ask,
      { act: 'tenant_config:change', about: document, reason },
      addConfigHere({ document, seen: version, body, reason, operatorId: operator.id }),
    )
    if (saved.ok) return c.redirect(`/workspace/config/${document}?done=config-saved`, 303)
    return page(c, document, { status: barrierTo('config', writerOf(c)) === null ? 409 : 403, typed: form.typed, errors: [] })
  })

type Refused = { status: 403 | 409 | 422; typed: Typed; errors: FormError[] }

/** A document in force, its form and its history; a form that came back carries the version that is in force now. */
async function page(c: PortalContext, document: ConfigDocument, refused?: Refused) {
  lookOnly(c)
  const { operator } = c.var
  const upTo = Number(/^\d{1,6}$/.exec(c.req.query('older') ?? '')?.[0] ?? 0) || undefined
  const { current, versions } = await readTogetherWithTrail(
    c.var,
    { act: 'tenant_config:list', about: document },
    readConfig(document, upTo, VERSIONS + 1),
  )
  const beyond = versions[VERSIONS]
  return show(
    c,
    { title: CONFIG[document].title, nav: 'workspace', status: refused?.status ?? 200 },
    <WorkspaceDocument
      document={document}
      current={current.map(unnamed)[0]}
      versions={versions.map(unnamed)}
      shown={VERSIONS}
      older={beyond && `/workspace/config/${document}?older=${beyond.version}`}
      isStale={refused?.status === 409}
      typed={refused?.typed}
      errors={refused?.errors ?? []}
      writer={writerOf(c)}
      operatorId={operator.id}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      zone={operator.zone}
    />,
  )
}
