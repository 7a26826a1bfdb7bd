import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CAST, type CastName, EVERYBODY } from '#test/cast.ts'
import { database, settings } from '#test/owner.ts'
import { hire, portal, signedIn } from '#test/world.ts'
import { Browser } from '#test/driver.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { doors, isForBuilding } from '#worker/doors.ts'
import { onError } from '#worker/http/errors.tsx'
import { onlyDeclaredDoors, permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { byCookies } from '#worker/http/who.ts'
import { lookUpTenants } from '#worker/support/queries/tenant-lookup.ts'
import { programOf } from '../api/program.ts'
import { becomes, classOf, everyDoor, expectedAt, type Kind, KINDS, knock, type State, walker } from './walk.ts'

afterEach(() => void vi.restoreAllMocks())

const parts = {
  settings,
  database,
  whoIs: byCookies(settings.sessionKey),
  clock: () => new Date(),
  desks: () => {
    throw new Error('nobody is inside')
  },
  rooms: () => nobodyListens(),
  audience: () => nobodyListens(),
  enterRoom: () => nobodyListens(),
  enterAiRoom: () => nobodyListens(),
  ai: () => nobodyListens(),
}
const nobodyListens = () => {
  throw new Error('nobody listens')
}
const routesOf = (app: ReturnType<typeof portal>) => [
  ...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)),
]

