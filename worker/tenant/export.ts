import type { ActName } from '#worker/audit/rules/acts.ts'
import { csvOf } from '#worker/audit/rules/csv.ts'
import { type Reading, readWithTrail } from '#worker/db/read.ts'
import type { Fields, Shown } from '#worker/db/shown.ts'
import { Refusal } from '#worker/http/problem.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { EXPORT_REASONS } from '#worker/tenant/policy.ts'
import { exportedCases } from '#worker/tenant/queries/cases.ts'
import { isExportAllowed, sealExport } from '#worker/tenant/queries/export.ts'
import { exportedReports } from '#worker/tenant/queries/reports.ts'
import { exportedUsers } from '#worker/tenant/queries/users.ts'
import type { CaseFilter } from '#worker/tenant/rules/case-filter.ts'
import { CASE_COLUMNS } from '#worker/tenant/rules/case-table.ts'
import type { ReportFilter } from '#worker/tenant/rules/report-filter.ts'
import { REPORT_COLUMNS } from '#worker/tenant/rules/report-table.ts'
import { type Column, tableOf } from '#worker/tenant/rules/table.ts'
import type { UserFilter } from '#worker/tenant/rules/user-filter.ts'
import { USER_COLUMNS } from '#worker/tenant/rules/user-table.ts'

/** The most rows one export holds. */
const MOST = 1_000

export const takeCases = (c: PortalContext, filter: CaseFilter) =>
  takeOut(c, { room: 'cases', act: 'case:export', reading: exportedCases(filter, MOST), columns: CASE_COLUMNS })

export const takeReports = (c: PortalContext, filter: ReportFilter) =>
  takeOut(c, { room: 'reports', act: 'riu:export', reading: exportedReports(filter, MOST), columns: REPORT_COLUMNS })

export const takeUsers = (c: PortalContext, filter: UserFilter) =>
  takeOut(c, { room: 'users', act: 'tenant_user:export', reading: exportedUsers(filter, MOST), columns: USER_COLUMNS })

type Taken<F extends Fields> = { room: string; act: ActName; reading: Reading<F>; columns: readonly Column<Shown<F>>[] }

/** What a list holds, as a file that leaves the tenant: allowed for this very session, on record with its ids, and sealed before it leaves. */
async function takeOut<F extends Fields>(c: PortalContext, { room, act, reading, columns }: Taken<F>) {
  const { scope, operator } = c.var
  if (!(await isExportAllowed(scope))) throw new Refusal('EXPORT_NOT_APPROVED', { detail: EXPORT_REASONS.NOT_APPROVED })
  const rows = await readWithTrail(c.var, { act }, reading)
  const sessionId = scope.entered?.session?.id ?? ''
  const text = csvOf(tableOf(columns, rows, operator, sessionId))
  const sealed = { sessionId, file: `${room}-${sessionId}.csv`, rows: rows.length, sha256: await sha256(text) }
  await sealExport(scope, sealed)
  return { ...sealed, text }
}

async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
