import { between, DAY, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import { odds, type Random } from './random.ts'
import type { Row } from './rows.ts'
import type { TenantPlan } from './tenants.ts'

/** How far back the product keeps counts by day. */
const DAYS = 30

/** What goes wrong, as the product reports it: masked before it was written. */
const FAILURES = [
  ['web/cases', 'Timeout while rendering the case list'],
  ['web/reports', 'Attachment preview failed: unsupported colour profile'],
  ['api/intake', 'Rejected report: language not configured for this tenant'],
  ['api/intake', 'Captcha service did not answer within 3 s'],
  ['jobs/sso-sync', 'Directory answered 429, backing off'],
  ['jobs/sso-sync', 'SAML assertion rejected: clock skew of more than 5 minutes'],
  ['jobs/digest', 'Mail relay refused the recipient [masked]'],
  ['jobs/retention', 'Case [masked] is under legal hold and was skipped'],
  ['jobs/export', 'Export archive exceeds 2 GB'],
  ['jobs/translation', 'Translation queue is full, narrative was queued again'],
  ['web/search', 'Search index is behind by more than 10 minutes'],
  ['web/sign-in', 'Certificate of the identity provider expires soon'],
  ['web/cases', "Cannot read properties of null (reading 'assignee')"],
  ['api/webhooks', 'Endpoint of the customer answered 500 five times'],
  ['api/hotline', 'Recording could not be stored, kept at the telephone provider'],
  ['web/reports', 'Optimistic lock failed: report was changed by somebody else'],
] as const

/** Groups of errors with their counts by day. Every third group or so had a bad day or two, of which most were lately. */
export function errorsOf(random: Random, keys: Keys, { row: tenant, reports }: TenantPlan, now: Date) {
  const tenantErrors: Row<'tenantErrors'>[] = []
  const tenantErrorDays: Row<'tenantErrorDays'>[] = []
  const groups =
    tenant.status === 'ACTIVE' ? Math.min(FAILURES.length, 4 + Math.floor(Math.log2(reports + 2)) + random.int(0, 3)) : random.int(1, 3)
  const age = Math.min(DAYS, Math.max(1, Math.floor((now.getTime() - tenant.createdAt.getTime()) / DAY)))
  for (const [source, message] of random.shuffle(FAILURES).slice(0, groups)) {
    const lastSeenAt = later(now, -Math.floor(random.lognormal(9 * HOUR, 1.6)) - random.int(1, 50) * MINUTE)
    const quiet = Math.floor((midnight(now) - midnight(lastSeenAt)) / DAY)
    if (quiet >= age) continue
    const firstSeenAt = between(random, later(now, -age * DAY), later(lastSeenAt, -MINUTE))
    const spike = random.chance(0.35) ? quiet + Math.floor(random.next() ** 2 * 6) : undefined
    const usual = random.lognormal(3, 0.9)
    const days: [number, number][] = []
    for (let ago = quiet; midnight(now) - ago * DAY >= midnight(firstSeenAt); ago++) {
      const factor = ago === spike ? random.int(12, 30) : ago === (spike ?? -9) + 1 ? 4 : 1
      const count = Math.floor(usual * factor * random.next() * 1.6)
      const isEdge = ago === quiet || midnight(now) - ago * DAY === midnight(firstSeenAt)
      if (count > 0 || isEdge) days.push([ago, Math.max(1, count)])
    }
    const id = keys('err', firstSeenAt)
    tenantErrors.push({
      id,
      tenantId: tenant.id,
      fingerprint: [...random.bytes(6)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      level: random.weighted(odds({ WARNING: 45, ERROR: 47, FATAL: 8 })),
      message,
      source,
      count: days.reduce((sum, [, count]) => sum + count, 0),
      firstSeenAt,
      lastSeenAt,
    })
    for (const [ago, count] of days)
      tenantErrorDays.push({ errorId: id, day: new Date(midnight(now) - ago * DAY).toISOString().slice(0, 10), count })
  }
  return { tenantErrors, tenantErrorDays }
}

const midnight = (at: Date) => Math.floor(at.getTime() / DAY) * DAY
