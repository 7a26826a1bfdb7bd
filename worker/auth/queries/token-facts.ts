import { sql } from 'drizzle-orm'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** More sign-ins than anybody has in twelve hours. */
const MOST_SIGN_INS = 1_000

/** What a token says of the person beside what their cookie says; that they were given one is a row of the trail in the same statement.
 *  `now` and `until` are the database's: when it is, and when the sign-in ends at the latest. */
export async function tokenFacts(scope: Scope, tokenId: string): Promise<{ email: string; loginId: string; now: Date; until: Date }> {
  const { rows } = await within(scope).execute<{ email: string; login_id: string; now: string; until: string }>(sql`
    with mine as materialized (
      select u.email, l.id as login_id, l.expires_at as until
      from app.own_sign_ins(${MOST_SIGN_INS}) l join app.internal_user u on u.id = app.current_operator() where l.is_current
    ), traced as (
      insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
      select 'sign_in:token', ${ACTS['sign_in:token']}, 'done', 'login_session', array[mine.login_id], jsonb_build_object('token', ${tokenId}::text) from mine
    )
    select email, login_id, clock_timestamp() as now, until from mine`)
  const [row] = rows
  if (!row) throw new Error('whoever asks is signed in')
  return { email: row.email, loginId: row.login_id, now: new Date(row.now), until: new Date(row.until) }
}
