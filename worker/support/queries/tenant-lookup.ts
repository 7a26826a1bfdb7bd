import { sql } from 'drizzle-orm'
import { type Scope, within } from '#worker/db/scope.ts'
import { domainOf, phoneDigits } from '#worker/support/rules/phone.ts'
import type { AccessPolicy, TenantStatus } from '#worker/tenant/rules/words.ts'

export type FoundTenant = {
  id: string
  slug: string
  name: string
  status: TenantStatus
  region: string
  plan: string
  accessPolicy: AccessPolicy
  domain: string | null
  openTickets: number
  /** What met: the id, slug, domain, name or phone; null where nothing was asked. */
  matched: 'id' | 'slug' | 'domain' | 'name' | 'phone' | null
}

/** As many as fit on a screen; who does not see theirs types one more letter. */
export const MOST_FOUND = 20

type Row = {
  id: string
  slug: string
  name: string
  status: TenantStatus
  region: string
  plan: string
  access_policy: AccessPolicy
  domain: string | null
  open_tickets: number
  matched: FoundTenant['matched']
}

/** Exact hits first, then beginnings, then near spellings; phones in any spelling. One statement. */
export async function lookUpTenants(scope: Scope, words: string): Promise<FoundTenant[]> {
  const asked = words.includes('@') || words.includes('://') ? domainOf(words) : words
  return tenantsFrom(
    scope,
    sql`select f.id, f.matched, row_number() over () as place from app.look_up_tenants(${asked}, ${phoneDigits(words)}, ${MOST_FOUND}) f`,
  )
}

/** Before anything is typed: the tenants whose open tickets are the operator's, most urgent first. */
export async function tenantsOfMyTickets(scope: Scope, operatorId: string): Promise<FoundTenant[]> {
  return tenantsFrom(
    scope,
    sql`select k.tenant_id as id, null::text as matched, min(case k.priority when 'URGENT' then 1 when 'HIGH' then 2 else 3 end) as place
        from ticket k where k.assignee_id = ${operatorId} and k.status in ('OPEN', 'PENDING') group by k.tenant_id order by place limit ${MOST_FOUND}`,
  )
}

async function tenantsFrom(scope: Scope, found: ReturnType<typeof sql>): Promise<FoundTenant[]> {
  const { rows } = await within(scope, { readOnly: true }).execute<Row>(sql`
    with found as materialized (${found})
    select t.id, t.slug, t.name, t.status, t.region, t.plan, t.access_policy, f.matched,
           (select d.domain from tenant_domain d where d.tenant_id = t.id order by d.domain limit 1) as domain,
           (select count(*)::integer from ticket k where k.tenant_id = t.id and k.status in ('OPEN', 'PENDING')) as open_tickets
    from found f join tenant t on t.id = f.id order by f.place, t.name`)
  return rows.map(({ access_policy: accessPolicy, open_tickets: openTickets, ...row }) => ({ ...row, accessPolicy, openTickets }))
}
