import { CAST } from '#drizzle/sample/cast.ts'
import { withOwner } from '#dev/logins.ts'
import { startSignInProvider } from '#dev/sign-in/provider.ts'
import type { Answer } from '../test/drizzle/plans/heard.ts'
import { openGround } from './ground.ts'
import { byTurns, median, paced, sayMachine, spread } from './measure.ts'
import { largestTenant, portalOn } from './portal.ts'
import { spentByServer } from './resident.ts'

/** `npm run bench:inside`: what being inside costs. The list of cases of the largest tenant at profile M, through the API: for somebody of the staff who
 *  looks as one of its users, masked and on record, beside the same list for that user by the product's token. Both pass the same routes, middleware
 *  and checks, and ask once; what differs is the token, the session, the masks, the trail, and why a row is seen. Everything but PostgreSQL runs
 *  in this process; of PostgreSQL the processor time is told apart. */
const ROUNDS = 9
const TIMES = 60

sayMachine()
const ground = await openGround('M')
const product = await startSignInProvider({ ownerUrl: ground.ownerUrl })
try {
  const { tenantTokens } = product
  const variables = { ...ground.variables, TENANT_TOKEN_ISSUER: tenantTokens.issuer, TENANT_TOKEN_JWKS_URL: tenantTokens.keys }
  const portal = await portalOn({ ...ground, variables })
  // A session each: the one before is over then.
  for (const role of ['COMPLIANCE_OFFICER', 'INVESTIGATOR']) await compare(portal, await largestTenant(ground, 'hugo'), role)
} finally {
  await product.close()
  await ground.close()
}

async function compare(
  portal: Awaited<ReturnType<typeof portalOn>>,
  { tenantId, ticketId }: Awaited<ReturnType<typeof largestTenant>>,
  role: string,
) {
  const subjectId = await busiest(tenantId, role)
  const actor = await portal.program(CAST.hugo, { tenantId, ticketId, subjectId })
  const asked = new URLSearchParams({ tenant: tenantId, user: subjectId, role })
  const token = await (await fetch(`${product.issuer}/tenant-token?${asked}`, { method: 'POST' })).text()
  const headers = { authorization: `Bearer ${token}` }
  const candidates = {
    inside: () => actor('/api/v1/workspace/cases'),
    own: () => portal.own('/api/v1/tenant/cases', { headers }),
  }
  await withNames(async () => {
    sameRows(await candidates.inside(), await candidates.own())
    const spent: Record<string, { cpu: number[]; server: number[]; trips: number; statements: number }> = {}
    const measured = (name: keyof typeof candidates) => async (round: number) => {
      const all = (spent[name] ??= { cpu: [], server: [], trips: 0, statements: 0 })
      let [trips, statements] = [0, 0]
      const before = spentByServer()
      const { perSecond, cpu } = await paced(TIMES, async () => {
        const { asked: heard } = await candidates[name]()
        trips += heard.length
        statements += heard.reduce((sum, one) => sum + one.statements.length, 0)
      })
      // The first is for warming up.
      if (round < 0) return perSecond
      all.cpu.push(cpu)
      all.server.push(((spentByServer() - before) * 1000) / TIMES)
      all.trips = Math.max(all.trips, trips / TIMES)
      all.statements = Math.max(all.statements, statements / TIMES)
      return perSecond
    }
    const rates = await byTurns(ROUNDS, { inside: measured('inside'), own: measured('own') })
    console.log(`list of cases, as ${role}, one after the other, ${ROUNDS} rounds of ${TIMES}`)
    for (const [name, { median: rate }] of Object.entries(rates)) {
      const { cpu, server, trips, statements } = spent[name] ?? { cpu: [], server: [], trips: 0, statements: 0 }
      console.log(
        `  ${name.padEnd(6)} ${rate.toFixed(0)} requests/s, ${median(cpu).toFixed(0)} µs of this process each (${spread(cpu)}), ${median(server).toFixed(0)} µs of PostgreSQL (${spread(server)}), ${trips.toFixed(2)} round trips with ${statements.toFixed(2)} statements`,
      )
    }
    const more = (of: 'cpu' | 'server') => `${((median(spent.inside?.[of] ?? []) / median(spent.own?.[of] ?? []) - 1) * 100).toFixed(0)} %`
    console.log(`  being inside costs ${more('cpu')} more of this process and ${more('server')} more of PostgreSQL`)
  })
}

/** Whoever has the most cases assigned, of those in the role. */
function busiest(tenantId: string, role: string): Promise<string> {
  return withOwner(ground.ownerUrl, async (own) => {
    const { rows } = await own.query<{ id: string }>(
      `select u.id from tenant_user u left join "case" c on c.tenant_id = u.tenant_id and c.assignee_id = u.id
       where u.tenant_id = $1 and u.role = $2 and u.status = 'ACTIVE' group by u.id order by count(c.id) desc, u.id limit 1`,
      [tenantId, role],
    )
    if (!rows[0]) throw new Error(`nobody is ${role} there`)
    return rows[0].id
  })
}

/** The login of tenants' users reads no names: a model is told none. Their own list would show them, so they may meanwhile. */
async function withNames(work: () => Promise<void>) {
  const say = (sql: string) => withOwner(ground.ownerUrl, (own) => own.query(sql))
  const never = 'revoke select on tenant_user from portal_tenant_user; drop policy if exists bench_names on tenant_user'
  await say(
    `${never}; grant select (id, tenant_id, name) on tenant_user to portal_tenant_user;
     create policy bench_names on tenant_user for select to portal_tenant_user using (tenant_id = (select app.reader_tenant()))`,
  )
  try {
    await work()
  } finally {
    await say(never)
  }
}

/** Neither is quick because it shows something else. */
function sameRows(...answers: Answer[]) {
  const [first, second] = answers.map(({ status, body }) => {
    if (status !== 200) throw new Error(`a list answers ${status}: ${body}`)
    return (JSON.parse(body) as { items: { id: string }[] }).items.map(({ id }) => id).join()
  })
  if (first !== second || first === '') throw new Error('the lists differ')
}
