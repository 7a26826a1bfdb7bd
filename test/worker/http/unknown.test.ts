import { env } from 'cloudflare:workers'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { CAST, type CastName } from '#test/cast.ts'
import type { Browser } from '#test/driver.ts'
import { aCase, aJob, aReport, aTenant, aUser, insert, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, writing } from '#test/world.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor, Program, tokenFor } from '../api/program.ts'
import { linkOf, stranger, visited } from '../customer/facts.ts'
import { aRequest, exactly } from '../impersonation/asked.ts'
import { aNotification } from '../notifications/facts.ts'
import { everyDoor } from './walk.ts'

/** What may differ between two answers to the same person: ids of the request, nonces, tokens, keys, and the clock of the banner. */
const plain = (text: string, address: string) =>
  text
    .replaceAll(address, '(address)')
    .replaceAll(encodeURIComponent(address), '(address)')
    .replace(/\b(req|key)_[0-9A-Z]{20}/g, '$1')
    .replace(/nonce="[^"]*"/g, 'nonce')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)')
    .replace(/\b\d{1,2}:\d\d(:\d\d)?\b/g, '(clock)')
    .replace(/data-[a-z-]*="\d+"|datetime="PT\d+S"/g, '(clock)')

const ODD = ['0', 'x'.repeat(300), "'; drop table trail --", '%00', '%', '..%2f..%2fetc', 'null']
const { DOORS } = env as unknown as { DOORS: string }
const drawn = /^\d+$/.test(DOORS) ? Number(DOORS) : Math.floor(Math.random() * ODD.length)
console.info(`odd addresses: ${DOORS === 'all' ? 'all of them at each door' : `a part of them at doors of keys, DOORS=${drawn}`}`)

/** What somebody may type in the place of a name. All keys are looked at in one place, before any handler: there a third, which is another from
 *  door to door and from run to run. */
function oddAt(path: string, parameter: string): string[] {
  if (DOORS === 'all' || !parameter.endsWith('Id')) return ODD
  const place = everyDoor.findIndex((each) => each.path === path) + drawn
  return ODD.filter((_, i) => (i + place) % 3 === 0)
}

const NOWHERE = { id: 'ten_00000000000000000000' }
const LINE = 'Because the customer is still on the phone.'

/** For each record in an address: one of another tenant or another operator, which this session must not even know of. */
async function foreign() {
  const other = await inside('imke')
  const place = await aTenant()
  const [user, report] = [await aUser(place.id), await aReport(place.id, null)]
  const found = await aCase(place.id)
  const [own] = await owner<{ id: string }>('select id from app.login_session where operator_id = $1', [other.person.id])
  const read = await aCase(other.tenant.id)
  const asked = await other.browser.post(`/workspace/cases/${read.id}/runs`, { task: 'timeline' })
  return {
    sessionId: other.sessionId,
    requestId: await aRequest(other.person.id, place.id),
    caseId: found.id,
    riuId: report.id,
    userId: user.id,
    // Somebody else asked a model about it, so that the trail knows of it.
    entityId: read.id,
    runId: asked.headers.get('Location')?.split('/').at(-1) ?? '',
    notificationId: (await aNotification(other.person.id)).id,
    loginId: own?.id ?? '',
    familyId: decodeJwt<{ fam: string }>(await tokenFor(other.browser)).fam,
  }
}

/** Made once and asked for at every door: nobody is let through to them, so they stay as they are. */
let theirs: ReturnType<typeof foreign> | undefined
const seekers = new Map<string, ReturnType<typeof writing>>()
function seeker(name: CastName, writes: boolean) {
  const key = `${name} ${writes}`
  const known = seekers.get(key) ?? (writes ? writing(name) : inside(name))
  seekers.set(key, known)
  return known
}

