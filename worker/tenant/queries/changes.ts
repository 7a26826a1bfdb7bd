import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { cases } from '#drizzle/schema/cases.ts'
import { tenantUsers } from '#drizzle/schema/tenant.ts'
import { change } from '#worker/db/change.ts'
import { LEAST_TO_WRITE, type Writing } from '#worker/tenant/policy.ts'
import { leadingTo, USER_MOVES, type UserMove } from '#worker/tenant/rules/moves.ts'
import { type CaseStatus, TENANT_ROLES } from '#worker/tenant/rules/words.ts'

export type CaseRow = typeof cases.$inferSelect
type OfCase = { caseId: string; seen: number }

/** Version, last change and the day of closing follow by a trigger (`app.move_case`). */
export const moveCase = ({ caseId, seen, to }: OfCase & { to: CaseStatus }) =>
  change(cases, {
    which: eq(cases.id, caseId),
    only: and(eq(cases.version, seen), inArray(cases.status, leadingTo(to)), writesAs('case')),
    set: { status: to },
  })

export const rankCase = ({ caseId, seen, priority }: OfCase & { priority: number }) =>
  change(cases, { which: eq(cases.id, caseId), only: and(eq(cases.version, seen), writesAs('case')), set: { priority } })

/** Cases go to people who work on cases, and who are there. */
const WORKS_ON_CASES = TENANT_ROLES.slice(TENANT_ROLES.indexOf('INVESTIGATOR'))
export const canBeAssigned: SQL = and(eq(tenantUsers.status, 'ACTIVE'), inArray(tenantUsers.role, WORKS_ON_CASES)) as SQL

export const assignCase = ({ caseId, seen, assigneeId }: OfCase & { assigneeId: string }) =>
  change(cases, {
    which: eq(cases.id, caseId),
    only: and(
      eq(cases.version, seen),
      writesAs('assignee'),
      sql`exists (select from ${tenantUsers} where ${tenantUsers.id} = ${assigneeId} and ${canBeAssigned})`,
    ),
    set: { assigneeId },
  })

/** The version counts by a trigger (`app.move_user`). An invitation that is asked for again is sent by the product. */
export const moveUser = ({ userId, seen, move }: { userId: string; seen: number; move: UserMove }) =>
  change(tenantUsers, {
    which: eq(tenantUsers.id, userId),
    only: and(
      eq(tenantUsers.version, seen),
      inArray(tenantUsers.status, [...USER_MOVES[move].from]),
      writesAs('user'),
      sql`(select app.writes_as()) >= app.tenant_role_rank(${tenantUsers.role})`,
    ),
    set: move === 'invite' ? { invitedAt: sql`now()` } : { status: USER_MOVES[move].to },
  })

/** The session looks as somebody who may write this. */
export function writesAs(what: Writing): SQL {
  return sql`(select app.writes_as()) >= app.tenant_role_rank(${LEAST_TO_WRITE[what]})`
}
