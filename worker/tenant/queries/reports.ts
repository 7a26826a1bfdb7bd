import { and, eq } from 'drizzle-orm'
import { cases, rius } from '#drizzle/schema/cases.ts'
import { look, reading } from '#worker/db/read.ts'
import { joined, selectionOf, type Shown } from '#worker/db/shown.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'
import type { RIU_TYPES, RiuStatus } from '#worker/tenant/rules/words.ts'

export type ReportFilter = { status?: RiuStatus | undefined; type?: (typeof RIU_TYPES)[number] | undefined; number?: number | undefined }

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
  caseNumber: joined('case_number', cases.number),
  createdAt: rius.createdAt,
  updatedAt: rius.updatedAt,
}
export type ListedReport = Shown<typeof listed>

/** A page of incoming reports, newest first; what they say is not among it. */
export function listReports(filter: ReportFilter, turn: Turn, most: number) {
  return reading(
    'riu',
    listed,
    look
      .select(selectionOf(listed))
      .from(rius)
      .leftJoin(cases, eq(cases.id, rius.caseId))
      .where(
        and(
          filter.status && eq(rius.status, filter.status),
          filter.type && eq(rius.type, filter.type),
          filter.number === undefined ? undefined : eq(rius.number, filter.number),
          beyond(turn, rius.createdAt, rius.id),
        ),
      )
      .orderBy(...inOrder(turn, rius.createdAt, rius.id))
      .limit(most),
  )
}

const whole = { ...listed, caseTitle: joined('case_title', cases.title), narrative: rius.narrative }
export type WholeReport = Shown<typeof whole>

export function readReport(riuId: string) {
  return reading(
    'riu',
    whole,
    look.select(selectionOf(whole)).from(rius).leftJoin(cases, eq(cases.id, rius.caseId)).where(eq(rius.id, riuId)),
  )
}
