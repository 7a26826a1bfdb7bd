import { Hono } from 'hono'
import { oneOf, PAGE, turnOf, turnsFrom } from '#worker/http/page.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { liveSession, show } from '#worker/http/show.tsx'
import { headFor } from '#worker/support/policy.ts'
import { listTenantErrors } from '#worker/support/queries/tenant-errors.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { ERROR_LEVELS } from '#worker/support/rules/register-words.ts'
import { newestFirst } from '#worker/tenant/queries/place.ts'
import { TenantErrors } from '#views/support/tenant-errors.tsx'

/** Longer than what one remembers of a message. */
const LONGEST_WORDS = 80

export const tenantErrorRoutes = new Hono<Portal>().get('/:tenantId/errors', permit('GET /tenants/:tenantId/errors'), async (c) => {
  const { db, operator, now } = c.var
  const tenantId = c.req.param('tenantId')
  const turn = turnOf(c)
  const filter = { level: oneOf(c, 'level', ERROR_LEVELS), words: wordsOf(c) }
  const [[tenant], found] = await db.batch([tenantHead(db, tenantId), listTenantErrors(db, tenantId, filter, turn, PAGE, now)])
  if (!tenant) return c.notFound()

  const rows = newestFirst(turn, found)
  const places = rows.map(({ id, lastSeenAt }) => ({ id, createdAt: lastSeenAt }))
  return show(
    c,
    { title: `Errors · ${tenant.name}`, nav: 'tenants', width: 'wide' },
    <TenantErrors
      head={headFor(operator, tenant, liveSession(c))}
      rows={rows}
      filter={filter}
      turns={turnsFrom(c, turn, places)}
      zone={operator.zone}
      now={now}
    />,
  )
})

function wordsOf(c: PortalContext): string | undefined {
  const words = (c.req.query('q') ?? '').trim().slice(0, LONGEST_WORDS)
  return words === '' ? undefined : words
}
