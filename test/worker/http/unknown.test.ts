import { describe, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { aCase, aReport, aTenant, aUser } from '#test/facts.ts'
import { inside, portalAs } from '#test/world.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
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
    .replace(/data-[a-z-]*="\d+"/g, '(clock)')

const LINE = 'Because the customer is still on the phone.'

/** For each record in an address: one of another tenant or another operator, which this session must not even know of. */
async function foreign() {
  const other = await inside('imke')
  const place = await aTenant()
  const [user, report] = [await aUser(place.id), await aReport(place.id, null)]
  const found = await aCase(place.id)
  return { sessionId: other.sessionId, caseId: found.id, riuId: report.id, userId: user.id }
}

const parametrised = everyDoor.filter(({ path }) => path.includes(':'))

describe('records that are not there, and records that are not yours', () => {
  it.each(parametrised.map((each) => [each.name, each] as const))('look the same at %s', async (_, { method, path, door }) => {
    const mayPass =
      (['vera', 'hugo', 'imke', 'ada'] as const).find((name) => door.permission === null || may(CAST[name], door.permission)) ?? 'ada'
    const hidden: Record<string, string> = await foreign()
    // Whoever may end sessions knows of every open one.
    if (door.permission === 'kill_sessions') delete hidden.sessionId
    const { browser } = await inside(mayPass)
    const [parameter = ''] = [...path.matchAll(/:(\w+)/g)].map((match) => match[1])
    const prefix = (hidden[parameter] ?? 'ten_').split('_')[0] as Parameters<typeof newId>[0]
    const ask = async (id: string) => {
      const address = path.replace(`:${parameter}`, id)
      const fields = path.endsWith('/extend')
        ? { minutes: '15', reason: LINE }
        : path.endsWith('/note')
          ? { note: LINE }
          : path.endsWith('/kill')
            ? { reason: LINE }
            : {}
      const response = method === 'GET' ? await browser.get(address) : await browser.post(address, fields)
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
