import { Hono } from 'hono'
import { readAct } from '#worker/audit/queries/act.ts'
import { exportActs, listActs, type TrailAsk } from '#worker/audit/queries/acts.ts'
import { readHistory, HISTORY_PAGE } from '#worker/audit/queries/history.ts'
import { readsOf } from '#worker/audit/policy.ts'
import { csvOf } from '#worker/audit/rules/csv.ts'
import { exportTable } from '#worker/audit/rules/export-table.ts'
import { dayIn, filterFrom } from '#worker/audit/rules/filter.ts'
import { CHAIN, placeFrom, placeText, type TrailPlace, type TrailTurn } from '#worker/audit/rules/place.ts'
import { PAGE } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { KEY } from '#worker/rules/ids.ts'
import { ActPage } from '#views/audit/act.tsx'
import { ActList } from '#views/audit/act-list.tsx'
import { HistoryPage } from '#views/audit/history.tsx'

/** The most rows one export holds. */
const MOST_EXPORTED = 1_000

export const trailRoutes = new Hono<Portal>()
  .get('/audit', permit('GET /audit'), async (c) => {
    const { scope, operator } = c.var
    const asked = askOf(c, PAGE)
    const { rows, staff } = await listActs(scope, asked)
    return show(
      c,
      { title: 'Trail', nav: 'trail', width: 'wide' },
      <ActList
        rows={rows}
        staff={staff}
        reads={asked.reader.reads}
        operatorId={operator.id}
        filter={asked.filter}
        query={c.req.query()}
        turns={turnsBeside(c, asked.turn, rows)}
        most={MOST_EXPORTED}
        zone={operator.zone}
      />,
    )
  })

  .get('/audit.csv', permit('GET /audit.csv'), async (c) => {
    const { scope, operator, now } = c.var
    const asked = { ...askOf(c, MOST_EXPORTED), turn: {} }
    const rows = await exportActs(scope, asked)
    const { from, to } = asked.filter
    const last = rows.at(-1)
    const days = [from ?? dayIn(operator.zone, last?.at ?? now), to ?? dayIn(operator.zone, now)]
    c.header('Content-Type', 'text/csv; charset=utf-8')
    c.header('Content-Disposition', `attachment; filename="trail-${days.join('-to-')}.csv"`)
    return c.body(csvOf(exportTable(rows, operator)))
  })

  .get('/audit/records/:entityId', permit('GET /audit/records/:entityId'), async (c) => {
    const { scope, operator } = c.var
    const entityId = c.req.param('entityId')
    const { tenant, older } = c.req.query()
    if (!KEY.test(entityId) || (tenant !== undefined && !KEY.test(tenant))) return c.notFound()
    const rows = await readHistory(scope, { entityId, tenantId: tenant, older: placeFrom(older) })
    if (rows.length === 0 && older === undefined) return c.notFound()
    const last = rows.at(-1)
    return show(
      c,
      { title: 'History', nav: 'trail' },
      <HistoryPage
        entityId={entityId}
        rows={rows}
        older={last && rows.length === HISTORY_PAGE ? addressWith(c, 'older', last) : undefined}
        zone={operator.zone}
      />,
    )
  })

  .get('/audit/:chain/:seq', permit('GET /audit/:chain/:seq'), async (c) => {
    const { scope, operator } = c.var
    const { chain, seq } = c.req.param()
    // An address of another shape names no act, and what stands in it is not worth keeping.
    if (!CHAIN.test(chain) || !/^\d{1,9}$/.test(seq)) return c.notFound()
    const act = await readAct(scope, { chain, seq: Number(seq), isAuditor: readsOf(operator) === 'all' })
    if (!act) return c.notFound()
    return show(c, { title: act.sentence, nav: 'trail' }, <ActPage act={act} zone={operator.zone} />)
  })

function askOf(c: PortalContext, most: number): TrailAsk {
  const { operator, now } = c.var
  const { id, role, zone } = operator
  const query = c.req.query()
  const [older, newer] = [placeFrom(query.older), placeFrom(query.newer)]
  return {
    filter: filterFrom(query, { zone, now }),
    turn: older ? { older } : newer ? { newer } : {},
    reader: { id, role, zone, reads: readsOf(operator) },
    most,
  }
}

/** The pages beside this one. */
function turnsBeside(c: PortalContext, { older, newer }: TrailTurn, rows: readonly TrailPlace[]): { newer?: string; older?: string } {
  const [first, last, isFull] = [rows[0], rows.at(-1), rows.length >= PAGE]
  return {
    ...(first && (older || (newer && isFull)) ? { newer: addressWith(c, 'newer', first) } : {}),
    ...(last && (newer || isFull) ? { older: addressWith(c, 'older', last) } : {}),
  }
}

function addressWith(c: PortalContext, name: 'newer' | 'older', row: TrailPlace): string {
  const query = new URLSearchParams(c.req.query())
  query.delete('newer')
  query.delete('older')
  query.set(name, placeText(row))
  return `${c.req.path}?${query}`
}
