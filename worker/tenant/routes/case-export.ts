import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { csvOf } from '#worker/audit/rules/csv.ts'
import { readWithTrail } from '#worker/db/read.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { exportedCases } from '#worker/tenant/queries/cases.ts'
import { isExportAllowed, sealExport } from '#worker/tenant/queries/export.ts'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { caseTable } from '#worker/tenant/rules/case-table.ts'

/** The most rows one export holds. */
const MOST = 1_000

/** The cases that match, as a file. Its address is one inside the session, so it opens nothing once that is over. */
export const caseExportRoutes = new Hono<Portal>().get('/export', permit('GET /workspace/cases/export'), async (c) => {
  const { scope, operator } = c.var
  if (!(await isExportAllowed(scope)))
    throw new HTTPException(403, {
      message: 'Nobody approved an export for this session. Leave, and ask for one with export where you enter the tenant.',
    })
  const rows = await readWithTrail(c.var, { act: 'case:export' }, exportedCases(caseFilterFrom(c.req.query()), MOST))
  const sessionId = scope.entered?.session?.id ?? ''
  const bytes = new Uint8Array(new TextEncoder().encode(csvOf(caseTable(rows, operator, sessionId))))
  const file = `cases-${sessionId}.csv`
  await sealExport(scope, { sessionId, file, rows: rows.length, sha256: await sha256(bytes) })
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${file}"`)
  return c.body(bytes)
})

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
