import { sql } from 'drizzle-orm'
import { answered } from '#worker/db/answered.ts'
import { rowsOf } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'

const MOST = 50

/** `idle`: an hour without a request; `expired`: twelve hours after it began. The database judges, by its own clock. */
export type SignInState = 'open' | 'ended' | 'idle' | 'expired'

type Row = {
  id: string
  state: SignInState
  is_current: boolean
  in_session: boolean
  created_at: string
  seen_at: string
  ip: string | null
  user_agent: string | null
}

/** Where and when the person who asks signed in, the latest first, and what has become of it. */
export async function listOwnSignIns(scope: Scope) {
  const rows = await rowsOf<Row>(
    scope,
    sql`select id, state, is_current, in_session, created_at, seen_at, ip, user_agent from app.own_sign_ins(${MOST})`,
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    isCurrent: row.is_current,
    inSession: row.in_session,
    createdAt: new Date(row.created_at),
    seenAt: new Date(row.seen_at),
    ip: row.ip,
    userAgent: row.user_agent,
  }))
}
export type SignInRow = Awaited<ReturnType<typeof listOwnSignIns>>[number]

/** Whether the sign-in of this very request was among them, and the sessions in tenants that ended with them. */
export type Revoked = { current: boolean; sessionIds: string[] }

/** Ends one of one's own sign-ins, or all of them with this one, and the sessions that rest on them. Undefined where it is not theirs. */
export function revokeSignIns(scope: Scope, ask: Ask, loginId: string | null): Promise<Revoked | undefined> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ is_current: boolean; session_id: string | null }>(
        sql`select is_current, session_id from app.revoke_own_sign_ins(${loginId})`,
      )
      if (rows.length === 0) return undefined
      return {
        current: rows.some((row) => row.is_current),
        sessionIds: rows.flatMap((row) => (row.session_id === null ? [] : [row.session_id])),
      }
    },
    // Whoever can ask again is still signed in, so it was another sign-in that ended.
    ({ outcome, facts }) => (outcome === 'not_found' ? undefined : { current: false, sessionIds: (facts.sessions ?? []) as string[] }),
  )
}
