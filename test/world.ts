import { env } from 'cloudflare:workers'
import { CAST, type CastName } from '#test/cast.ts'
import { Browser } from '#test/driver.ts'
import { aTenant, aTicket, insert } from '#test/facts.ts'
import { database, owner, settings } from '#test/owner.ts'
import { createApi } from '#worker/api.ts'
import { createApp } from '#worker/app.tsx'
import { sealLogin } from '#worker/auth/login-cookie.ts'
import { storeIn } from '#worker/audit/r2-store.ts'
import { signIn } from '#worker/auth/queries/sign-in.ts'
import type { Bindings } from '#worker/env.ts'
import type { Parts } from '#worker/http/portal.ts'
import { byCookieOrToken } from '#worker/http/who.ts'
import { audienceFrom, roomsFrom } from '#worker/live/rooms.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'

export type Person = { id: string; directoryId: string; name: string }

type App = ReturnType<typeof createApp>
let ours: App | undefined

/** A portal with real parts: PostgreSQL, the driver, the objects. A test replaces the one it wants to see fail; without, it is always the
 *  same portal, because to make one costs as much as several requests. */
export const portal = (parts?: Partial<Parts>): App => (parts ? portalOf(parts) : (ours ??= portalOf({})))

function portalOf(parts: Partial<Parts>) {
  const bindings = env as unknown as Bindings
  const { OPERATOR_DESK: desks, USER_ROOM: rooms, AI_ROOM: answers, CHECKPOINTS: bucket } = bindings
  const given: Parts = {
    settings,
    database,
    whoIs: byCookieOrToken(settings.sessionKey),
    clock: () => new Date(),
    desks: (operatorId) => desks.getByName(operatorId),
    rooms: roomsFrom(bindings),
    audience: audienceFrom(bindings),
    enterRoom: (userId, upgrade) => rooms.getByName(userId).fetch(upgrade),
    enterAiRoom: (userId, upgrade) => answers.getByName(userId).fetch(upgrade),
    ai: (userId) => answers.getByName(userId),
    checkpoints: storeIn(bucket),
    ...parts,
  }
  return createApp(given, createApi(given.settings))
}

/** A person of the cast who exists in this test only. */
export async function hire(name: CastName, row: Record<string, unknown> = {}): Promise<Person> {
  const { role, lead, zone, status, name: fullName } = CAST[name]
  const id = newId('ops')
  const directoryId = crypto.randomUUID()
  await insert('app.internal_user', {
    id,
    directory_id: directoryId,
    email: `${id}@vendor.example`,
    name: fullName,
    role,
    lead,
    zone,
    status,
    ...row,
  })
  return { id, directoryId, name: fullName }
}

/** Signs a person in at the database, as the callback of the directory does, and hands out their browser. */
export async function signedIn(person: Person, app = portal()): Promise<Browser> {
  const loginKey = newSecret()
  const spent = { roundTrips: 0, statements: 0 }
  const answer = await signIn(database, {
    directoryId: person.directoryId,
    loginKey,
    context: { requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' },
    spent,
  })
  if (!answer.ok) throw new Error(`${person.name} cannot sign in: ${answer.because}`)
  const cookie = await sealLogin({ operator: answer.operator, loginKey, expiresAt: answer.expiresAt }, settings.sessionKey)
  return new Browser(app, { '__Host-portal': cookie }, loginKey)
}

export async function portalAs(name: CastName, parts?: Partial<Parts>) {
  const person = await hire(name)
  return { person, browser: await signedIn(person, portal(parts)) }
}

export const REASON = 'The customer cannot find a case in the list and asked us to look.'

export const startFields = (tenantId: string, ticketId: string, more: Record<string, string> = {}) => ({
  tenantId,
  ticketId,
  category: 'TROUBLESHOOTING',
  minutes: '30',
  reason: REASON,
  ...more,
})

/** Somebody of the cast inside a tenant of their own, on their own ticket. */
export async function inside(
  name: CastName = 'vera',
  { parts, tenant = {}, start = {} }: { parts?: Partial<Parts>; tenant?: Record<string, unknown>; start?: Record<string, string> } = {},
) {
  const { person, browser } = await portalAs(name, parts)
  const place = await aTenant(tenant)
  const ticket = await aTicket(place.id, person.id)
  const response = await browser.post('/impersonations', startFields(place.id, ticket.id, start))
  if (response.status !== 303) throw new Error(`no session: ${response.status} ${await response.text()}`)
  const [session] = await owner<{ id: string }>('select id from app.impersonation_session where operator_id = $1', [person.id])
  if (!session) throw new Error('no session row')
  return { person, browser, tenant: place, ticket, sessionId: session.id }
}

/** The same in a session that writes: its row is moved by the owner of the database. */
export async function writing(name: CastName = 'imke', row: Record<string, string> = {}) {
  const there = await inside(name)
  const moved = Object.entries({ mode: 'READ_WRITE', approval_id: newId('acr'), ...row })
  await owner(`update app.impersonation_session set ${moved.map(([column], i) => `${column} = $${i + 2}`).join(', ')} where id = $1`, [
    there.sessionId,
    ...moved.map(([, value]) => value),
  ])
  return there
}

export type TrailRow = {
  seq: string
  act: string
  outcome: string
  sentence: string
  entity_type: string
  entity_ids: string[]
  facts: Record<string, unknown>
  session_id: string | null
  operator_id: string
  reason: string | null
  chain: string
  ip: string | null
  request_id: string | null
}

export const trailOf = (chain: string) => owner<TrailRow>('select * from audit.trail where chain = $1 order by seq', [chain])
