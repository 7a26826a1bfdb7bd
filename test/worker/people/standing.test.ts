import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portalAs, signedIn, trailOf } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import { digestOf } from '#worker/http/desk.ts'
import { newId } from '#worker/rules/ids.ts'
import { actsOf, standingOf, WHY } from './facts.ts'

const desks = (env as unknown as Bindings).OPERATOR_DESK
const endOf = async (id: string) =>
  (await owner<{ end_reason: string | null }>('select end_reason from app.impersonation_session where id = $1', [id]))[0]?.end_reason
const openSignIns = async (id: string) =>
  (
    await owner<{ open: number }>('select count(*)::int as open from app.login_session where operator_id = $1 and revoked_at is null', [id])
  )[0]?.open

describe('deactivating', () => {
  it('puts Vera out of the tenant and out of the portal in one act, her desk knows, and what she owned is shown', async () => {
    const { browser, person, sessionId, tenant, ticket } = await inside('vera')
    const managed = await aTenant({ name: 'Left Behind Ltd', csm_id: person.id })
    const keyDigest = await digestOf(browser.cookies.get('__Host-session') ?? '')
    const ada = await portalAs('ada')
    const response = await ada.browser.post(`/people/${person.id}/deactivate`, { reason: WHY })
    expect([response.status, response.headers.get('location')]).toEqual([303, `/people/${person.id}?done=person-deactivated`])
    expect(await standingOf(person.id)).toMatchObject({ status: 'DEACTIVATED' })
    expect([await endOf(sessionId), await openSignIns(person.id)]).toEqual(['FORCE_LOGOUT', 0])
    expect(await desks.getByName(person.id).check({ keyDigest, human: true })).toBe('ended')
    expect((await browser.get('/workspace/cases')).status).not.toBe(200)
    expect(await actsOf(ada.person.id)).toMatchObject([
      { act: 'person:deactivate', reason: WHY, facts: { sessions: [sessionId], signIns: 1 } },
    ])
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({ session_id: sessionId, operator_id: ada.person.id })

    const page = await (await ada.browser.get(`/people/${person.id}?done=person-deactivated`)).text()
    for (const words of [
      'Open tickets to take over',
      `T-${ticket.number}`,
      `href="/tenants/${managed.id}"`,
      'somebody has to take it over',
    ])
      expect(page).toContain(words)
    await expect(signedIn(person)).rejects.toThrow('DEACTIVATED')
  })

  it('is refused to Lena and for oneself, and nothing changed', async () => {
    const [vera, lena, ada] = [await hire('vera'), await portalAs('lena'), await portalAs('ada')]
    expect((await lena.browser.post(`/people/${vera.id}/deactivate`, { reason: WHY })).status).toBe(403)
    expect((await ada.browser.post(`/people/${ada.person.id}/deactivate`, { reason: WHY })).status).toBe(409)
    expect(await standingOf(vera.id)).toMatchObject({ status: 'ACTIVE', version: 1 })
    expect(await standingOf(ada.person.id)).toMatchObject({ status: 'ACTIVE', version: 1 })
  })

  it('collides: two press at once, one does it, the other is told', async () => {
    const [vera, ada, ben] = [await hire('vera'), await portalAs('ada'), await portalAs('ben')]
    const answers = await Promise.all([ada, ben].map(({ browser }) => browser.post(`/people/${vera.id}/deactivate`, { reason: WHY })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    const slower = answers.find(({ status }) => status === 409)
    expect(await slower?.text()).toContain('This person is deactivated already.')
    const acts = [...(await actsOf(ada.person.id)), ...(await actsOf(ben.person.id))]
    expect(acts.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'refused'])
  })

  it('is one act when sent again with its key, and wants a reason', async () => {
    const [vera, ada] = [await hire('vera'), await portalAs('ada')]
    expect((await ada.browser.post(`/people/${vera.id}/deactivate`, { reason: 'short' })).status).toBe(422)
    const asked = { reason: WHY, key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await ada.browser.post(`/people/${vera.id}/deactivate`, asked)).status).toBe(303)
    expect(await actsOf(ada.person.id)).toHaveLength(1)
  })

  it('knows nobody who is not there', async () => {
    const ada = await portalAs('ada')
    for (const act of ['deactivate', 'reactivate', 'hold', 'release', 'admin'])
      expect([act, (await ada.browser.post(`/people/${newId('ops')}/${act}`, { reason: WHY })).status]).toEqual([act, 404])
    expect((await actsOf(ada.person.id)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('not_found'))
  })
})

describe('reactivating', () => {
  it('lets Gita sign in again, anew', async () => {
    const [gita, ada] = [await hire('gita'), await portalAs('ada')]
    await expect(signedIn(gita)).rejects.toThrow('DEACTIVATED')
    const response = await ada.browser.post(`/people/${gita.id}/reactivate`, { reason: WHY })
    expect(response.headers.get('location')).toBe(`/people/${gita.id}?done=person-reactivated`)
    expect((await (await signedIn(gita)).get('/tenants')).status).toBe(200)
  })

  it('is refused to Lena, collides with a colleague, and is one act when repeated', async () => {
    const [gita, lena, ada, ben] = [await hire('gita'), await portalAs('lena'), await portalAs('ada'), await portalAs('ben')]
    expect((await lena.browser.post(`/people/${gita.id}/reactivate`, { reason: WHY })).status).toBe(403)
    expect(await standingOf(gita.id)).toMatchObject({ status: 'DEACTIVATED' })
    const asked = { reason: WHY, key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await ada.browser.post(`/people/${gita.id}/reactivate`, asked)).status).toBe(303)
    expect(await actsOf(ada.person.id)).toHaveLength(1)
    const late = await ben.browser.post(`/people/${gita.id}/reactivate`, { reason: WHY })
    expect([late.status, (await late.text()).includes('This person is not deactivated.')]).toEqual([409, true])
  })

  it('brings nobody back as an administrator by one hand', async () => {
    const [gone, ada] = [await hire('ben', { status: 'DEACTIVATED' }), await portalAs('ada')]
    const response = await ada.browser.post(`/people/${gone.id}/reactivate`, { reason: WHY })
    expect([response.status, (await response.text()).includes('by one hand')]).toEqual([409, true])
    const { version } = (await standingOf(gone.id)) ?? { version: 0 }
    const role = { role: 'SUPPORT_L1', version: String(version), reason: WHY }
    expect((await ada.browser.post(`/people/${gone.id}/role`, role)).status).toBe(303)
    expect((await ada.browser.post(`/people/${gone.id}/reactivate`, { reason: WHY })).status).toBe(303)
    expect(await standingOf(gone.id)).toMatchObject({ role: 'SUPPORT_L1', status: 'ACTIVE' })
  })
})

