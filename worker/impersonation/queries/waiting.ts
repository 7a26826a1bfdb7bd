import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { accessRequests, revealRequests } from '#drizzle/schema/impersonation.ts'
import { tenants } from '#drizzle/schema/tenant.ts'
import { look, type Reader, reading } from '#worker/db/read.ts'
import { joined, reckoned, selectionOf, type Shown } from '#worker/db/shown.ts'

/** The most of either kind that are shown at once. */
const MOST = 6

const personOf = (id: AnyPgColumn) =>
  sql<string | null>`(select ${internalUsers.name} from ${internalUsers} where ${internalUsers.id} = ${id})`
const tenantOf = (id: AnyPgColumn) => sql<string | null>`(select ${tenants.name} from ${tenants} where ${tenants.id} = ${id})`

const waiting = {
  id: accessRequests.id,
  operatorId: accessRequests.operatorId,
  operatorName: reckoned('operator_name', 'internal', personOf(accessRequests.operatorId)),
  tenantName: reckoned('tenant_name', 'internal', tenantOf(accessRequests.tenantId)),
  /** Of a wish for more reveals: the session it was made in. It asks for no way in, so it has none. */
  sessionId: reckoned('session_id', 'internal', sql<string | null>`null::text`),
  mode: joined('mode', accessRequests.mode),
  scope: joined('scope', accessRequests.scope),
  askedAt: accessRequests.askedAt,
  answerBy: accessRequests.answerBy,
}
export type Waiting = Shown<typeof waiting>

/** Wrapped as `reckoned` wraps, for its reason. */
const wish = {
  id: revealRequests.id,
  operatorId: revealRequests.operatorId,
  operatorName: sql<string | null>`${personOf(revealRequests.operatorId)}`.as('operator_name'),
  tenantName: sql<string | null>`${tenantOf(revealRequests.tenantId)}`.as('tenant_name'),
  sessionId: revealRequests.sessionId,
  mode: sql<null>`null::text`.as('mode'),
  scope: sql<null>`null::text`.as('scope'),
  askedAt: revealRequests.askedAt,
  answerBy: revealRequests.answerBy,
}

/** Whatever others ask for and no colleague has answered, the one that lapses first on top: for a card. */
export function waitingForAnswer(operatorId: string) {
  const requests = look
    .select(selectionOf(waiting))
    .from(accessRequests)
    .where(
      and(
        // As the index has it; one that is approved has been answered.
        inArray(accessRequests.state, ['WAITING', 'APPROVED']),
        sql`${accessRequests.approvedAt} is null and ${accessRequests.answerBy} > clock_timestamp() and ${accessRequests.operatorId} <> ${operatorId}`,
      ),
    )
    .orderBy(asc(accessRequests.askedAt), asc(accessRequests.id))
    .limit(MOST)
  const wishes = look
    .select(wish)
    .from(revealRequests)
    .where(waitsForOthersThan(operatorId))
    .orderBy(...longestFirst)
    .limit(MOST)
  return reading('access_request', waiting, sql`(${requests.getSQL()}) union all (${wishes.getSQL()}) order by asked_at, id limit ${MOST}`)
}

/** Wishes for more reveals alone, likewise: beside the list of requests. */
export const waitingReveals = (db: Reader, operatorId: string) =>
  db
    .select(wish)
    .from(revealRequests)
    .where(waitsForOthersThan(operatorId))
    .orderBy(...longestFirst)
    .limit(MOST)

const longestFirst = [asc(revealRequests.askedAt), asc(revealRequests.id)]

/** A wish lapses with its session; the database knows by its clock, whether or not that was written down. */
const waitsForOthersThan = (operatorId: string): SQL | undefined =>
  and(
    eq(revealRequests.state, 'WAITING'),
    sql`${revealRequests.operatorId} <> ${operatorId} and ${revealRequests.answerBy} > clock_timestamp()`,
    sql`app.reveal_request_state(reveal_request) = 'WAITING'`,
  )
