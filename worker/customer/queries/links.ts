import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { customerLinks } from '#drizzle/schema/customer.ts'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { askedOne, type CustomerScope, looked, whoAsks } from '#worker/customer/queries/asking.ts'
import type { LinkDays } from '#worker/customer/rules/words.ts'
import { add } from '#worker/db/add.ts'
import { change } from '#worker/db/change.ts'
import type { Reader } from '#worker/db/read.ts'
import type { Ask } from '#worker/db/scope.ts'

export const MOST_LINKS = 100

/** Links of a tenant, the latest first, for staff who look after it; who made one of the customer's own stays theirs. */
export function listLinks(db: Reader, tenantId: string) {
  return db
    .select({
      id: customerLinks.id,
      name: customerLinks.name,
      mayAct: customerLinks.mayAct,
      isStaffs: sql<boolean>`${customerLinks.userId} is null`,
      createdByName: internalUsers.name,
      createdAt: customerLinks.createdAt,
      expiresAt: customerLinks.expiresAt,
      revokedAt: customerLinks.revokedAt,
      isOpen: sql<boolean>`${customerLinks.revokedAt} is null and ${customerLinks.expiresAt} > clock_timestamp()`,
    })
    .from(customerLinks)
    .leftJoin(internalUsers, eq(internalUsers.id, customerLinks.createdBy))
    .where(eq(customerLinks.tenantId, tenantId))
    .orderBy(desc(customerLinks.createdAt), desc(customerLinks.id))
    .limit(MOST_LINKS)
}
export type ListedLink = Awaited<ReturnType<typeof listLinks>>[number]

/** A link that shows, made by staff. `keyHash` is all that is kept of what opens it. */
export const addLink = (row: { id: string; tenantId: string; keyHash: Uint8Array; name: string; days: LinkDays; operatorId: string }) =>
  add(customerLinks, {
    row: {
      id: row.id,
      tenantId: row.tenantId,
      keyHash: row.keyHash,
      name: row.name,
      createdBy: row.operatorId,
      expiresAt: sql`clock_timestamp() + make_interval(days => ${row.days}::integer)`,
    },
  })

export const revokeLink = ({ id, tenantId, operatorId }: { id: string; tenantId: string; operatorId: string }) =>
  change(customerLinks, {
    which: and(eq(customerLinks.id, id), eq(customerLinks.tenantId, tenantId)) as ReturnType<typeof sql>,
    only: isNull(customerLinks.revokedAt),
    set: { revokedAt: sql`clock_timestamp()`, revokedBy: operatorId },
  })

export type Refused = 'NOT_PERMITTED' | 'TOO_MANY_LINKS'
export type Made = { ok: true; id: string; expiresAt: Date } | { ok: false; because: Refused }

/** A link that one of the tenant's own users makes: theirs, and dead when they are gone. */
export async function addOwnLink(
  scope: CustomerScope,
  ask: Ask,
  { id, keyHash, name, days, mayAct }: { id: string; keyHash: string; name: string; days: LinkDays; mayAct: boolean },
): Promise<Made> {
  const row = await askedOne<{ because: Refused | null; id: string; expires_at: string }>(
    scope,
    sql`select because, id, expires_at from app.customer_add_link(${whoAsks(scope)}, ${ask.key}, ${ask.asked}, ${id}, decode(${keyHash}, 'hex'), ${name}, ${days}, ${mayAct})`,
  )
  return row.because === null ? { ok: true, id: row.id, expiresAt: new Date(row.expires_at) } : { ok: false, because: row.because }
}

type LinkRow = {
  id: string
  name: string
  may_act: boolean
  is_staffs: boolean
  created_at: string
  expires_at: string
  revoked_at: string | null
  is_open: boolean
}

export async function ownLinks(scope: CustomerScope) {
  const rows = await looked<LinkRow>(scope, sql`select * from app.customer_links(${whoAsks(scope)}, ${MOST_LINKS})`)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    mayAct: row.may_act,
    madeBy: row.is_staffs ? ('staff' as const) : ('customer' as const),
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
    isOpen: row.is_open,
  }))
}

export async function revokeOwnLink(scope: CustomerScope, ask: Ask, id: string): Promise<'NOT_FOUND' | 'NOT_PERMITTED' | null> {
  const { because } = await askedOne<{ because: 'NOT_FOUND' | 'NOT_PERMITTED' | null }>(
    scope,
    sql`select app.customer_revoke_link(${whoAsks(scope)}, ${ask.key}, ${ask.asked}, ${id}) as because`,
  )
  return because
}
