import { build } from 'esbuild'
import { checkout } from '#dev/paths.ts'
import type { Inside, Listening } from '../test/drizzle/plans/heard.ts'
import { CAST, type CastName } from '#drizzle/sample/cast.ts'
import { newId } from '#worker/rules/ids.ts'
import type { Ground } from './ground.ts'
import { withOwner } from '#dev/logins.ts'

/** The portal in this process, on plain requests: `createApp` with the driver and the local Neon endpoint, and a desk that lets pass.
 *  Bundled first, because Node runs no JSX. */
export async function portalOn({ variables }: Ground): Promise<Listening> {
  const outfile = `${checkout}dist/bench/portal.mjs`
  await build({
    entryPoints: [`${checkout}test/worker/listening-portal.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
  })
  const { listeningPortal } = (await import(outfile)) as { listeningPortal(variables: Record<string, string>): Listening }
  return listeningPortal(variables)
}

/** The tenant with the most cases, and a ticket of this person there; their session before is over. */
export async function largestTenant({ ownerUrl }: Ground, who: CastName): Promise<Inside> {
  return withOwner(ownerUrl, async (own) => {
    await own.query(
      "update app.impersonation_session set ended_at = greatest(now(), started_at), end_reason = 'MANUAL' where operator_id = $1 and ended_at is null",
      [CAST[who].id],
    )
    const { rows } = await own.query(
      `select c.tenant_id from "case" c join tenant t on t.id = c.tenant_id where t.access_policy = 'open' and t.status = 'ACTIVE' group by 1 order by count(*) desc limit 1`,
    )
    const { tenant_id: tenantId } = rows[0] as { tenant_id: string }
    const ticketId = newId('tic')
    await own.query(
      `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at)
       select $1, $2, 1 + (select max(number) from ticket), 'For the bench', 'Nobody', 'nobody@customer.example', 'OPEN', 'LOW', $3, now(), now()`,
      [ticketId, tenantId, CAST[who].id],
    )
    return { tenantId, ticketId }
  })
}
