import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { mayExport } from '#worker/tenant/queries/export.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { listReports, readReport } from '#worker/tenant/queries/reports.ts'
import { reportLabel } from '#worker/tenant/rules/numbers.ts'
import { reportFilterFrom } from '#worker/tenant/rules/report-filter.ts'
import { exportBarrierOf } from '#worker/tenant/writing.ts'
import { ReportList } from '#views/tenant/report-list.tsx'
import { ReportPage } from '#views/tenant/report.tsx'

export const reportRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/reports'), async (c) => {
    const turn = turnOf(c)
    const filter = reportFilterFrom(c.req.query())
    const { found, isApproved } = await readTogetherWithTrail(
      c.var,
      { act: 'riu:list' },
      { found: listReports(filter, turn, PAGE) },
      { isApproved: mayExport },
    )
    const rows = newestFirst(turn, found)

    const { operator, now } = c.var
    return show(
      c,
      { title: 'Reports', nav: 'workspace', width: 'wide' },
      <ReportList
        rows={rows}
        filter={filter}
        turns={turnsFrom(c, turn, rows)}
        exportBarrier={exportBarrierOf(c, isApproved)}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:riuId', permit('GET /workspace/reports/:riuId'), async (c) => {
    const riuId = c.req.param('riuId')
    const [report] = await readWithTrail(c.var, { act: 'riu:read', about: riuId }, readReport(riuId))
    if (!report) return c.notFound()
    return show(
      c,
      { title: reportLabel(report.number), nav: 'workspace' },
      <ReportPage
        report={report}
        revealFrom={may(c.var.operator, 'reveal') ? `/workspace/reports/${riuId}` : undefined}
        tenantId={c.var.scope.entered?.session?.tenantId}
        zone={c.var.operator.zone}
        now={c.var.now}
      />,
    )
  })
