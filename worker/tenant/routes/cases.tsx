import { Hono } from 'hono'
import { askPanel } from '#worker/ai/panel.tsx'
import { may } from '#worker/auth/rules/roles.ts'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { listCases, readCase } from '#worker/tenant/queries/cases.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'
import { CaseList } from '#views/tenant/case-list.tsx'
import { CasePage } from '#views/tenant/case.tsx'

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

  .get('/:caseId', permit('GET /workspace/cases/:caseId'), async (c) => {
    const caseId = c.req.param('caseId')
    const { case: found, ...rest } = await readTogetherWithTrail(c.var, { act: 'case:read', about: caseId }, readCase(caseId))
    const whole = found[0]
    if (!whole) return c.notFound()
    return show(
      c,
      { title: caseLabel(whole.number), nav: 'workspace' },
      <CasePage
        case={whole}
        {...rest}
        tenantId={c.var.scope.entered?.session?.tenantId}
        ask={await askPanel(c, caseId)}
        zone={c.var.operator.zone}
        now={c.var.now}
      />,
    )
  })
