import { describe, expect, it } from 'vitest'
import { CAST, type CastName } from '#test/cast.ts'
import { aCase, aReport, aTenant, aUser } from '#test/facts.ts'
import { inside, portalAs, writing } from '#test/world.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { actorFor, Program, tenantsOwn } from '../api/program.ts'
import { aRequest, exactly } from '../impersonation/asked.ts'
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

const NOWHERE = { id: 'ten_00000000000000000000' }
const LINE = 'Because the customer is still on the phone.'

/** For each record in an address: one of another tenant or another operator, which this session must not even know of. */
async function foreign() {
  const other = await inside('imke')
  const place = await aTenant()
  const [user, report] = [await aUser(place.id), await aReport(place.id, null)]
  const found = await aCase(place.id)
  return {
    sessionId: other.sessionId,
    requestId: await aRequest(other.person.id, place.id),
    caseId: found.id,
    riuId: report.id,
    userId: user.id,
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
  if (/access-requests\/:requestId\/(approve|deny)$/.test(path)) return { note: LINE }
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

/** Whoever knocks with a webhook is told nothing but that it is not signed, and customers have other keys: their own tests say so. */
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
    const program = door.audience === 'tenant' ? (await tenantsOwn()).program : new Program(await actorFor(somebody))
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
    for (const odd of ['0', 'x'.repeat(300), "'; drop table trail --", '%00', '%', '..%2f..%2fetc', 'null']) {
      const answer = await ask(encodeURIComponent(odd))
      expect([odd, answer.status]).toEqual([odd, 404])
    }
  })

  it('are the same as a place that never was', async () => {
    const { browser } = await portalAs('vera')
    const unknown = `/tenants/${newId('ten')}`
    const [never, nobody] = [await browser.get('/never/was'), await browser.get(unknown)]
    expect(plain(await never.text(), '/never/was')).toBe(plain(await nobody.text(), unknown))
    expect([never.status, nobody.status]).toEqual([404, 404])
  })
})
