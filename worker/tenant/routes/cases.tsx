import { Hono } from 'hono'
import { askPanel } from '#worker/ai/panel.tsx'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { listCases, readCase } from '#worker/tenant/queries/cases.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { caseLabel, numberFrom } from '#worker/tenant/rules/numbers.ts'
import { CASE_STATUSES, SEVERITIES } from '#worker/tenant/rules/words.ts'
import { CaseList } from '#views/tenant/case-list.tsx'
import { CasePage } from '#views/tenant/case.tsx'

export const caseRoutes = new Hono<Portal>()
  .get('/', permit('GET /workspace/cases'), async (c) => {
    const turn = turnOf(c)
    const filter = filterOf(c)
    const rows = newestFirst(turn, await readWithTrail(c.var, { act: 'case:list' }, listCases(filter, turn, PAGE)))

    const { operator, now } = c.var
    return show(
      c,
      { title: 'Cases', nav: 'workspace', width: 'wide' },
      <CaseList rows={rows} filter={filter} turns={turnsFrom(c, turn, rows)} zone={operator.zone} now={now} />,
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

function filterOf(c: PortalContext) {
  const priority = oneOf(c, 'priority', ['1', '2', '3', '4'])
  return {
    status: oneOf(c, 'status', CASE_STATUSES),
    severity: oneOf(c, 'severity', SEVERITIES),
    priority: priority === undefined ? undefined : Number(priority),
    number: numberFrom(c.req.query('number')),
  }
}
