import { CONFIG_DOCUMENTS, type ConfigDocument, SECRET_KINDS } from '#worker/support/rules/register-words.ts'
import type { ConfigBody } from '#worker/support/rules/config-documents.ts'
import { languageOf } from './countries.ts'
import { along, between, DAY, later } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'
import type { TenantPlan } from './tenants.ts'

/** One change of one setting, and why. */
type Step = (random: Random, body: ConfigBody) => [ConfigBody, string]

const FIRST = 'First settings, as agreed in the kick-off.'

function beginningOf(random: Random, document: ConfigDocument, { row, domain }: TenantPlan): ConfigBody {
  const languages = [...new Set(row.locales.map(languageOf))]
  switch (document) {
    case 'intake':
      return { anonymousAllowed: true, languages, openingText: 'Tell us what happened. You decide how much you say about yourself.' }
    case 'routing':
      return { defaultAssigneeRole: 'COMPLIANCE_OFFICER', escalateAfterDays: random.pick([14, 21, 30]), criticalToOfficer: true }
    case 'retention':
      return { closedCasesMonths: random.pick([24, 36]), auditYears: 10 }
    case 'notifications':
      return { digest: 'DAILY', remindAfterDays: 7 }
    case 'branding':
      return { displayName: row.name, accentColor: '#2f5d8a', logoUrl: `https://${domain}/logo.svg` }
  }
}

const STEPS: Record<ConfigDocument, readonly Step[]> = {
  intake: [
    (_, body) => [{ ...body, anonymousAllowed: body.anonymousAllowed !== true }, 'The works council asked for it.'],
    (random, body) => [
      {
        ...body,
        openingText: random.pick([
          'Welcome. Nobody at your company sees who you are.',
          'Thank you for speaking up. This line is run by a third party.',
        ]),
      },
      'Legal reviewed the opening text.',
    ],
  ],
  routing: [
    (random, body) => [{ ...body, escalateAfterDays: random.int(3, 45) }, 'Escalations came too late in the last quarter.'],
    (_, body) => [{ ...body, criticalToOfficer: body.criticalToOfficer !== true }, 'The compliance officer is on leave.'],
    (random, body) => [
      { ...body, defaultAssigneeRole: random.pick(['INVESTIGATOR', 'COMPLIANCE_OFFICER']) },
      'New distribution of work at the customer.',
    ],
  ],
  retention: [
    (random, body) => [
      { ...body, closedCasesMonths: random.pick([12, 18, 48, 60]) },
      'Data protection officer of the customer, by ticket.',
    ],
    (random, body) => [{ ...body, auditYears: random.int(7, 12) }, 'Follows the new retention schedule.'],
  ],
  notifications: [
    (random, body) => [{ ...body, digest: random.pick(['DAILY', 'WEEKLY', 'NONE']) }, 'Too many mails, says the customer.'],
    (random, body) => [{ ...body, remindAfterDays: random.int(2, 21) }, 'Reminders should come earlier.'],
  ],
  branding: [
    (random, body) => [
      { ...body, accentColor: random.pick(['#0f766e', '#7c3aed', '#b45309', '#be123c', '#1d4ed8']) },
      'New corporate design.',
    ],
    (_, body) => [
      { ...body, displayName: `${String(body.displayName).replace(/ Integrity Line$/, '')} Integrity Line` },
      'The hotline got a name of its own.',
    ],
  ],
}

/** Three to six versions of every document of a tenant. */
export function configsOf(random: Random, keys: Keys, plan: TenantPlan, editors: readonly string[], now: Date) {
  const tenantConfigs = CONFIG_DOCUMENTS.flatMap((document) => {
    const count = random.int(3, 6)
    const first = later(plan.row.createdAt, 6 * 3_600_000)
    let body = beginningOf(random, document, plan)
    let reason = FIRST
    return Array.from({ length: count }, (_, i): Row<'tenantConfigs'> => {
      if (i > 0) [body, reason] = nextOf(random, document, body)
      const changedAt = along(first, later(now, -random.int(1, 20) * 3_600_000), i / count)
      return {
        id: keys('cfg', changedAt),
        tenantId: plan.row.id,
        document,
        version: i + 1,
        body,
        reason,
        changedBy: random.chance(0.7) ? random.pick(editors) : null,
        changedAt,
      }
    })
  })
  return { tenantConfigs }
}

/** A step that changes something; what is drawn may be what is there. */
function nextOf(random: Random, document: ConfigDocument, body: ConfigBody): [ConfigBody, string] {
  for (;;) {
    const [after, reason] = random.pick(STEPS[document])(random, body)
    if (JSON.stringify(after) !== JSON.stringify(body)) return [after, reason]
  }
}

const NAMES = {
  API_KEY: ['case-sync', 'hr-import', 'reporting'],
  SSO_CERTIFICATE: ['saml-signing'],
  DATABASE_CREDENTIAL: ['warehouse'],
} as const

/** Keys and credentials. Their sealed bytes are noise: nothing opens them. */
export function secretsOf(random: Random, keys: Keys, { row }: TenantPlan, editors: readonly string[], now: Date) {
  const tenantSecrets = SECRET_KINDS.flatMap((kind) =>
    NAMES[kind]
      .filter((_, i) => (kind === 'API_KEY' && i === 0) || random.chance(0.4))
      .map((name): Row<'tenantSecrets'> => {
        const setAt = between(random, row.createdAt, later(now, -DAY / 2))
        return {
          id: keys('sec', setAt),
          tenantId: row.id,
          kind,
          name,
          lastFour: random.chance(0.85) ? String(random.int(0, 9999)).padStart(4, '0') : '',
          sealed: random.bytes(60),
          setAt,
          setBy: random.chance(0.8) ? random.pick(editors) : null,
        }
      }),
  )
  return { tenantSecrets }
}
