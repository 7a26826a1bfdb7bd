import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { hire, portalAs } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { actsOf, grantsOf, seenOf, standingOf } from './facts.ts'

const WHY = 'We need a third administrator while Ben is away.'

/** Ada has asked that Vera becomes an administrator. */
async function asked() {
  const [ada, ben, vera] = [await portalAs('ada'), await portalAs('ben'), await portalAs('vera')]
  const response = await ada.browser.post(`/people/${vera.person.id}/admin`, { reason: WHY })
  const [grant] = await grantsOf(vera.person.id)
  if (!grant) throw new Error(`no wish: ${response.status}`)
  return { ada, ben, vera, grant, response, grantPath: `/people/grants/${grant.id}/grant`, refusePath: `/people/grants/${grant.id}/refuse` }
}

describe('a wish that somebody becomes an administrator', () => {
  it('is asked for by Ada, changes no role, and waits for somebody else', async () => {
    const { ada, ben, vera, grant, response } = await asked()
    expect([response.status, response.headers.get('location')]).toEqual([303, `/people/${vera.person.id}?done=admin-asked`])
    expect(grant).toMatchObject({ state: 'asked', asked_by: ada.person.id, decided_by: null })
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L1', version: 1 })
    expect(await actsOf(ada.person.id)).toMatchObject([
      { act: 'admin:ask', outcome: 'done', entity_ids: [grant.id, vera.person.id], reason: WHY },
    ])
    expect(await (await ben.browser.get('/people/grants')).text()).toContain(`/people/grants/${grant.id}/grant`)
    const own = await (await ada.browser.get('/people/grants')).text()
    expect(own).toContain(grant.id)
    expect(own).not.toContain(`/people/grants/${grant.id}/grant`)
    expect(await (await ben.browser.get(`/people/${vera.person.id}`)).text()).toContain('Somebody asked that they become an administrator.')
  })

  it('is refused to Lena, for oneself, and for somebody who is held', async () => {
    const [lena, ada, vera, kurt] = [await portalAs('lena'), await portalAs('ada'), await hire('vera'), await hire('kurt')]
    expect((await lena.browser.post(`/people/${vera.id}/admin`, { reason: WHY })).status).toBe(403)
    for (const id of [ada.person.id, kurt.id]) {
      expect((await ada.browser.post(`/people/${id}/admin`, { reason: WHY })).status).toBe(409)
      expect(await grantsOf(id)).toEqual([])
    }
    expect(await grantsOf(vera.id)).toEqual([])
    expect((await actsOf(ada.person.id)).map(({ facts }) => facts.because)).toEqual(['YOURSELF', 'NOT_ACTIVE'])
  })

  it('collides: two ask at once, one wish stands', async () => {
    const [ada, ben, vera] = [await portalAs('ada'), await portalAs('ben'), await hire('vera')]
    const answers = await Promise.all([ada, ben].map(({ browser }) => browser.post(`/people/${vera.id}/admin`, { reason: WHY })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(await grantsOf(vera.id)).toHaveLength(1)
  })

  it('is one wish when sent again with its key, and wants a reason', async () => {
    const [ada, vera] = [await portalAs('ada'), await hire('vera')]
    expect((await ada.browser.post(`/people/${vera.id}/admin`, { reason: 'please' })).status).toBe(422)
    const form = { reason: WHY, key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await ada.browser.post(`/people/${vera.id}/admin`, form)).status).toBe(303)
    expect(await actsOf(ada.person.id)).toHaveLength(1)
  })
})

describe('granting', () => {
  it('makes Vera an administrator by the second hand, in the same act, and she signs in anew', async () => {
    const { ada, ben, vera, grant, grantPath } = await asked()
    const response = await ben.browser.post(grantPath, { seen: seenOf(grant) })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/people/grants?done=admin-granted'])
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'ADMIN', lead: false, version: 2 })
    expect(await grantsOf(vera.person.id)).toMatchObject([{ state: 'granted', asked_by: ada.person.id, decided_by: ben.person.id }])
    expect((await vera.browser.get('/tenants')).headers.get('location')).toContain('/sign-in')
    expect(await actsOf(ben.person.id)).toMatchObject([
      { act: 'admin:grant', outcome: 'done', entity_ids: [grant.id, vera.person.id], facts: { askedBy: ada.person.id } },
    ])
  })

  it('is refused to who asked, to the person themselves, and to Lena', async () => {
    const { ada, vera, grant, grantPath } = await asked()
    const lena = await portalAs('lena')
    const own = await ada.browser.post(grantPath, { seen: seenOf(grant) })
    expect([own.status, (await own.text()).includes('You asked for this yourself.')]).toEqual([409, true])
    expect((await lena.browser.post(grantPath, { seen: seenOf(grant) })).status).toBe(403)
    expect((await vera.browser.post(grantPath, { seen: seenOf(grant) })).status).toBe(403)
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L1', version: 1 })
    expect(await grantsOf(vera.person.id)).toMatchObject([{ state: 'asked' }])
    expect((await actsOf(ada.person.id)).at(-1)).toMatchObject({ outcome: 'refused', facts: { because: 'ASKED_BY_YOU' } })
  })

  it('collides: two grant at once, one is told that it was decided', async () => {
    const { ben, vera, grant, grantPath } = await asked()
    const third = await portalAs('ben')
    const answers = await Promise.all([ben, third].map(({ browser }) => browser.post(grantPath, { seen: seenOf(grant) })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(await answers.find(({ status }) => status === 409)?.text()).toContain('It was decided already.')
    expect(await standingOf(vera.person.id)).toMatchObject({ version: 2 })
  })

  it('is one act when sent again with its key', async () => {
    const { ben, vera, grant, grantPath } = await asked()
    const form = { seen: seenOf(grant), key: newId('key') }
    for (let press = 0; press < 2; press++) expect((await ben.browser.post(grantPath, form)).status).toBe(303)
    expect(await actsOf(ben.person.id)).toHaveLength(1)
    expect(await standingOf(vera.person.id)).toMatchObject({ version: 2 })
  })

  it('is too late after seven days; asked anew it is another wish, read anew', async () => {
    const { ada, ben, vera, grant, grantPath } = await asked()
    await owner(
      "update app.admin_grant set asked_at = asked_at - interval '8 days', expires_at = expires_at - interval '8 days' where id = $1",
      [grant.id],
    )
    const [old] = await grantsOf(vera.person.id)
    const late = await ben.browser.post(grantPath, { seen: seenOf(old ?? grant) })
    expect([late.status, (await late.text()).includes('Nobody decided within seven days.')]).toEqual([409, true])
    expect((await ada.browser.post(`/people/${vera.person.id}/admin`, { reason: `${WHY} Again.` })).status).toBe(303)
    const stale = await ben.browser.post(grantPath, { seen: seenOf(old ?? grant) })
    expect(stale.status).toBe(409)
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L1' })
    const [fresh] = await grantsOf(vera.person.id)
    expect((await ben.browser.post(grantPath, { seen: seenOf(fresh ?? grant) })).status).toBe(303)
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'ADMIN' })
  })

  it('does not rest on the word of somebody who is no administrator any more', async () => {
    const { ada, ben, grant, grantPath, vera } = await asked()
    await ben.browser.post(`/people/${ada.person.id}/role`, { role: 'SUPPORT_L3', version: '1', reason: WHY })
    const response = await ben.browser.post(grantPath, { seen: seenOf(grant) })
    expect([response.status, (await response.text()).includes('no longer an active administrator')]).toEqual([409, true])
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L1' })
  })

  it('makes nobody of somebody who was deactivated meanwhile, and knows no wish that is not there', async () => {
    const { ben, vera, grant, grantPath } = await asked()
    await ben.browser.post(`/people/${vera.person.id}/deactivate`, { reason: WHY })
    expect((await ben.browser.post(grantPath, { seen: seenOf(grant) })).status).toBe(409)
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L1', status: 'DEACTIVATED' })
    expect((await ben.browser.post(`/people/grants/${newId('adg')}/grant`, { seen: '1' })).status).toBe(404)
  })
})

