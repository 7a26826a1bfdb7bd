import * as z from 'zod/mini'
import { ConfigDocument, ConfigVersion, ConfigVersions } from '#worker/api/schemas/tenants.ts'
import { addWithTrail } from '#worker/db/add.ts'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { configBodyAt, configChange } from '#worker/support/rules/config-body.ts'
import { CONFIG_DOCUMENTS, type ConfigDocument as DocumentName } from '#worker/support/rules/register-words.ts'
import { barrierTo, reasonOf } from '#worker/tenant/policy.ts'
import { addConfigHere, readConfig, readConfigs, unnamed } from '#worker/tenant/queries/config.ts'
import { lookOnly, writerOf } from '#worker/tenant/writing.ts'

/** Versions of a document in one answer. */
const VERSIONS = 20

const params = { document: z.enum(CONFIG_DOCUMENTS) }

export const workspaceConfigApi = [
  operation(
    'GET /api/v1/workspace/config',
    { id: 'listOwnConfigs', summary: 'The version in force of each configuration document, inside the tenant.', answer: ConfigVersions },
    async (c) => ({ items: (await readWithTrail(c.var, { act: 'tenant_config:list' }, readConfigs())).map(unnamed) }),
  ),

  operation(
    'GET /api/v1/workspace/config/:document',
    {
      id: 'getOwnConfig',
      summary: 'A configuration document inside the tenant: the version in force and its history, the latest first.',
      params,
      query: { cursor: z.optional(z.pipe(z.string().check(z.regex(/^[1-9]\d{0,5}$/)), z.transform(Number))) },
      answer: ConfigDocument,
    },
    async (c, { params: { document }, query: { cursor } }) => {
      const name = document as DocumentName
      const { current, versions } = await readTogetherWithTrail(
        c.var,
        { act: 'tenant_config:list', about: name },
        readConfig(name, cursor, VERSIONS + 1),
      )
      const beyond = versions[VERSIONS]
      return {
        document: name,
        current: current.map(unnamed)[0] ?? null,
        history: versions.slice(0, VERSIONS).map(unnamed),
        ...(beyond && { next: String(beyond.version) }),
      }
    },
  ),

  operation(
    'PUT /api/v1/workspace/config/:document',
    {
      id: 'changeOwnConfig',
      summary: 'Puts a new version of a document in force inside the tenant, in a session that writes.',
      params,
      body: configChange,
      bodyAt: configBodyAt,
      answer: ConfigVersion,
    },
    async (c, { params: { document: name }, body: { version, reason, body }, ask }) => {
      const { scope, operator } = c.var
      const document = name as DocumentName
      const saved = await addWithTrail(
        scope,
        ask,
        { act: 'tenant_config:change', about: document, reason },
        addConfigHere({ document, seen: version, body, reason, operatorId: operator.id }),
      )
      if (saved.ok) return saved.changed[0]
      const barrier = barrierTo('config', writerOf(c))
      if (barrier !== null) throw new Refusal('WRITE_BEYOND_VIEW', { detail: reasonOf(barrier, 'config') })
      lookOnly(c)
      const { current } = await readTogetherWithTrail(
        c.var,
        { act: 'tenant_config:list', about: document },
        readConfig(document, undefined, 1),
      )
      throw new Refusal('VERSION_CONFLICT', {
        current: current.map(({ version: now, body: is }) => ({ version: now, body: is }))[0] ?? null,
      })
    },
  ),
]