/** What makes a form or a body complete, so that only the record is wrong. */
function fieldsFor(path: string): Record<string, string | number | boolean> {
  const isProgram = path.startsWith('/api/')
  if (path.endsWith('/extend')) return { minutes: isProgram ? 15 : '15', reason: LINE }
  if (/:requestId\/(approve|deny)$/.test(path)) return { note: LINE }
  if (path.endsWith('/reveals') && path.includes('/impersonations/')) return { reason: LINE }
  if (path.endsWith('/start')) {
    const { targetUserId: _, ...wished } = exactly({ tenant: NOWHERE, ticket: NOWHERE })
    return { ...wished, ...(isProgram && { minutes: 30 }) }
  }
  if (path.endsWith('/break-glass')) return { ticketId: newId('tic'), category: 'INCIDENT', reason: `${LINE} Nobody answers tonight.` }
  if (path.endsWith('/note')) return { note: LINE }
  if (path.endsWith('/verdict')) return { verdict: 'approved', note: LINE }
  if (path.endsWith('/kill')) return { reason: LINE }
  if (isProgram && path.endsWith('/notes')) return { body: LINE, visibility: 'INTERNAL' }
  if (isProgram && path.includes('/workspace/')) {
    const seen = { version: 1, reason: LINE }
    if (path.endsWith('/status')) return { ...seen, status: 'IN_PROGRESS' }
    if (path.endsWith('/priority')) return { ...seen, priority: 1 }
    if (path.endsWith('/assignee')) return { ...seen, assigneeId: newId('usr') }
    if (path.includes('/users/:')) return seen
  }
  if (path.endsWith('/runs')) return { task: 'summarize' }
  if (isProgram && path.endsWith('/role')) return { role: 'SUPPORT_L1', lead: false, version: 1, reason: LINE }
  if (isProgram && path.includes('/people/:')) return { reason: LINE }
  if (isProgram && path.includes('/grants/'))
    return { askedAt: '2026-01-01T00:00:00.000Z', ...(path.endsWith('/refuse') && { reason: LINE }) }
  if (isProgram && path.endsWith('/secrets')) return { kind: 'API_KEY', name: 'sync', value: 'a-secret-value' }
  if (path.endsWith('/:tenantId/links')) return { name: 'A name', days: '7' }
  if (isProgram && path.endsWith('/rotate')) return { version: 1, overlap: 'day', publicKey: '' }
  if (isProgram && path.includes('/notifications/:')) return { read: true }
  return {}
}

/** Whoever knocks with a webhook is told nothing but that it is not signed, and customers have other keys: see below. */
const elsewhere = ['webhook', 'tenant', 'customer-link']
const parametrised = everyDoor.filter(({ path, door }) => path.includes(':') && !elsewhere.includes(door.audience))

describe('records that are not there, and records that are not yours', () => {
  it.each(parametrised.map((each) => [each.name, each] as const))('look the same at %s', async (_, { method, path, door }) => {
    const mayPass =
      (['vera', 'hugo', 'imke', 'ada'] as const).find((name) => door.permission === null || may(CAST[name], door.permission)) ?? 'ada'
    const hidden: Record<string, string> = { ...(await (theirs ??= foreign())) }
    // Whoever may end sessions knows of every open one.
    if (door.permission === 'kill_sessions') delete hidden.sessionId
    // Whoever may answer requests knows of every one.
    if (door.permission === 'approve_access') delete hidden.requestId
    const somebody = await seeker(mayPass, door.impersonation === 'rw')
    const { browser } = somebody
    const program = new Program(await actorFor(somebody))
    const isProgram = path.startsWith('/api/')
    const [parameter = ''] = [...path.matchAll(/:(\w+)/g)].map((match) => match[1])
    const prefix = (hidden[parameter] ?? 'ten_').split('_')[0] as Parameters<typeof newId>[0]
    const ask = async (id: string) => {
      const address = path.replace(`:${parameter}`, id)
      const fields = fieldsFor(path)
      const response = isProgram
        ? await program.raw(method, address, method === 'GET' ? undefined : fields)
        : method === 'GET'
          ? await browser.get(address)
          : await browser.post(address, fields as Record<string, string>)
      return { status: response.status, body: plain(await response.text(), address) }
    }
    const unknown = await ask(newId(prefix))
    expect(unknown.status).toBe(404)
    expect(unknown.body).toContain('There is nothing here.')
    if (hidden[parameter] !== undefined) expect(await ask(hidden[parameter])).toEqual(unknown)
    for (const odd of oddAt(path, parameter)) {
      const answer = await ask(encodeURIComponent(odd))
      expect([odd, answer.status]).toEqual([odd, 404])
    }
  })

  it.each(parametrised.flatMap((each) => (secondOf(each.path) === undefined ? [] : [[each.name, each] as const])))(
    'and what is another tenant’s is not there behind an address of one’s own: %s',
    async (_, { method, path }) => {
      const ada = await (insider ??= inside('ada'))
      const own: Record<string, string> = { tenantId: ada.tenant.id, sessionId: ada.sessionId }
      const theirs = await (behind ??= behindTheirs())
      const program = new Program(await tokenFor(ada.browser))
      const ask = async (id: string) => {
        const address = path.replace(/:(\w+)/, (_, first: string) => own[first] ?? '').replace(/:(\w+)/, id)
        const fields = fieldsFor(path)
        const response = path.startsWith('/api/')
          ? await program.raw(method, address, fields)
          : await ada.browser.post(address, fields as Record<string, string>)
        return { status: response.status, body: plain(await response.text(), address) }
      }
      const id = theirs[secondOf(path) as keyof typeof theirs]
      const unknown = await ask(newId(id.split('_')[0] as Parameters<typeof newId>[0]))
      expect(unknown.status).toBe(404)
      expect(await ask(id)).toEqual(unknown)
    },
  )

  it('are the same as a place that never was', async () => {
    const { browser } = await portalAs('vera')
    const unknown = `/tenants/${newId('ten')}`
    const [never, nobody] = [await browser.get('/never/was'), await browser.get(unknown)]
    expect(plain(await never.text(), '/never/was')).toBe(plain(await nobody.text(), unknown))
    expect([never.status, nobody.status]).toEqual([404, 404])
  })
})

