import { and, asc, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { tickets } from '#drizzle/schema/support.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import type { Role, StaffStatus } from '#worker/auth/rules/roles.ts'
import type { Reader } from '#worker/db/read.ts'
import { openGrantOf } from '#worker/people/queries/grants.ts'

export type PeopleFilter = { q: string | undefined; role: Role | undefined; status: StaffStatus | undefined; lead: 'yes' | undefined }
/** Beside the person of this key; no name stands in an address. */
export type Beside = { after?: string; before?: string }

/** As much as anybody hands over at once; more are found by the lists they stand in. */
export const MOST_OWNED = 50
const MOST_HELD = 100

/** Session rows are counted under row-level security: whoever may end sessions sees the open ones. */
const sessionsOpen = sql<number>`(select count(*)::int from app.impersonation_session i where i.operator_id = internal_user.id and i.ended_at is null)`

const listed = {
  id: internalUsers.id,
  name: internalUsers.name,
  email: internalUsers.email,
  role: internalUsers.role,
  lead: internalUsers.lead,
  status: internalUsers.status,
  lastLoginAt: internalUsers.lastLoginAt,
  sessionsOpen,
}

/** The staff by name. */
export function listPeople(db: Reader, { q, role, status, lead }: PeopleFilter, { after, before }: Beside, most: number) {
  const place = (id: string) => sql`(select p.name, p.id from app.internal_user p where p.id = ${id})`
  const key = sql`(internal_user.name, internal_user.id)`
  return db
    .select(listed)
    .from(internalUsers)
    .where(
      and(
        role && eq(internalUsers.role, role),
        status && eq(internalUsers.status, status),
        lead && eq(internalUsers.lead, true),
        q === undefined ? undefined : worded(q),
        after === undefined ? undefined : sql`${key} > ${place(after)}`,
        before === undefined ? undefined : sql`${key} < ${place(before)}`,
      ),
    )
    .orderBy(
      ...(before === undefined ? [asc(internalUsers.name), asc(internalUsers.id)] : [desc(internalUsers.name), desc(internalUsers.id)]),
    )
    .limit(most)
}
export type ListedPerson = Awaited<ReturnType<typeof listPeople>>[number]

/** The beginning of a word of the name or of the address, or the whole key. */
function worded(q: string): SQL {
  const begins = `${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(internal_user.name ilike ${begins} or internal_user.name ilike ${`% ${begins}`} or internal_user.email ilike ${begins} or internal_user.id = ${q})`
}

/** A person with what is theirs: four statements in one round trip. */
export async function readPerson(db: Reader, personId: string) {
  const [[person], owned, managed, [wish]] = await db.batch([
    db
      .select({
        ...listed,
        zone: internalUsers.zone,
        version: internalUsers.version,
        createdAt: internalUsers.createdAt,
        heldAt: internalUsers.heldAt,
        heldReason: internalUsers.heldReason,
        deactivatedAt: internalUsers.deactivatedAt,
        signInsOpen: sql<number>`app.open_sign_ins(internal_user.id)`,
      })
      .from(internalUsers)
      .where(eq(internalUsers.id, personId)),
    db
      .select({
        id: tickets.id,
        number: tickets.number,
        subject: tickets.subject,
        status: tickets.status,
        priority: tickets.priority,
        tenantId: tickets.tenantId,
        tenantName: tenants.name,
      })
      .from(tickets)
      .innerJoin(tenants, eq(tenants.id, tickets.tenantId))
      .where(and(eq(tickets.assigneeId, personId), ne(tickets.status, 'CLOSED')))
      .orderBy(desc(tickets.openedAt), desc(tickets.id))
      .limit(MOST_OWNED),
    db
      .select({ id: tenants.id, name: tenants.name, status: tenants.status })
      .from(tenants)
      .where(and(eq(tenants.csmId, personId), ne(tenants.status, 'CHURNED')))
      .orderBy(asc(tenants.name), asc(tenants.id))
      .limit(MOST_OWNED),
    openGrantOf(db, personId),
  ])
  return person && { person, owned: { tickets: owned, tenants: managed }, wish }
}
type Read = NonNullable<Awaited<ReturnType<typeof readPerson>>>
export type PersonRead = Read['person']
export type Owned = Read['owned']
export type Wish = NonNullable<Read['wish']>

/** Who is held, the longest first. */
export function listHeld(db: Reader) {
  return db
    .select({
      id: internalUsers.id,
      name: internalUsers.name,
      role: internalUsers.role,
      lead: internalUsers.lead,
      heldAt: internalUsers.heldAt,
      heldReason: internalUsers.heldReason,
    })
    .from(internalUsers)
    .where(eq(internalUsers.status, 'HELD'))
    .orderBy(asc(internalUsers.heldAt), asc(internalUsers.id))
    .limit(MOST_HELD)
}
export type HeldPerson = Awaited<ReturnType<typeof listHeld>>[number]
