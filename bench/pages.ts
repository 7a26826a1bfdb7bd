import { neon } from '@neondatabase/serverless'
import { Hono } from 'hono'
import { CAST } from '#drizzle/sample/cast.ts'
import { withOwner } from '#dev/logins.ts'
import type { Visitor } from '../test/drizzle/plans/heard.ts'
import { openGround } from './ground.ts'
import { byTurns, paced, quantile, sayMachine, spread } from './measure.ts'
import { largestTenant, portalOn } from './portal.ts'

/** What the page shows, as anybody would ask for it. */
const ROWS = `
  select c.id, c.number, c.title, c.status, c.priority, c.severity, c.category, c.assignee_id, u.name as assignee,
    (select count(*)::integer from riu r where r.case_id = c.id) as reports,
    (select count(*)::integer from note n where n.case_id = c.id) as notes, c.created_at, c.updated_at
  from "case" c left join tenant_user u on u.id = c.assignee_id
  where c.tenant_id = $1 order by c.created_at desc, c.id desc limit 51`

/** `npm run bench:pages`: what the guards cost a page, and how long people wait at profile M. Everything but PostgreSQL runs in this
 *  process: the app on plain requests, the driver, the local Neon endpoint. */
sayMachine()
const ground = await openGround('M')
const portal = await portalOn(ground)
const inside = await largestTenant(ground, 'hugo')
const hugo = await portal.visitor(CAST.hugo, inside)
const outside = await portal.visitor(CAST.lena)

await guards(hugo)
await waits(hugo, outside)
await ground.close()

/** The case list with sign-in, session, row-level security, masking and trail, beside a route that only asks the same rows. */
async function guards(visitor: Visitor) {
  const bare = bareRoute()
  const cpu: Record<string, number[]> = { guarded: [], bare: [] }
  const measured = (name: string, one: () => Promise<unknown>) => async () => {
    const { perSecond, cpu: used } = await paced(60, one)
    cpu[name]?.push(used)
    return perSecond
  }
  const rates = await byTurns(7, {
    guarded: measured('guarded', () => visitor('/workspace/cases')),
    bare: measured('bare', async () => {
      const answer = await bare.request('/')
      if (!answer.ok) throw new Error('the bare route broke')
      await answer.text()
    }),
  })
  console.log('case list of the largest tenant, one after the other')
  for (const [name, { median: rate, all }] of Object.entries(rates)) {
    console.log(
      `  ${name.padEnd(8)} ${rate.toFixed(0)} requests/s (${spread(all)}), ${quantile(cpu[name] ?? [], 0.5).toFixed(0)} µs of this process each (${spread(cpu[name] ?? [])})`,
    )
  }
}

/** The same rows, read by the owner of the database: no enter, no policies, no trail, no layout. */
function bareRoute() {
  const ask = neon(ground.ownerUrl)
  return new Hono().get('/', async (c) => {
    const found = (await ask.query(ROWS, [inside.tenantId])) as Record<string, unknown>[]
    return c.html(
      `<table>${found
        .map(
          (row) =>
            `<tr>${Object.values(row)
              .map((value) => `<td>${String(value)}</td>`)
              .join('')}</tr>`,
        )
        .join('')}</table>`,
    )
  })
}

async function waits(inTenant: Visitor, staff: Visitor) {
  const { tenants, cases } = await withOwner(ground.ownerUrl, async (own) => ({
    tenants: (await own.query<{ name: string; slug: string }>('select name, slug from tenant order by md5(id) limit 60')).rows,
    cases: (
      await own.query<{ id: string; number: number }>('select id, number from "case" where tenant_id = $1 order by md5(id) limit 60', [
        inside.tenantId,
      ])
    ).rows,
  }))
  const words = [
    'invoice',
    'supplier overtime',
    'C-77',
    'R-1203',
    'harassment',
    'bribery',
    'kickback',
    'expense fraud',
    'warehouse',
    'german hotline',
    'anna',
    'manager',
  ]
  const filters = ['', '?status=OPEN', '?status=CLOSED', '?severity=CRITICAL', '?priority=1', '?status=OPEN&severity=HIGH']
  const asked: Record<string, { who: Visitor; paths: string[] }> = {
    'tenant lookup': {
      who: staff,
      paths: tenants.flatMap(({ name, slug }) =>
        [name.slice(0, 3), name.slice(0, 7), name, slug].map((q) => `/tenants?${new URLSearchParams({ q })}`),
      ),
    },
    'case list': { who: inTenant, paths: Array.from({ length: 240 }, (_, n) => `/workspace/cases${filters[n % filters.length]}`) },
    'case page': { who: inTenant, paths: [...cases, ...cases, ...cases, ...cases].map(({ id }) => `/workspace/cases/${id}`) },
    'search across tenants': {
      who: staff,
      paths: Array.from({ length: 240 }, (_, n) => `/search?${new URLSearchParams({ q: words[n % words.length] ?? '' })}`),
    },
  }
  console.log('waits in ms, one after the other (p50, p95, most)')
  for (const [name, { who, paths }] of Object.entries(asked)) {
    const times: number[] = []
    for (const [n, path] of [...paths.slice(0, 20), ...paths].entries()) {
      const began = performance.now()
      const { status } = await who(path)
      if (status !== 200) throw new Error(`${path} answers ${status}`)
      if (n >= 20) times.push(performance.now() - began)
    }
    console.log(`  ${name.padEnd(22)} ${[0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(1)).join('  ')}`)
  }
}