describe('the registry of doors', () => {
  it('names every route, and no route that is not there', () => {
    expect(routesOf(portal()).toSorted()).toEqual(Object.keys(doors).toSorted())
  })

  it('names what is for building the portal only, and that is not there in production', async () => {
    const inProduction = portal({ settings: { ...settings, environment: 'production' } })
    const missing = routesOf(portal()).filter((route) => !routesOf(inProduction).includes(route))
    expect(missing.toSorted()).toEqual(Object.keys(doors).filter(isForBuilding).toSorted())
    const browser = await signedIn(await hire('ada'), inProduction)
    for (const route of missing.filter((name) => name.startsWith('GET'))) expect((await browser.get(route.slice(4))).status).toBe(404)
    const program = await programOf(browser, inProduction)
    for (const route of missing.filter((name) => name.startsWith('POST'))) expect((await program.post(route.slice(5))).status).toBe(404)
  })

  it('stands before every route with a permit of that very name', () => {
    for (const { method, path } of everyDoor) {
      const handlers = portal().routes.filter((route) => route.method === method && route.path === path)
      expect([method, path, handlers.length]).toEqual([method, path, 2])
    }
  })

  it('asks staff for a permission everywhere, and tenant content for a session', () => {
    for (const { name, path, door } of everyDoor) {
      if (door.audience === 'staff') expect([name, door.permission]).not.toEqual([name, null])
      expect([name, door.inside === true]).toEqual([name, /^(\/api\/v1)?\/workspace/.test(path)])
      // Taking something out changes nothing but the trail: a file is fetched by a link.
      if (!['read', 'export'].includes(door.effect))
        expect([name, /^(POST|(PUT|PATCH) \/api\/v1|GET \/sign-in\/callback$)/.test(name)]).toEqual([name, true])
    }
  })

  it('gives the login that writes to doors of a session that writes, and to no other', () => {
    for (const { name, door } of everyDoor)
      if (door.inside) expect([name, door.impersonation]).toEqual([name, door.effect === 'write' ? 'rw' : 'ro'])
  })

  it('closes a route that somebody forgot to declare, whatever it would show', async () => {
    const alerts = vi.spyOn(console, 'error').mockImplementation(() => {})
    const app = portal({}) // of its own
    app.get('/new-room', (c) => c.text('rows of everybody'))
    app.get('/tenants/:tenantId/everything', permit('GET /tenants'), (c) => c.text('rows of everybody'))
    const browser = await signedIn(await hire('ada'), app)
    for (const path of ['/new-room', '/tenants/ten_x/everything']) {
      const response = await browser.get(path)
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain('rows of everybody')
    }
    expect(alerts.mock.calls.join()).toContain('undeclared_door')
  })

  it('leaves a handler that forgot its permit with nothing to read with', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const app = new Hono<Portal>()
      .use(remember(parts))
      .use(onlyDeclaredDoors)
      .get('/tenants', async (c) => c.json(await lookUpTenants(c.var.scope, 'a')))
      .get('/', async (c) => c.json(await c.var.db.select()))
      .onError(onError)
    const { cookies } = await signedIn(await hire('ada'))
    for (const path of ['/tenants', '/']) {
      const response = await new Browser(app as never, Object.fromEntries(cookies)).get(path)
      expect(response.status).toBe(500)
      expect(await response.text()).toContain('Something broke on our side')
    }
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('has no other method behind a door: %s is not there', async (method) => {
    const browser = await signedIn(await hire('ada'))
    const response = await browser.send('/tenants', { method, headers: { Origin: 'https://portal.example' } })
    expect([403, 404]).toContain(response.status)
  })

  it('takes no method from a header, a field or the address', async () => {
    const browser = await signedIn(await hire('ada'))
    const response = await browser.send('/sign-out?_method=POST', {
      headers: { 'X-HTTP-Method-Override': 'POST', Origin: 'https://portal.example' },
    })
    expect(response.status).toBe(404)
    expect((await browser.get('/')).status).toBe(200)
  })
})

const TRIED = ['outside', 'inside', 'after the end'] as const

/**
 * Which kinds of a session meet which doors. By themselves kinds are turned by one from door to door and from person to person, so that each door
 * that asks for a session meets every kind and nobody knocks more often for it; where that begins is another in each run, so that in time everybody
 * meets each door in each kind. Of those to whom a door answers by the same words of code as to everybody else, every
 * fifth knocks, and always somebody, by another lot. `DOORS=all` lets them all meet in one run, `DOORS=0` to `14` begins where it says.
 */
const ONE_OF = 5
const { DOORS } = env as unknown as { DOORS: string }
const isWhole = DOORS === 'all'
const lot = /^\d+$/.test(DOORS) ? Number(DOORS) : Math.floor(Math.random() * 3 * ONE_OF)
const [turned, drawn] = [lot % 3, Math.floor(lot / 3) % ONE_OF]
console.info(isWhole ? 'doors: DOORS=all, everybody meets each door in each kind of session' : `doors: a part of them all, DOORS=${lot}`)

/** What is looked at in one place, before any handler: the permission that a role lacks, the keys of others than staff, being held, being outside,
 *  what is not done from inside a tenant, and that whoever has left one is outside again. Nor does a public door ask who somebody is. */
function isRefusedAlike({ path, door }: (typeof everyDoor)[number], name: CastName, state: State): boolean {
  if (door.audience !== 'staff') return path !== '/sign-out'
  if (door.permission !== null && !may(CAST[name], door.permission)) return true
  if (state === 'held') return door.held === undefined
  if (state === 'outside') return door.inside === true
  if (state === 'inside') return door.impersonation === 'deny'
  return state === 'after the end' && !door.inside && path !== '/sign-out'
}

/** Who is let in here was let in outside, in this run: a session neither opens such a door nor closes it. */
const isLetInAlike = ({ door }: (typeof everyDoor)[number], state: State) =>
  state === 'inside' && door.audience === 'staff' && !door.inside && door.impersonation !== 'deny'

/** Those who meet a door in the same way, by the name of it; whoever meets it in a way of their own has none. A session that somebody is in is
 *  another thing than one that they made up. */
function likenessAt(each: (typeof everyDoor)[number], name: CastName, state: State): string | undefined {
  const shown = state === 'inside' && !may(CAST[name], 'impersonate') ? 'made up' : ''
  if (isRefusedAlike(each, name, state)) return `refused ${shown}`
  return isLetInAlike(each, state) ? `let in ${shown}` : undefined
}

const HELD = ['hugo', 'lena', 'omar', 'ada'] as const
const peopleIn = (state: State): readonly CastName[] =>
  state === 'held' && !isWhole ? HELD : EVERYBODY.filter((name) => state !== 'after the end' || may(CAST[name], 'impersonate'))

/** Of a session that somebody made up, a program shows nothing: its token has none, and it is outside where it already was. */
const isOutsideAgain = (name: CastName, state: State, path: string) =>
  state === 'inside' && !may(CAST[name], 'impersonate') && path.startsWith('/api/') && path !== '/api/v1/auth/tokens'

/** The doors that somebody tries in a state: all that answer to them in particular, and their lot of the others. */
const doorsFor = (name: CastName, state: State) =>
  everyDoor.filter((each, place) => {
    if (isWhole) return true
    const met = peopleIn(state).filter((somebody) => !isOutsideAgain(somebody, state, each.path))
    const likeness = likenessAt(each, name, state)
    if (likeness === undefined) return met.includes(name)
    const alike = met.filter((somebody) => likenessAt(each, somebody, state) === likeness)
    const rank = alike.indexOf(name)
    return rank < 0 ? met.includes(name) : (rank + place + drawn) % Math.min(ONE_OF, alike.length) === 0
  })

type Round = { kind: Kind | undefined; doors: typeof everyDoor }

/** What each of those who set out for a person meets, by what the test calls it. */
function outingsOf(name: (typeof EVERYBODY)[number], state: (typeof TRIED)[number]): [string, Round[]][] {
  const tried = doorsFor(name, state)
  if (state === 'outside') return [[state, [{ kind: undefined, doors: tried }]]]
  const kinds = KINDS[state]
  if (isWhole && may(CAST[name], 'impersonate')) {
    // A session becomes one kind after the other; only the last of each outing is tried.
    return kinds.map((last, n) => [`${state}, ${last}`, kinds.slice(0, n + 1).map((kind) => ({ kind, doors: kind === last ? tried : [] }))])
  }
  const from = EVERYBODY.indexOf(name) + turned
  const rounds = kinds.map((kind, turn) => ({
    kind,
    doors: tried.filter((each) => (everyDoor.indexOf(each) + from) % kinds.length === turn),
  }))
  return [[state, rounds]]
}

describe('at every door', () => {
  // Whoever enters no tenant has no session that could end: what they made up is tried once, as a live one.
  const states = (name: (typeof EVERYBODY)[number]) =>
    may(CAST[name], 'impersonate') ? TRIED : TRIED.filter((state) => state !== 'after the end')
  const outings = EVERYBODY.flatMap((name) =>
    states(name).flatMap((state) => outingsOf(name, state).map(([called, rounds]) => [name, called, state, rounds] as const)),
  )
  it.each(outings)('%s, %s: is let in or refused as the registry says', async (name, _, state, rounds) => {
    const somebody = await walker(name, state)
    const leads = ({ path }: { path: string }) => path === '/sign-out' || path === '/account/sign-ins/revoke-all'
    const last = (each: { path: string }) => (leads(each) ? 2 : Number(each.path.endsWith('/revoke-all')))
    const found = new Map<string, string>()
    const ends: [(typeof everyDoor)[number], Kind | undefined][] = []
    const at = async (each: (typeof everyDoor)[number], kind: Kind | undefined) => {
      // Signing out leads to the sign-in page, as it should.
      const expected = leads(each) ? '303 to sign-in' : expectedAt(each, name, state, kind)
      const met = classOf(await knock(somebody, each))
      if (met !== expected) found.set(`${each.name}, ${kind ?? state}`, `${met}, not ${expected}`)
    }
    for (const { kind, doors } of rounds) {
      if (kind !== undefined) await becomes(somebody, kind)
      for (const each of doors) last(each) === 0 ? await at(each, kind) : ends.push([each, kind])
    }
    for (const [each, kind] of ends.toSorted(([a], [b]) => last(a) - last(b))) await at(each, kind)
    expect(Object.fromEntries(found)).toEqual({})
  })

  it.each(peopleIn('held'))('%s, held: finds their own pages, and is refused everywhere else', async (name) => {
    const somebody = await walker(name, 'held')
    const leads = ({ path }: { path: string }) => path === '/sign-out' || path === '/account/sign-ins/revoke-all'
    const pages = doorsFor(name, 'held')
      .filter(({ path }) => !path.startsWith('/api/'))
      .toSorted((a, b) => Number(leads(a)) - Number(leads(b)))
    for (const each of pages) {
      const found = classOf(await knock(somebody, each))
      expect([each.name, found]).toEqual([each.name, leads(each) ? '303 to sign-in' : expectedAt(each, name, 'held')])
    }
  })

  it('somebody who is held is let in nowhere but to what is about themselves', () => {
    const own =
      /^(GET \/|GET \/account\/sign-ins|GET \/audit|GET \/audit\/:chain\/:seq|GET \/impersonations|GET \/live|GET \/impersonations\/:sessionId)$|sign-ins\/(revoke-all|:loginId\/revoke)$|GET \/account\/programs$|programs\/:familyId\/revoke$/
    for (const { name, door } of everyDoor) {
      if (door.held !== undefined) expect(name.replace('/api/v1', '')).toMatch(own)
    }
  })

  it('somebody who is signed out is led to the sign-in page, and to nothing else', async () => {
    const nobody = await walker('vera', 'signed out')
    for (const each of everyDoor) {
      const found = classOf(await knock(nobody, each))
      expect([each.name, found]).toEqual([each.name, each.path === '/sign-out' ? '303 to sign-in' : expectedAt(each, 'vera', 'signed out')])
    }
  })
})
