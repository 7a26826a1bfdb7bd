import { eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { adminGrants } from '#drizzle/schema/people.ts'
import type { Reader } from '#worker/db/read.ts'
import type { Ask, Scope } from '#worker/db/scope.ts'
import { type Answer, asked } from '#worker/people/queries/asked.ts'
import { newId } from '#worker/rules/ids.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'

const subject = alias(internalUsers, 'subject')
const asker = alias(internalUsers, 'asker')
const decider = alias(internalUsers, 'decider')

/** Wishes for administrators, the latest first; `open` by the database's clock. */
export function listGrants(db: Reader, turn: Turn, most: number) {
  return grantsOf(db)
    .where(beyond(turn, adminGrants.askedAt, adminGrants.id))
    .orderBy(...inOrder(turn, adminGrants.askedAt, adminGrants.id))
    .limit(most)
}
export type ListedGrant = Awaited<ReturnType<typeof listGrants>>[number]

/** The wish about somebody that waits for a second administrator, or that lapsed. */
export function openGrantOf(db: Reader, personId: string) {
  return grantsOf(db).where(sql`${adminGrants.subjectId} = ${personId} and ${adminGrants.state} = 'asked'`).limit(1)
}

function grantsOf(db: Reader) {
  return db
    .select({
      id: adminGrants.id,
      subjectId: adminGrants.subjectId,
      subjectName: subject.name,
      subjectRole: subject.role,
      askedBy: adminGrants.askedBy,
      askerName: asker.name,
      reason: adminGrants.reason,
      askedAt: adminGrants.askedAt,
      expiresAt: adminGrants.expiresAt,
      state: adminGrants.state,
      open: sql<boolean>`${adminGrants.state} = 'asked' and ${adminGrants.expiresAt} > clock_timestamp()`,
      deciderName: decider.name,
      decidedAt: adminGrants.decidedAt,
    })
    .from(adminGrants)
    .innerJoin(subject, eq(subject.id, adminGrants.subjectId))
    .innerJoin(asker, eq(asker.id, adminGrants.askedBy))
    .leftJoin(decider, eq(decider.id, adminGrants.decidedBy))
}

export function askAdmin(scope: Scope, ask: Ask, personId: string, reason: string): Promise<Answer> {
  const grantId = newId('adg')
  return asked(scope, ask, sql`select because from app.ask_admin(${grantId}, ${personId}, ${reason})`, () => [grantId, personId])
}

export type Decision = { grantId: string; granted: boolean; seen: Date; reason: string | null }

/** The second pair of eyes. Its answer names the wish and the person. */
export const decideAdmin = (scope: Scope, ask: Ask, { grantId, granted, seen, reason }: Decision): Promise<Answer> =>
  asked(
    scope,
    ask,
    sql`select because, subject_id, sessions from app.decide_admin(${grantId}, ${granted}, ${seen.toISOString()}::timestamptz, ${reason})`,
    (row) => [grantId, row.subject_id ?? ''],
  )
