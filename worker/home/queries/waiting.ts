import { and, asc, eq, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { adminGrants } from '#drizzle/schema/people.ts'
import { jobs } from '#drizzle/schema/portal-jobs.ts'
import { look, reading } from '#worker/db/read.ts'
import { reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'
import type { JobState } from '#worker/jobs/rules/words.ts'

const MOST = 6

const held = {
  id: internalUsers.id,
  name: internalUsers.name,
  role: internalUsers.role,
  heldAt: internalUsers.heldAt,
  heldReason: internalUsers.heldReason,
}
export type HeldOperator = Shown<typeof held>

/** Who is held, the longest first. */
export const heldOperators = () =>
  reading(
    'internal_user',
    held,
    look
      .select(selectionOf(held))
      .from(internalUsers)
      .where(eq(internalUsers.status, 'HELD'))
      .orderBy(asc(internalUsers.heldAt), asc(internalUsers.id))
      .limit(MOST),
  )

const nameOf = (id: typeof adminGrants.subjectId | typeof adminGrants.askedBy) =>
  sql<string | null>`(select ${internalUsers.name} from ${internalUsers} where ${internalUsers.id} = ${id})`
const open = {
  id: adminGrants.id,
  subjectId: adminGrants.subjectId,
  subjectName: reckoned('subject_name', 'internal', nameOf(adminGrants.subjectId)),
  askedBy: adminGrants.askedBy,
  askerName: reckoned('asker_name', 'internal', nameOf(adminGrants.askedBy)),
  askedAt: adminGrants.askedAt,
}
export type OpenGrant = Shown<typeof open>

/** Wishes that nobody has decided and that have not lapsed, the oldest first. */
export const openGrants = () =>
  reading(
    'admin_grant',
    open,
    look
      .select(selectionOf(open))
      .from(adminGrants)
      .where(and(eq(adminGrants.state, 'asked'), sql`${adminGrants.expiresAt} > clock_timestamp()`))
      .orderBy(asc(adminGrants.askedAt), asc(adminGrants.id))
      .limit(MOST),
  )

/** The states that somebody should look at, or that say whether work moves. */
const TOLD = ['discarded', 'retryable', 'running', 'available'] as const satisfies JobState[]

const states = {
  id: reckoned('id', 'internal', sql<JobState>`told.state`),
  count: reckoned('count', 'internal', sql<number>`(select count(*) from ${jobs} where ${jobs.state} = told.state)`),
}
export type JobCount = Shown<typeof states>

/** How many jobs of the portal are in which state. */
export const jobStates = () =>
  reading(
    'job',
    states,
    look
      .select(selectionOf(states))
      .from(sql`unnest(${sql.param([...TOLD])}::text[]) with ordinality told (state, place)`)
      .orderBy(sql`told.place`),
  )
