import { sql } from 'drizzle-orm'
import type { Operator } from '#worker/auth/rules/operator.ts'
import type { ProgramState } from '#worker/auth/rules/families.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { answered } from '#worker/db/answered.ts'
import type { Database } from '#worker/db/driver.ts'
import { type Reader, reader } from '#worker/db/read.ts'
import { type Ask, outside, type RequestContext, type Scope, type Spent, within } from '#worker/db/scope.ts'
import { patiently } from '#worker/db/silence.ts'

const MOST = 50

/** What an access token says of the person beside what is known of them. `now` and `until` are the database's: when it is, and when the
 *  sign-in ends at the latest. */
export type TokenFacts = { email: string; loginId: string; now: Date; until: Date }

type NewFamily = { familyId: string; refreshToken: string; sealed: string; tokenId: string }

/** Trades the sign-in of the person who asks for the first refresh token of a family; that they were given one is a row of the trail. */
export async function openFamily(scope: Scope, { familyId, refreshToken, sealed, tokenId }: NewFamily): Promise<TokenFacts> {
  const { rows } = await within(scope).execute<{ email: string; login_id: string; now: string; until: string }>(
    sql`select email, login_id, now, until from app.open_family(${familyId}, ${refreshToken}, ${sealed}, ${tokenId})`,
  )
  const [row] = rows
  if (!row) throw new Error('whoever asks is signed in')
  return { email: row.email, loginId: row.login_id, now: new Date(row.now), until: new Date(row.until) }
}

export type Refreshed =
  | ({ ok: true; familyId: string; operator: Operator; sealed: string } & TokenFacts)
  | { ok: false; because: 'UNKNOWN' | 'ENDED' | 'SIGNED_OUT' }
  /** It had been traded already, and with that the family ended. */
  | { ok: false; because: 'REUSED'; familyId: string; operatorId: string }

type Row = {
  because: 'UNKNOWN' | 'ENDED' | 'SIGNED_OUT' | 'REUSED' | null
  family_id: string
  operator_id: string
  name: string
  email: string
  role: Role
  lead: boolean
  zone: string
  version: number
  login_id: string
  sealed: string
  now: string
  until: string
}

/** Trades a refresh token for `next`. Asked again after a silence it names the same child, which is the same answer. */
export async function refreshFamily(
  database: Database,
  { token, next, tokenId, context, spent }: { token: string; next: string; tokenId: string; context: RequestContext; spent: Spent },
): Promise<Refreshed> {
  const { rows } = await patiently(spent, () =>
    outside(database, 'staff', spent).execute<Row>(
      sql`select * from app.refresh_family(${token}, ${next}, ${tokenId}, ${JSON.stringify(context)}::jsonb)`,
    ),
  )
  const row = rows[0]
  if (!row) throw new Error('app.refresh_family always answers')
  const { because, family_id: familyId, operator_id: operatorId } = row
  if (because === 'REUSED') return { ok: false, because, familyId, operatorId }
  if (because !== null) return { ok: false, because }
  const { name, email, role, lead, zone, version, login_id: loginId, sealed } = row
  return {
    ok: true,
    familyId,
    operator: { id: operatorId, name, role, lead, zone, version, status: 'ACTIVE' },
    email,
    loginId,
    sealed,
    now: new Date(row.now),
    until: new Date(row.until),
  }
}

/** Programs that the person who asks gave a sign-in of theirs to, the latest first, and what has become of each. */
export async function listOwnPrograms(scope: Scope) {
  return (await programsOf(reader(scope))).map(programFrom)
}

export function programsOf(db: Reader) {
  return db
    .select({
      id: sql<string>`p.id`,
      state: sql<ProgramState>`p.state`,
      isCurrent: sql<boolean>`p.is_current`,
      loginId: sql<string>`p.login_id`,
      createdAt: sql<string>`p.created_at`,
      refreshedAt: sql<string>`p.refreshed_at`,
      ip: sql<string | null>`p.ip`,
      userAgent: sql<string | null>`p.user_agent`,
    })
    .from(sql`app.own_programs(${MOST}) p`)
}

export const programFrom = (row: Awaited<ReturnType<typeof programsOf>>[number]) => ({
  ...row,
  createdAt: new Date(row.createdAt),
  refreshedAt: new Date(row.refreshedAt),
})
export type ProgramRow = ReturnType<typeof programFrom>

/** Ends one of one's own programs. False where it is not theirs. */
export function revokeProgram(scope: Scope, ask: Ask, familyId: string): Promise<boolean> {
  return answered(
    scope,
    ask,
    async () => {
      const { rows } = await within(scope, { ask }).execute(sql`select id from app.revoke_own_program(${familyId})`)
      return rows.length > 0
    },
    ({ outcome }) => outcome === 'done',
  )
}
