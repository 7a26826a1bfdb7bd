import { Hono } from 'hono'
import { may } from '#worker/auth/rules/roles.ts'
import { readWithTrail } from '#worker/db/read.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { listCases } from '#worker/tenant/queries/cases.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { casePage } from '#worker/tenant/case-page.tsx'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { CaseList } from '#views/tenant/case-list.tsx'

export const caseRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/cases'), async (c) => {
    const turn = turnOf(c)
    const filter = caseFilterFrom(c.req.query())
    const rows = newestFirst(turn, await readWithTrail(c.var, { act: 'case:list' }, listCases(filter, turn, PAGE)))

    const { operator, now } = c.var
    return show(
      c,
      { title: 'Cases', nav: 'workspace', width: 'wide' },
      <CaseList
        rows={rows}
        filter={filter}
        turns={turnsFrom(c, turn, rows)}
        mayExport={may(operator, 'export_in_session')}
        zone={operator.zone}
        now={now}
      />,
    )
  })

  .get('/:caseId', permit('GET /workspace/cases/:caseId'), (c) => casePage(c, c.req.param('caseId')))
