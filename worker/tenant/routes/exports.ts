import { Hono } from 'hono'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { takeCases, takeReports, takeUsers } from '#worker/tenant/export.ts'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { reportFilterFrom } from '#worker/tenant/rules/report-filter.ts'
import { userFilterFrom } from '#worker/tenant/rules/user-filter.ts'

/** The lists of the workspace as files, as far as they are narrowed. Such an address lies inside the session: it opens nothing once that is over. */
export const exportRoutes = new Hono<Portal>()
  .get('/cases/export', permit('GET /workspace/cases/export'), async (c) => file(c, await takeCases(c, caseFilterFrom(c.req.query()))))
  .get('/reports/export', permit('GET /workspace/reports/export'), async (c) =>
    file(c, await takeReports(c, reportFilterFrom(c.req.query()))),
  )
  .get('/users/export', permit('GET /workspace/users/export'), async (c) => file(c, await takeUsers(c, userFilterFrom(c.req.query()))))

function file(c: PortalContext, { file: name, text }: { file: string; text: string }) {
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  return c.body(text)
}
