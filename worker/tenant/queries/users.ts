import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { cases } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { look, reading, readings } from '#worker/db/read.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import { mayExport } from '#worker/tenant/queries/export.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'
import type { UserFilter } from '#worker/tenant/rules/user-filter.ts'

const listed = {
  id: tenantUsers.id,
  name: tenantUsers.name,
  email: tenantUsers.email,
  role: tenantUsers.role,
  status: tenantUsers.status,
  orgUnit: tenantUsers.orgUnit,
  openCases: reckoned(
    'open_cases',
    'internal',
    sql<number>`(select count(*)::integer from ${cases} where ${cases.tenantId} = ${tenantUsers.tenantId} and ${cases.assigneeId} = ${tenantUsers.id} and ${cases.status} <> 'CLOSED')`,
  ),
  lastLoginAt: tenantUsers.lastLoginAt,
  createdAt: tenantUsers.createdAt,
}
export type ListedUser = Shown<typeof listed>

type Asked = { filter: UserFilter; turn: Turn; most: number }

/** A page of the tenant's people, newest first. */
export function listUsers(filter: UserFilter, turn: Turn, most: number) {
  return pageOfUsers({ filter, turn, most })
}
const pageOfUsers = readings('tenant_user', listed, (asked: Asked) => usersWhere(asked))

/** The same to be taken out of the tenant, from the top; none where the session may not. */
export function exportedUsers(filter: UserFilter, most: number) {
  return reading('tenant_user', listed, usersWhere({ filter, turn: {}, most }, mayExport))
}

function usersWhere({ filter, turn, most }: Asked, only?: SQL) {
  return look
    .select(selectionOf(listed))
    .from(tenantUsers)
    .where(
      and(
        only,
        filter.role && eq(tenantUsers.role, filter.role),
        filter.status && eq(tenantUsers.status, filter.status),
        beyond(turn, tenantUsers.createdAt, tenantUsers.id),
      ),
    )
    .orderBy(...inOrder(turn, tenantUsers.createdAt, tenantUsers.id))
    .limit(most)
}

const whole = {
  ...listed,
  employeeNumber: tenantUsers.employeeNumber,
  managerId: tenantUsers.managerId,
  invitedAt: tenantUsers.invitedAt,
  version: tenantUsers.version,
}
const assigned = {
  id: cases.id,
  number: cases.number,
  title: cases.title,
  status: cases.status,
  priority: cases.priority,
  severity: cases.severity,
  createdAt: cases.createdAt,
}

/** A user and the cases assigned to them, newest first. */
export function readUser(userId: string) {
  return {
    user: reading('tenant_user', whole, look.select(selectionOf(whole)).from(tenantUsers).where(eq(tenantUsers.id, userId))),
    cases: reading(
      'case',
      assigned,
      look
        .select(selectionOf(assigned))
        .from(cases)
        .where(eq(cases.assigneeId, userId))
        .orderBy(desc(cases.createdAt), desc(cases.id))
        .limit(20),
    ),
  }
}
export type WholeUser = { user: Shown<typeof whole>; cases: Shown<typeof assigned>[] }
