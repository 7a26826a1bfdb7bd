import { type CastName, CAST } from '#test/cast.ts'
import { Browser } from '#test/driver.ts'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portal, signedIn } from '#test/world.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { asksWithBody, type Door, type DoorName, doors } from '#worker/doors.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor, Program, tokenFor } from '../api/program.ts'
import { CONFIG_DOCUMENTS } from '#worker/support/rules/register-words.ts'

export const everyDoor = Object.entries(doors).map(([name, door]) => {
  const [method = '', path = ''] = name.split(' ')
  return { name: name as DoorName, method, path, door: door as Door }
})

export type State = 'signed out' | 'outside' | 'inside' | 'after the end' | 'held'

/** What a session can be while somebody is inside, and how it can have come to its end; the registry says the same of each. The rows are moved
 *  by the owner of the database: of what ran out the desk knows nothing and believes in it, of leaving it is told. */
export const KINDS = {
  inside: ['reads', 'writes', 'broke the glass'],
  'after the end': ['ran out', 'was left', 'was killed'],
} as const
export type Kind = (typeof KINDS)[keyof typeof KINDS][number]

const MOVES: Record<Exclude<Kind, 'reads'>, string> = {
  writes: "mode = 'READ_WRITE', approval_id = 'acr_' || right(id, 20)",
  'broke the glass': "mode = 'READ_ONLY', approval_id = null, break_glass = true, limit_at = started_at + interval '30 minutes'",
  'ran out': "started_at = started_at - interval '2 hours', expires_at = now() - interval '1 second'",
  'was left': "expires_at = now() + interval '10 minutes'",
  'was killed': "end_reason = 'FORCE_LOGOUT'",
}

/** Makes the session of a walker one of another kind. A made-up overlay stays what it is. */
export async function becomes({ browser, sessionId }: Walker, kind: Kind): Promise<void> {
  if (sessionId === null || kind === 'reads') return
  await owner(`update app.impersonation_session set ${MOVES[kind]} where id = $1`, [sessionId])
  if (kind === 'was left') await browser.post(`/impersonations/${sessionId}/end`)
}

export type Walker = { browser: Browser; tenantId: string; sessionId: string | null; cookies: Map<string, string>; program: Program }

/** Somebody at the doors, in one of the states a browser can be in; roles that cannot enter a tenant show an overlay they made up. */
export async function walker(name: CastName, state: State): Promise<Walker> {
  const impersonates = may(CAST[name], 'impersonate')
  if (state === 'signed out') return ready(new Browser(portal()), (await aTenant()).id, null, undefined)
  if (state === 'held') return ready(await signedIn(await hire(name, { status: 'HELD' })), (await aTenant()).id, null, undefined)
  if (state === 'outside' || !impersonates) {
    const browser = await signedIn(await hire(name))
    const token = await tokenFor(browser)
    if (state !== 'outside') browser.cookies.set('__Host-session', 'made-up')
    return ready(browser, (await aTenant()).id, null, token)
  }
  const { browser, tenant, sessionId } = await inside(name)
  const token = await actorFor({ browser, tenant, sessionId })
  return ready(browser, tenant.id, sessionId, token)
}

const ready = (browser: Browser, tenantId: string, sessionId: string | null, token: string | undefined): Walker => ({
  browser,
  tenantId,
  sessionId,
  cookies: new Map(browser.cookies),
  program: new Program(token),
})

/** Knocks with the cookies of the state, whatever an answer before took off. Forms carry nothing but their token and key, and name
 *  records that do not exist: a door is tried, nothing is done behind it. */
export async function knock(
  { browser, tenantId, sessionId, cookies, program }: Walker,
  { method, path }: { method: string; path: string },
): Promise<Response> {
  browser.cookies.clear()
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  const unknown = newId('req')
  const address = path.replace(/:(\w+)/g, (_, parameter: string) => {
    if (method === 'GET' && parameter === 'tenantId') return tenantId
    if (method === 'GET' && parameter === 'sessionId') return sessionId ?? unknown
    if (parameter === 'document') return CONFIG_DOCUMENTS[0]
    return unknown
  })
  if (path.startsWith('/api/')) return knockAsProgram(program, browser, method, address)
  return method === 'GET' ? browser.get(address) : browser.post(address)
}

/** A program shows the token of its state, no token where it has none; for a token itself a browser knocks. */
function knockAsProgram(program: Program, browser: Browser, method: string, address: string): Promise<Response> {
  if (address !== '/api/v1/auth/tokens') return program.raw(method, address, method === 'GET' ? undefined : {})
  return browser.send(address, { method, headers: { Origin: 'https://portal.example', 'Content-Type': 'application/json' }, body: '{}' })
}

/** What the registry says of a door and a person in a state; doors that sign people out come last. */
export function expectedAt(
  { name: doorName, path, door }: (typeof everyDoor)[number],
  name: CastName,
  state: State,
  kind?: Kind,
): '303 to sign-in' | '401' | '403' | 'let in' {
  const isProgram = path.startsWith('/api/')
  // A program without a token has nothing to end a session with; one that refreshes shows its token in the body.
  const needsToken = isProgram && door.effect === 'write' && doorName !== 'POST /api/v1/auth/refresh'
  if (door.audience === 'public') return needsToken && state === 'signed out' ? '401' : 'let in'
  // Whoever it is, there is no link: nothing is there (404), as it is for anybody.
  if (door.audience === 'customer-link') return 'let in'
  // Whoever it is: there is no signature.
  if (door.audience === 'webhook') return '403'
  // The product’s word on a tenant’s user; none of the staff has it.
  if (door.audience === 'tenant') return '401'
  if (state === 'signed out') return isProgram ? '401' : '303 to sign-in'
  if (state === 'held') return door.held === undefined ? '403' : 'let in'
  if (door.permission !== null && !may(CAST[name], door.permission)) return '403'
  if (state === 'inside' && door.impersonation === 'deny') return '403'
  // A browser is outside again after the end; the token of a session is nothing then. Roles that enter no tenant never had one.
  const hasToken = isProgram && doorName !== 'POST /api/v1/auth/tokens' && may(CAST[name], 'impersonate')
  if (!door.inside) return hasToken && state === 'after the end' ? '401' : 'let in'
  // Its desk believes in it still: before the database is asked one is led to the cases, and a program hears that it sent nothing.
  if (kind === 'ran out' && (doorName === 'GET /workspace' || (isProgram && asksWithBody(door)))) return 'let in'
  // Nobody approved the sessions of these walks.
  if (state === 'inside' && door.approval !== undefined) return '403'
  return { outside: '403', inside: 'let in', 'after the end': '401' }[state] as '403' | 'let in' | '401'
}

export function classOf(response: Response): string {
  if (response.status === 303 && response.headers.get('Location')?.startsWith('/sign-in')) return '303 to sign-in'
  return [401, 403, 500, 503].includes(response.status) ? String(response.status) : 'let in'
}
