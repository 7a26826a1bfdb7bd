import { and, eq, type SQL, sql } from 'drizzle-orm'
import { cases, rius } from '#drizzle/schema/cases.ts'
import { look, reading, readings } from '#worker/db/read.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import { mayExport } from '#worker/tenant/queries/export.ts'
import { investigated, pageOfKinds, seesEvery, seesOwn } from '#worker/tenant/queries/kinds.ts'
import { inOrder, type Turn } from '#worker/tenant/queries/place.ts'
import type { ReportFilter } from '#worker/tenant/rules/report-filter.ts'

const listed = {
  id: rius.id,
  number: rius.number,
  type: rius.type,
  status: rius.status,
  category: rius.category,
  severity: rius.severity,
  language: rius.language,
  anonymous: rius.anonymous,
  caseId: rius.caseId,
  // Not a join: the planner expects few cases per tenant and would compare every report of the page with all of them.
  caseNumber: reckoned(
    'case_number',
    'internal',
    sql<number | null>`(select ${cases.number} from ${cases} where ${cases.id} = ${rius.caseId})`,
  ),
  createdAt: rius.createdAt,
  updatedAt: rius.updatedAt,
}
export type ListedReport = Shown<typeof listed>

type Asked = { filter: ReportFilter; turn: Turn; most: number }

/** A page of incoming reports, newest first; what they say is not among it. */
export function listReports(filter: ReportFilter, turn: Turn, most: number) {
  return pageOfReports({ filter, turn, most })
}
const pageOfReports = readings('riu', listed, (asked: Asked) => reportsWhere(asked))

/** The same to be taken out of the tenant, from the top; none where the session may not. */
export function exportedReports(filter: ReportFilter, most: number) {
  return reading('riu', listed, reportsWhere({ filter, turn: {}, most }, mayExport))
}

function reportsWhere({ filter, turn, most }: Asked, leave?: SQL) {
  const only = and(
    leave,
    filter.status && eq(rius.status, filter.status),
    filter.type && eq(rius.type, filter.type),
    filter.number === undefined ? undefined : eq(rius.number, filter.number),
  )
  const kinds = [seesEvery, sql`${seesOwn} and ${rius.caseId} = ${investigated.withOwn()}`]
  return look
    .select(selectionOf(listed))
    .from(pageOfKinds(rius, kinds, { only, turn, most }))
    .orderBy(...inOrder(turn, rius.createdAt, rius.id))
    .limit(most)
}

const whole = {
  ...listed,
  caseTitle: reckoned(
    'case_title',
    'internal',
    sql<string | null>`(select ${cases.title} from ${cases} where ${cases.id} = ${rius.caseId})`,
  ),
  narrative: rius.narrative,
}
export type WholeReport = Shown<typeof whole>

export function readReport(riuId: string) {
  return reading('riu', whole, look.select(selectionOf(whole)).from(rius).where(eq(rius.id, riuId)))
}
