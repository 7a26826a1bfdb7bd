import { and, asc, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, alias } from 'drizzle-orm/pg-core'
import { trail } from '#drizzle/schema/audit.ts'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { impersonationSessions } from '#drizzle/schema/impersonation.ts'
import { sessionReviews } from '#drizzle/schema/reviews.ts'
import { tickets } from '#drizzle/schema/support.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { named } from '#worker/audit/queries/acts.ts'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { reckoned, selectionOf } from '#worker/db/shown.ts'
import type { Whose } from '#worker/impersonation/policy.ts'

const listed = {
  id: impersonationSessions.id,
  operatorId: impersonationSessions.operatorId,
  operatorName: internalUsers.name,
  operatorRole: impersonationSessions.operatorRole,
  tenantId: impersonationSessions.tenantId,
  tenantName: tenants.name,
  targetUserId: impersonationSessions.targetUserId,
  seenAs: impersonationSessions.seenAs,
  mode: impersonationSessions.mode,
  breakGlass: impersonationSessions.breakGlass,
  category: impersonationSessions.category,
  reason: impersonationSessions.reason,
  approvalId: impersonationSessions.approvalId,
  ticketNumber: tickets.number,
  startedAt: impersonationSessions.startedAt,
  expiresAt: impersonationSessions.expiresAt,
  endedAt: impersonationSessions.endedAt,
  endReason: impersonationSessions.endReason,
}

/** A place in a list: the last row that was shown. */
export type Place = { at: Date; id: string }