/** What stands in an address behind a tenant or a session, where it is a record. */
const secondOf = (path: string) => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name).filter((name) => name.endsWith('Id'))[1]

let insider: ReturnType<typeof inside> | undefined
let behind: ReturnType<typeof behindTheirs> | undefined

/** One of each that an address names behind another record, of another tenant and another session. */
async function behindTheirs() {
  const other = await visited()
  const job = await aJob(other.tenant.id, { state: 'DISCARDED' })
  const wish = await insert('app.reveal_request', {
    id: newId('rvq'),
    ...{ session_id: other.sessionId, operator_id: other.person.id, tenant_id: other.tenant.id, reason: LINE },
    ...{ asked_at: minutesAgo(1), answer_by: minutesAgo(-20) },
  })
  return { jobId: job.id as string, requestId: wish.id, linkId: (await linkOf(other.admin)).id }
}

const ofCustomers = everyDoor.filter(({ path, door }) => ['tenant', 'customer-link'].includes(door.audience) && /:\w+Id/.test(path))

/** Two customers with somebody of ours inside, of whom one asks for what is the other's. */
let customers: ReturnType<typeof twoCustomers> | undefined
async function twoCustomers() {
  const [own, other] = [await visited(), await visited()]
  return {
    own,
    link: (await linkOf(own.admin, { mayAct: true })).path,
    theirs: {
      sessionId: other.sessionId,
      requestId: await aRequest(other.person.id, other.tenant.id, { customer_by: minutesAgo(-20) }),
      linkId: (await linkOf(other.admin)).id,
      notificationId: (await aNotification(other.admin.id)).id,
    } as Record<string, string>,
  }
}

describe('what is another customer’s', () => {
  it.each(ofCustomers.map((each) => [each.name, each] as const))('looks to a customer as if it were not there at %s', async (_, each) => {
    const { own, link, theirs } = await (customers ??= twoCustomers())
    const [, parameter = ''] = /:(\w+Id)/.exec(each.path) ?? []
    const ask = async (id: string) => {
      const address = each.path.replace('/customer/:link', link).replace(`:${parameter}`, id)
      const response =
        each.door.audience === 'tenant'
          ? await own.admin.program.raw(each.method, address, each.method === 'GET' ? undefined : fieldsForCustomer(each.path))
          : await pressed(stranger(), link, address)
      return { status: response.status, body: plain(await response.text(), address) }
    }
    const id = theirs[parameter] ?? ''
    const unknown = await ask(newId(id.split('_')[0] as Parameters<typeof newId>[0]))
    expect(unknown.status).toBe(404)
    expect(await ask(id)).toEqual(unknown)
    for (const odd of oddAt(each.path, parameter)) expect([odd, (await ask(encodeURIComponent(odd))).status]).toEqual([odd, 404])
  })
})

const fieldsForCustomer = (path: string) => (path.includes('/notifications/:') ? { read: true } : {})

/** With the token of a form that stands on the page of the link. */
async function pressed(browser: Browser, page: string, address: string): Promise<Response> {
  const html = await (await browser.get(page)).text()
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''
  return browser.post(address, { csrf: hidden('csrf'), key: hidden('key') })
}
