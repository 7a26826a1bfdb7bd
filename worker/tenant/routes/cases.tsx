import { Hono } from 'hono'
import { readWithTrail } from '#worker/db/read.ts'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { listCases } from '#worker/tenant/queries/cases.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { casePage } from '#worker/tenant/case-page.tsx'
import { numberFrom } from '#worker/tenant/rules/numbers.ts'
import { CASE_STATUSES, SEVERITIES } from '#worker/tenant/rules/words.ts'
import { CaseList } from '#views/tenant/case-list.tsx'

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

  .get('/:caseId', permit('GET /workspace/cases/:caseId'), (c) => casePage(c, c.req.param('caseId')))

function filterOf(c: PortalContext) {
  const priority = oneOf(c, 'priority', ['1', '2', '3', '4'])
  return {
    status: oneOf(c, 'status', CASE_STATUSES),
    severity: oneOf(c, 'severity', SEVERITIES),
    priority: priority === undefined ? undefined : Number(priority),
    number: numberFrom(c.req.query('number')),
  }
}
