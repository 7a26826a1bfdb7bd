import { sql } from 'drizzle-orm'
import { answered } from '#worker/db/answered.ts'
import { programFrom, programsOf } from '#worker/auth/queries/families.ts'
import { type Reader, reader } from '#worker/db/read.ts'
import { type Ask, type Scope, within } from '#worker/db/scope.ts'

const MOST = 50

/** `idle`: an hour without a request; `expired`: twelve hours after it began. The database judges, by its own clock. */
export type SignInState = 'open' | 'ended' | 'idle' | 'expired'

/** Where and when the person who asks signed in, the latest first, and what has become of it. */
export async function listOwnSignIns(scope: Scope) {
  return (await signInsOf(reader(scope))).map(signInFrom)
}

/** The same with the programs that go on with those sign-ins, in one round trip. */
export async function listOwn(scope: Scope) {
  const db = reader(scope)
  const [signIns, programs] = await db.batch([signInsOf(db), programsOf(db)])
  return { signIns: signIns.map(signInFrom), programs: programs.map(programFrom) }
}

function signInsOf(db: Reader) {
  return db
    .select({
      id: sql<string>`l.id`,
      state: sql<SignInState>`l.state`,
      isCurrent: sql<boolean>`l.is_current`,
      inSession: sql<boolean>`l.in_session`,
      createdAt: sql<string>`l.created_at`,
      seenAt: sql<string>`l.seen_at`,
      ip: sql<string | null>`l.ip`,
      userAgent: sql<string | null>`l.user_agent`,
    })
    .from(sql`app.own_sign_ins(${MOST}) l`)
}

const signInFrom = (row: Awaited<ReturnType<typeof signInsOf>>[number]) => ({
  ...row,
  createdAt: new Date(row.createdAt),
  seenAt: new Date(row.seenAt),
})
export type SignInRow = ReturnType<typeof signInFrom>

/** Whether the sign-in of this very request was among them, which they were, and the sessions in tenants that ended with them. */
export type Revoked = { current: boolean; loginIds: string[]; sessionIds: string[] }

/** Ends one of one's own sign-ins, or all of them with this one, and the sessions that rest on them. Undefined where it is not theirs. */
export function revokeSignIns(scope: Scope, ask: Ask, loginId: string | null): Promise<Revoked | undefined> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute<{ id: string; is_current: boolean; session_id: string | null }>(
        sql`select id, is_current, session_id from app.revoke_own_sign_ins(${loginId})`,
      )
      if (rows.length === 0) return undefined
      return {
        current: rows.some((row) => row.is_current),
        loginIds: rows.map((row) => row.id),
        sessionIds: rows.flatMap((row) => (row.session_id === null ? [] : [row.session_id])),
      }
    },
    // Whoever can ask again is still signed in, so it was another sign-in that ended.
    ({ outcome, entityIds, facts }) =>
      outcome === 'not_found' ? undefined : { current: false, loginIds: entityIds, sessionIds: (facts.sessions ?? []) as string[] },
  )
}