describe('refusing', () => {
  it('leaves Vera what she was, with a reason for who asked', async () => {
    const { ben, vera, grant, refusePath } = await asked()
    const response = await ben.browser.post(refusePath, { seen: seenOf(grant), of: grant.id, reason: 'Two of us are enough for now.' })
    expect(response.headers.get('location')).toBe('/people/grants?done=admin-refused')
    expect(await grantsOf(vera.person.id)).toMatchObject([{ state: 'refused', decided_by: ben.person.id }])
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L1', version: 1 })
    expect(await actsOf(ben.person.id)).toMatchObject([{ act: 'admin:refuse', outcome: 'done', reason: 'Two of us are enough for now.' }])
    expect(await (await ben.browser.get('/people/grants')).text()).toContain('Refused')
  })

  it('is refused to who asked and to Lena, wants a reason, collides with a grant, and is one act when repeated', async () => {
    const { ada, ben, grant, refusePath, grantPath } = await asked()
    const lena = await portalAs('lena')
    const form = { seen: seenOf(grant), reason: 'Two of us are enough for now.', key: newId('key') }
    expect((await ada.browser.post(refusePath, form)).status).toBe(409)
    expect((await lena.browser.post(refusePath, form)).status).toBe(403)
    const short = await ben.browser.post(refusePath, { seen: seenOf(grant), of: grant.id, reason: 'no' })
    expect([short.status, (await short.text()).includes(`href="#refuse-${grant.id}-reason"`)]).toEqual([422, true])
    for (let press = 0; press < 2; press++) expect((await ben.browser.post(refusePath, form)).status).toBe(303)
    expect(await actsOf(ben.person.id)).toHaveLength(1)
    expect((await (await portalAs('ben')).browser.post(grantPath, { seen: seenOf(grant) })).status).toBe(409)
  })
})
