import { Hono } from 'hono'
import { readTogetherWithTrail } from '#worker/db/read.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { listCases } from '#worker/tenant/queries/cases.ts'
import { mayExport } from '#worker/tenant/queries/export.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { casePage } from '#worker/tenant/case-page.tsx'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { exportBarrierOf } from '#worker/tenant/writing.ts'
import { CaseList } from '#views/tenant/case-list.tsx'

export const caseRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/cases'), async (c) => {
    const turn = turnOf(c)
    const filter = caseFilterFrom(c.req.query())
    const { found, isApproved } = await readTogetherWithTrail(
      c.var,
      { act: 'case:list' },
      { found: listCases(filter, turn, PAGE) },
      { isApproved: mayExport },
    )
    const rows = newestFirst(turn, found)

    const { operator, now } = c.var
    return show(
      c,
      { title: 'Cases', nav: 'workspace', width: 'wide' },
      <CaseList
        rows={rows}
        filter={filter}
        turns={turnsFrom(c, turn, rows)}
        exportBarrier={exportBarrierOf(c, isApproved)}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:caseId', permit('GET /workspace/cases/:caseId'), (c) => casePage(c, c.req.param('caseId')))
