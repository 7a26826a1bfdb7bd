import { CAST, type CastName } from '#test/cast.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { Ask } from '../asking.ts'
import { aCase, anOperator, aPlace, aSession, aUser } from '../content.ts'
import { endpoints, inboxes, machinery, register } from './belongings.ts'
import { readersOf } from './reading-tenant.ts'
import { parties, type PartySession } from './parties.ts'
import { requestsOf } from './requested.ts'
import { reviewsOf } from './reviewed.ts'
import { links } from './links.ts'
import { wishesOf } from './wished.ts'
import { aFamilyOfEach } from './families.ts'

type Person = Awaited<ReturnType<typeof anOperator>>
type Stay = { id: string; sessionKey: string; loginKey: string; operatorId: string }

/** Sign-ins of people who would be let in, but for one thing. */
const SIGN_INS = {
  signedOut: 'revoked_at = now()',
  ranOut: "expires_at = now() - interval '1 s'",
  idle: "seen_at = now() - interval '60 min 1 s'",
  stale: "proved_at = now() - interval '16 min'",
} as const

/** What became of each session, of its sign-in (`login_…`) or of its operator. */
const MOVES = {
  ended: "update app.impersonation_session set ended_at = now(), end_reason = 'FORCE_LOGOUT' where id = $1",
  overdue: "update app.impersonation_session set started_at = now() - interval '2 h', expires_at = now() - interval '1 s' where id = $1",
  unwatched: "update app.impersonation_activity set last_act_at = now() - interval '10 min 1 s' where session_id = $1",
  clockless: 'delete from app.impersonation_activity where session_id = $1',
  signedOut: of(SIGN_INS.signedOut),
  ranOut: of(SIGN_INS.ranOut),
  idle: of(SIGN_INS.idle),
} as const

function of(change: string) {
  return `update app.login_session set ${change} where id = (select login_session_id from app.impersonation_session where id = $1)`
}

export type LoginName = CastName | keyof typeof SIGN_INS
export const OVER = [...(Object.keys(MOVES) as (keyof typeof MOVES)[]), 'held', 'deactivated'] as const
export type SessionName =
  | (typeof OVER)[number]
  | PartySession
  | 'live'
  | 'writing'
  | 'elsewhere'
  | 'asInvestigator'
  | 'asEmployee'
  | `writingAs${'Investigator' | 'Manager' | 'Officer'}`
  | `${'writing' | 'reading'}WithoutLeave`
  | 'signedInEarlier'

export type Logins = Record<LoginName, Person>
export type Sessions = Record<SessionName, Stay>
export type World = Awaited<ReturnType<typeof arrange>>

/** Two tenants with one row of each kind, everybody of the cast signed in, and a session in each state. The owner arranges it. */
export async function arrange(own: Ask) {
  const logins = {} as Logins
  for (const [name, { role, lead, status }] of Object.entries(CAST))
    logins[name as CastName] = await anOperator(role, { lead, status }, own)
  for (const name of Object.keys(SIGN_INS) as (keyof typeof SIGN_INS)[]) {
    logins[name] = await anOperator('SUPPORT_L3', {}, own)
    await own(`update app.login_session set ${SIGN_INS[name]} where id = $1`, [logins[name].loginId])
  }
  const [here, there] = [await aPlace(own), await aPlace(own)]
  const investigatorId = await aUser(here.id, 'INVESTIGATOR', own)
  const employeeId = await aUser(here.id, 'EMPLOYEE', own)
  const adminId = await aUser(here.id, 'TENANT_ADMIN', own)
  const goneId = await aUser(here.id, 'INVESTIGATOR', own)
  await own("update tenant_user set status = 'DEACTIVATED' where id = $1", [goneId])
  const theirs = await aCase(here.id, { assignee: investigatorId, author: investigatorId }, own)

  const stay = async (
    tenantId: string,
    how: Parameters<typeof aSession>[2] = {},
    { status = 'ACTIVE', role = 'SUPPORT_L3' }: { status?: string; role?: Role } = {},
  ): Promise<Stay> => {
    const { id: operatorId, loginId, loginKey } = await anOperator(role, { status }, own)
    return { ...(await aSession({ id: operatorId, loginId }, tenantId, how, own)), loginKey, operatorId }
  }
  const apart = await parties(own)
  const sessions = {
    live: await stay(here.id),
    writing: await stay(here.id, { mode: 'READ_WRITE' }),
    elsewhere: await stay(there.id),
    asInvestigator: await stay(here.id, { seenAs: 'INVESTIGATOR', target: investigatorId }),
    asEmployee: await stay(here.id, { seenAs: 'EMPLOYEE', target: employeeId }),
    held: await stay(here.id, { mode: 'READ_WRITE' }, { status: 'HELD' }),
    deactivated: await stay(here.id, { mode: 'READ_WRITE' }, { status: 'DEACTIVATED' }),
    writingAsInvestigator: await stay(here.id, { mode: 'READ_WRITE', seenAs: 'INVESTIGATOR', target: investigatorId }),
    writingAsManager: await stay(here.id, { mode: 'READ_WRITE', seenAs: 'MANAGER' }),
    writingAsOfficer: await stay(here.id, { mode: 'READ_WRITE', seenAs: 'COMPLIANCE_OFFICER' }),
    writingWithoutLeave: await stay(here.id, { mode: 'READ_WRITE' }, { role: 'SUPPORT_L2' }),
    readingWithoutLeave: await stay(here.id, {}, { role: 'HOTLINE_OPS' }),
    signedInEarlier: await stay(here.id),
    ...apart.sessions,
  } as Sessions
  for (const name of Object.keys(MOVES) as (keyof typeof MOVES)[]) {
    sessions[name] = await stay(here.id, { mode: 'READ_WRITE' })
    await own(MOVES[name], [sessions[name].id])
  }
  await own(`update app.login_session set proved_at = now() - interval '16 min' where operator_id = $1`, [
    sessions.signedInEarlier.operatorId,
  ])
  const kept = await register(own, here.id, logins)
  return {
    logins,
    apart,
    sessions,
    here,
    there,
    theirs,
    users: { investigatorId, employeeId, adminId, goneId },
    ...kept,
    requests: await requestsOf(own, logins, sessions, { here: here.id, there: there.id, shut: kept.shut }),
    moreReveals: await wishesOf(own, logins, sessions, { here: here.id, there: there.id }),
    ...(await machinery(own, logins, sessions)),
    reviews: await reviewsOf(own, logins, here.id),
    ...(await inboxes(own, here.id, { employeeId, goneId })),
    readers: await readersOf(own, kept.shut),
    families: await aFamilyOfEach(own, logins),
    ...(await links(own)),
    ...(await endpoints(own, { here: here.id, there: there.id }, logins, sessions)),
  }
}