describe('holding by hand', () => {
  it('ends what Vera had open and keeps the reason for whoever releases her', async () => {
    const { person, sessionId } = await inside('vera')
    const ada = await portalAs('ada')
    expect((await ada.browser.post(`/people/${person.id}/hold`, { reason: WHY })).status).toBe(303)
    expect(await standingOf(person.id)).toMatchObject({ status: 'HELD', held_reason: WHY })
    expect([await endOf(sessionId), await openSignIns(person.id)]).toEqual(['FORCE_LOGOUT', 0])
    expect(await (await ada.browser.get(`/people/${person.id}`)).text()).toContain(WHY)
  })

  it('is refused to Lena and for oneself, collides with one that was faster, and is one act when repeated', async () => {
    const [vera, lena, ada, ben] = [await hire('vera'), await portalAs('lena'), await portalAs('ada'), await portalAs('ben')]
    expect((await lena.browser.post(`/people/${vera.id}/hold`, { reason: WHY })).status).toBe(403)
    expect((await ada.browser.post(`/people/${ada.person.id}/hold`, { reason: WHY })).status).toBe(409)
    expect(await standingOf(vera.id)).toMatchObject({ status: 'ACTIVE' })
    const asked = { reason: WHY, key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await ada.browser.post(`/people/${vera.id}/hold`, asked)).status).toBe(303)
    expect((await ben.browser.post(`/people/${vera.id}/hold`, { reason: WHY })).status).toBe(409)
    expect((await actsOf(ben.person.id)).at(-1)).toMatchObject({ act: 'person:hold', outcome: 'refused', facts: { because: 'NOT_ACTIVE' } })
  })
})

