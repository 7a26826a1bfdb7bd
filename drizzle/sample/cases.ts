import type { CaseStatus, OUTCOMES, Severity } from '#worker/tenant/rules/words.ts'
import { ACME, LOST_CASE } from './acme.ts'
import { caseFile, type CaseFile, type Lifetime } from './case-file.ts'
import { CATEGORY_WEIGHTS, type Category, severitiesOf } from './categories.ts'
import { atWork, DAY, earliest, HOUR, later } from './instants.ts'
import { VOICES } from './narratives/index.ts'
import type { People } from './people.ts'
import { odds, type Weighted } from './random.ts'
import type { ReportDraft } from './reports.ts'
import type { Row } from './rows.ts'
import type { Scene } from './scene.ts'
import { TITLES } from './titles.ts'

export const FIRST_NUMBER = 1001

/** All cases of a tenant with everything in their files. Links the reports that led to them. */
export function casesOf(scene: Scene, people: People, reports: readonly ReportDraft[]): CaseFile[] {
  const files = originsOf(scene, reports)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((origin, i) => {
      const file = open(scene, people, origin, FIRST_NUMBER + i)
      if (origin.report) origin.report.link = { caseId: file.case.id, at: origin.createdAt }
      return file
    })
  joinLater(scene, reports, files)
  return files
}

type Origin = { createdAt: Date; category: Category; severity: Severity; report?: ReportDraft }

/** Nine in ten cases begin with a report, after a day or so of triage; the others come from audits and managers. */
function originsOf({ random, tenant }: Scene, reports: readonly ReportDraft[]): Origin[] {
  const own = Math.max(Math.round(tenant.cases * 0.08), tenant.cases - reports.length)
  const fresh = tenant.to.getTime() - 4 * DAY
  const chosen = reports
    .map((report) => [random.next() + (report.createdAt.getTime() > fresh ? 0.5 : 0), report] as const)
    .sort((a, b) => a[0] - b[0])
    .slice(0, tenant.cases - own)
  const reported = chosen.map(([, report]) => ({
    createdAt: earliest(later(report.createdAt, Math.min(96, random.lognormal(16, 1)) * HOUR), tenant.to),
    category: report.category,
    severity: report.severity,
    report,
  }))
  const noticed = Array.from({ length: own }, () => {
    const category = random.weighted(CATEGORY_WEIGHTS)
    return { createdAt: atWork(random, tenant.from, tenant.to), category, severity: random.weighted(severitiesOf(category)) }
  })
  return [...reported, ...noticed]
}

/** A second report on a matter that is being looked into already. */
function joinLater({ random, tenant }: Scene, reports: readonly ReportDraft[], files: readonly CaseFile[]) {
  if (files.length === 0) return
  for (const report of reports) {
    if (report.link || !random.chance(0.2)) continue
    const at = earliest(later(report.createdAt, random.lognormal(20, 0.8) * HOUR), tenant.to)
    const { id, createdAt, closedAt } = random.pick(files).case
    if (createdAt < at && (closedAt === null || closedAt > at)) report.link = { caseId: id, at }
  }
}

function open(scene: Scene, people: People, { createdAt, category, severity }: Origin, number: number): CaseFile {
  const { random, keys, tenant, sowLine } = scene
  const id = keys('case', createdAt)
  const lost = tenant.row.slug === ACME.slug && number === LOST_CASE
  const { status, closedAt } = lost ? { status: 'IN_PROGRESS' as const, closedAt: null } : fateOf(scene, createdAt)
  const life: Lifetime = { status, createdAt, end: closedAt ?? (lost ? later(tenant.to, -DAY) : tenant.to) }
  const gone = people.handlers.filter((handler) => handler.status === 'DEACTIVATED')
  const able = closedAt && random.chance(0.15) ? people.handlers : people.current
  const unassigned = random.chance(status === 'OPEN' ? 0.4 : 0.03)
  const assigneeId = lost ? (gone[0]?.id ?? null) : unassigned || able.length === 0 ? null : random.pick(able).id
  const said = TITLES[lost ? 'ACCOUNTING' : category]
  const title = (lost ? (said.at(-1) as string) : random.pick(said))
    .replace('{site}', () => random.pick(tenant.setting.sites))
    .replace('{department}', () => random.pick(VOICES.en.departments))
  const row: Row<'cases'> = {
    id,
    tenantId: tenant.row.id,
    number,
    title: sowLine(title, 'case', id, 'title'),
    status,
    priority: Math.min(
      4,
      Math.max(
        1,
        URGENCY[severity] +
          random.weighted([
            [-1, 15],
            [0, 65],
            [1, 20],
          ] as const),
      ),
    ),
    severity,
    category: lost ? 'ACCOUNTING' : category,
    outcome: closedAt ? random.weighted(OUTCOME_WEIGHTS) : null,
    assigneeId,
    createdAt,
    updatedAt: closedAt ?? createdAt,
    dueAt: random.chance(0.9) ? later(createdAt, DAYS_TO_DUE[severity] * DAY) : null,
    closedAt,
    version: random.int(1, 3) + (closedAt ? 2 : 0),
  }
  return caseFile(scene, people, row, life)
}

/** Half of the cases close within 45 days, one in five takes longer than 100; what is still open makes the closed ones look a little faster. */
function fateOf({ random, tenant }: Scene, createdAt: Date): { status: CaseStatus; closedAt: Date | null } {
  const closedAt = later(createdAt, Math.max(0.5, random.lognormal(45, 0.9)) * DAY)
  if (closedAt < tenant.to) return { status: 'CLOSED', closedAt }
  if (tenant.row.status === 'CHURNED') return { status: 'CLOSED', closedAt: tenant.to }
  const fresh = tenant.to.getTime() - createdAt.getTime() < 6 * DAY
  return { status: random.chance(fresh ? 0.7 : 0.2) ? 'OPEN' : 'IN_PROGRESS', closedAt: null }
}

const OUTCOME_WEIGHTS: Weighted<(typeof OUTCOMES)[number]> = odds({ SUBSTANTIATED: 46, UNSUBSTANTIATED: 33, INSUFFICIENT: 13, REFERRED: 8 })
const URGENCY: Record<Severity, number> = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4 }
const DAYS_TO_DUE: Record<Severity, number> = { CRITICAL: 14, HIGH: 30, MEDIUM: 45, LOW: 60 }
