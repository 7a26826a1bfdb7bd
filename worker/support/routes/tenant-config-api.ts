import * as z from 'zod/mini'
import { ConfigDocument, ConfigVersion, ConfigVersions } from '#worker/api/schemas/tenants.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { addConfig, configHistory, currentConfig, currentConfigs } from '#worker/support/queries/tenant-config.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { configBodyAt, configChange } from '#worker/support/rules/config-body.ts'
import { CONFIG_DOCUMENTS, type ConfigDocument as DocumentName } from '#worker/support/rules/register-words.ts'

/** Versions of a document in one answer. */
const VERSIONS = 20

const params = { document: z.enum(CONFIG_DOCUMENTS) }

export const tenantConfigApi = [
  operation(
    'GET /api/v1/tenants/:tenantId/config',
    { id: 'listConfigs', summary: 'The version in force of each configuration document of a tenant.', answer: ConfigVersions },
    async (c, { params: { tenantId } }) => {
      const { db } = c.var
      const [[tenant], items] = await db.batch([tenantHead(db, tenantId), currentConfigs(db, tenantId)])
      return tenant && { items }
    },
  ),

  operation(
    'GET /api/v1/tenants/:tenantId/config/:document',
    {
      id: 'getConfig',
      summary: 'A configuration document: the version in force and its history, the latest first.',
      params,
      query: { cursor: z.optional(z.pipe(z.string().check(z.regex(/^[1-9]\d{0,5}$/)), z.transform(Number))) },
      answer: ConfigDocument,
    },
    async (c, { params: { tenantId, document }, query: { cursor } }) => {
      const { db } = c.var
      const name = document as DocumentName
      const [[tenant], [current], versions] = await db.batch([
        tenantHead(db, tenantId),
        currentConfig(db, tenantId, name),
        configHistory(db, tenantId, name, cursor, VERSIONS + 1),
      ])
      const beyond = versions[VERSIONS]
      return (
        tenant && {
          document: name,
          current: current ?? null,
          history: versions.slice(0, VERSIONS),
          ...(beyond && { next: String(beyond.version) }),
        }
      )
    },
  ),

  operation(
    'PUT /api/v1/tenants/:tenantId/config/:document',
    {
      id: 'changeConfig',
      summary: 'Puts a new version of a document in force, over the version that was seen (0: none yet).',
      params,
      body: configChange,
      bodyAt: configBodyAt,
      answer: ConfigVersion,
    },
    async (c, { params: { tenantId, document: name }, body: { version, reason, body }, ask }) => {
      const { db, scope, operator } = c.var
      const document = name as DocumentName
      const [tenant] = await tenantHead(db, tenantId)
      if (!tenant) return undefined
      const saved = await addWithTrail(
        scope,
        ask,
        { act: 'tenant_config:change', about: document, tenantId, reason },
        addConfig({ tenantId, document, seen: version, body, reason, operatorId: operator.id }),
      )
      if (saved.ok) return saved.changed[0]
      const [current] = await currentConfig(db, tenantId, document)
      throw new Refusal('VERSION_CONFLICT', { current: current ? { version: current.version, body: current.body } : null })
    },
  ),
]