/** Sessions this reader may know of (row-level security decides: own, led, or all for auditors), newest first. */
export function listSessions(
  db: Reader,
  { after, operatorId, operatorRole, tenantId, most }: { after: Place | undefined; tenantId?: string; most: number } & Whose,
) {
  return sessionsOf(db)
    .where(
      and(
        operatorId === undefined ? undefined : eq(impersonationSessions.operatorId, operatorId),
        operatorRole === undefined ? undefined : eq(impersonationSessions.operatorRole, operatorRole),
        tenantId === undefined ? undefined : eq(impersonationSessions.tenantId, tenantId),
        after &&
          sql`(${impersonationSessions.startedAt}, ${impersonationSessions.id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(impersonationSessions.startedAt), desc(impersonationSessions.id))
    .limit(most)
}
/** One per operator at most, so this never cuts anything off. */
const MOST_OPEN = 500

/** The record that was opened last, where the reader may see the acts of it. */
const lastRecord = sql<string | null>`(select ${trail.entityIds}[1] from ${trail}
  where ${trail.sessionId} = ${impersonationSessions.id} and ${trail.entityType} in ('case', 'riu', 'tenant_user') and cardinality(${trail.entityIds}) = 1
  order by ${trail.seq} desc limit 1)`

/** Sessions that nobody has ended yet, those past their deadline last, and where each of them is. All of them only for those who may end
 *  them. */
export function listOpenSessions(db: Reader) {
  return db
    .select({ ...listed, lastRecord })
    .from(impersonationSessions)
    .leftJoin(internalUsers, eq(internalUsers.id, impersonationSessions.operatorId))
    .leftJoin(tenants, eq(tenants.id, impersonationSessions.tenantId))
    .leftJoin(tickets, eq(tickets.id, impersonationSessions.ticketId))
    .where(isNull(impersonationSessions.endedAt))
    .orderBy(
      sql`${impersonationSessions.expiresAt} <= clock_timestamp()`,
      asc(impersonationSessions.expiresAt),
      asc(impersonationSessions.id),
    )
    .limit(MOST_OPEN)
}
export type ListedSession = Awaited<ReturnType<typeof listSessions>>[number]
export type OpenSession = ListedSession & { lastRecord: string | null }

// Not joins: they would be made for all that is put in order, and a card shows a few of it.
const fields = {
  ...listed,
  operatorName: reckoned(
    'operator_name',
    'internal',
    sql<
      string | null
    >`(select ${internalUsers.name} from ${internalUsers} where ${internalUsers.id} = ${impersonationSessions.operatorId})`,
  ),
  tenantName: reckoned(
    'tenant_name',
    'internal',
    sql<string | null>`(select ${tenants.name} from ${tenants} where ${tenants.id} = ${impersonationSessions.tenantId})`,
  ),
  ticketNumber: reckoned(
    'ticket_number',
    'internal',
    sql<number | null>`(select ${tickets.number} from ${tickets} where ${tickets.id} = ${impersonationSessions.ticketId})`,
  ),
}

const cardOf = (rest: { which: SQL; order: SQL[]; most: number }) =>
  reading(
    'impersonation',
    fields,
    look
      .select(selectionOf(fields))
      .from(impersonationSessions)
      .where(rest.which)
      .orderBy(...rest.order)
      .limit(rest.most),
  )

/** The operator's own last sessions, for a card. */
export const recentSessions = (operatorId: string, most: number) =>
  cardOf({
    which: eq(impersonationSessions.operatorId, operatorId),
    order: [desc(impersonationSessions.startedAt), desc(impersonationSessions.id)],
    most,
  })

/** Those that end soonest among the sessions open now, for a card. */
export const soonestToEnd = (most: number) =>
  cardOf({
    which: isNull(impersonationSessions.endedAt),
    order: [asc(impersonationSessions.expiresAt), asc(impersonationSessions.id)],
    most,
  })

function sessionsOf(db: Reader) {
  return db
    .select(listed)
    .from(impersonationSessions)
    .leftJoin(internalUsers, eq(internalUsers.id, impersonationSessions.operatorId))
    .leftJoin(tenants, eq(tenants.id, impersonationSessions.tenantId))
    .leftJoin(tickets, eq(tickets.id, impersonationSessions.ticketId))
}

const timelineRow = {
  chain: trail.chain,
  seq: trail.seq,
  at: trail.at,
  operatorId: trail.operatorId,
  operatorName: sql<string | null>`${internalUsers.name}`.as('actor_name'),
  act: trail.act,
  sentence: trail.sentence,
  outcome: trail.outcome,
  entityType: trail.entityType,
  entityIds: trail.entityIds,
  facts: trail.facts,
  named,
  reason: trail.reason,
}

/** The most acts one page of a timeline shows. */
export const TIMELINE_PAGE = 200

/** A session from start to end with every act in it, in order. Reading the trail is an act itself: it is written in the same
 *  statement, into the reader's own chain. Undefined where there is no such session, or it is not for this reader to see. */
export async function readTimeline(scope: Scope, sessionId: string, after = 0) {
  const db = within(scope)
  const session = db.$with('session').as(
    db
      .select({ ...renamed(), ...reviewed, ticketNumber: tickets.number })
      .from(impersonationSessions)
      .leftJoin(internalUsers, eq(internalUsers.id, impersonationSessions.operatorId))
      .leftJoin(tenants, eq(tenants.id, impersonationSessions.tenantId))
      .leftJoin(tickets, eq(tickets.id, impersonationSessions.ticketId))
      .leftJoin(sessionReviews, eq(sessionReviews.sessionId, impersonationSessions.id))
      .leftJoin(reviewer, eq(reviewer.id, sessionReviews.reviewerId))
      .leftJoin(approver, eq(approver.id, sessionReviews.approverId))
      .where(eq(impersonationSessions.id, sessionId)),
  )
  const acts = db.$with('acts').as(
    db
      .select(timelineRow)
      .from(trail)
      .leftJoin(internalUsers, eq(internalUsers.id, trail.operatorId))
      .where(and(eq(trail.sessionId, sessionId), sql`${trail.seq} > ${after}`))
      .orderBy(trail.seq)
      .limit(TIMELINE_PAGE + 1),
  )
  const traced = db.$with('traced', {}).as(sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    select 'trail:read', replace(${ACTS['trail:read']}, '{n}', n.acts::text), case when n.found then 'read' else 'not_found' end, 'impersonation',
           array[${sessionId}::text], jsonb_build_object('acts', n.acts)
    from (select (select count(*) from acts) as acts, exists (select from session) as found) n`)
  const rows = await db.with(session, acts, traced).select().from(session).leftJoin(acts, sql`true`).orderBy(acts.seq)
  const first = rows[0]
  if (!first) return undefined
  const shown = rows.flatMap((row) => (row.acts === null ? [] : [row.acts]))
  return { ...apart(first.session), acts: shown.slice(0, TIMELINE_PAGE), more: shown.length > TIMELINE_PAGE }
}
export type Timeline = NonNullable<Awaited<ReturnType<typeof readTimeline>>>

const reviewer = alias(internalUsers, 'reviewer')
const approver = alias(internalUsers, 'approver')

/** A column of a joined table, under a name of its own; it may be missing. */
const under = <C extends AnyPgColumn>(name: string, column: C) =>
  sql`${column}`.mapWith(column).as(name) as SQL.Aliased<C['_']['data'] | null>

/** The review of the session, as far as the reader may know of it, and whether its operator has left a closing note. */
const reviewed = {
  reviewId: under('review_id', sessionReviews.id),
  approverId: under('approver_id', sessionReviews.approverId),
  approverName: under('approver_name', approver.name),
  reasons: under('reasons', sessionReviews.reasons),
  state: under('state', sessionReviews.state),
  dueAt: under('due_at', sessionReviews.dueAt),
  note: under('note', sessionReviews.note),
  decidedAt: under('decided_at', sessionReviews.decidedAt),
  reviewerName: under('reviewer_name', reviewer.name),
  noted: sql<boolean>`exists (select from ${trail} where ${trail.sessionId} = ${impersonationSessions.id}
    and ${trail.act} = 'impersonation:note' and ${trail.outcome} = 'done')`.as('noted'),
}

type Reviewed = { [K in keyof typeof reviewed]: (typeof reviewed)[K]['_']['type'] }

function apart<Row extends Reviewed>({
  reviewId: id,
  approverId,
  approverName,
  reasons,
  state,
  dueAt,
  note,
  decidedAt,
  reviewerName,
  noted,
  ...session
}: Row) {
  const review =
    id === null || reasons === null || state === null || dueAt === null
      ? undefined
      : { id, approverId, approverName, reasons, state, dueAt, note, decidedAt, reviewerName }
  return { session, review, noted }
}

/** Names of their own, because columns of one name cannot stand beside each other in a CTE. */
function renamed() {
  const { operatorName: _o, tenantName: _t, ticketNumber: _k, ...own } = listed
  return {
    ...own,
    operatorName: sql<string | null>`${internalUsers.name}`.as('operator_name'),
    tenantName: sql<string | null>`${tenants.name}`.as('tenant_name'),
  }
}