describe('the held', () => {
  it('are shown to Lena with since when and why, and released by her with a reason', async () => {
    const kurt = await hire('kurt', { held_reason: 'Thirty-one searches in a minute.' })
    const lena = await portalAs('lena')
    const page = await (await lena.browser.get('/people/held')).text()
    expect(page).toMatch(new RegExp(`id="${kurt.id}"[\\s\\S]*Kurt Eisenhart[\\s\\S]*Thirty-one searches`))
    expect(page).toContain(`/audit?operator=${kurt.id}`)
    const response = await lena.browser.post(`/people/${kurt.id}/release`, { reason: WHY, of: kurt.id })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/people/held?done=person-released'])
    expect(await standingOf(kurt.id)).toMatchObject({ status: 'ACTIVE', held_reason: null })
    expect((await (await signedIn(kurt)).get('/tenants')).status).toBe(200)
    expect(await actsOf(lena.person.id)).toMatchObject([{ act: 'person:release', outcome: 'done', reason: WHY, entity_ids: [kurt.id] }])
  })

  it('are not released by Hugo, nor without a reason, and stay held', async () => {
    const [kurt, hugo, lena] = [await hire('kurt'), await portalAs('hugo'), await portalAs('lena')]
    expect((await hugo.browser.get('/people/held')).status).toBe(403)
    expect((await hugo.browser.post(`/people/${kurt.id}/release`, { reason: WHY })).status).toBe(403)
    const short = await lena.browser.post(`/people/${kurt.id}/release`, { reason: 'fine now' })
    expect([short.status, (await short.text()).includes(`href="#release-${kurt.id}-reason"`)]).toEqual([422, true])
    expect(await standingOf(kurt.id)).toMatchObject({ status: 'HELD' })
  })

  it('collide: of two who release at once one is told that nobody is held any more', async () => {
    const [kurt, lena, ada] = [await hire('kurt'), await portalAs('lena'), await portalAs('ada')]
    const answers = await Promise.all([lena, ada].map(({ browser }) => browser.post(`/people/${kurt.id}/release`, { reason: WHY })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(await answers.find(({ status }) => status === 409)?.text()).toContain('This person is not held.')
  })

  it('are released once when the form is sent twice', async () => {
    const [kurt, lena] = [await hire('kurt'), await portalAs('lena')]
    const asked = { reason: WHY, key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await lena.browser.post(`/people/${kurt.id}/release`, asked)).status).toBe(303)
    expect(await actsOf(lena.person.id)).toHaveLength(1)
  })

  it('are deactivated, too, and cannot come in by the sign-in they had', async () => {
    const [kurt, ada] = [await hire('kurt'), await portalAs('ada')]
    const held = await signedIn(kurt)
    await ada.browser.post(`/people/${kurt.id}/deactivate`, { reason: WHY })
    expect(await openSignIns(kurt.id)).toBe(0)
    expect((await held.get('/account/sign-ins')).headers.get('location')).toContain('/sign-in')
  })
})

describe('the navigation', () => {
  it('leads Ada to people and to the held, Lena to the held, and Vera to neither', async () => {
    const links = async (name: 'ada' | 'lena' | 'vera') => {
      const page = await (await (await portalAs(name)).browser.get('/tenants')).text()
      return [page.includes('href="/people"'), page.includes('href="/people/held"')]
    }
    expect([await links('ada'), await links('lena'), await links('vera')]).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ])
  })
})
