import { describe, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, inside, portalAs } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { actsOf, standingOf } from './facts.ts'

const aNewPerson = (more: Record<string, string> = {}) => ({
  name: 'Fay Lindgren',
  email: `fay.${newId('key').toLowerCase()}@vendor.example`,
  directoryId: crypto.randomUUID(),
  role: 'SUPPORT_L2',
  zone: 'Europe/Berlin',
  ...more,
})
const rowsWith = (email: string) =>
  owner<{ id: string; role: string; lead: boolean; status: string; zone: string; directory_id: string }>(
    'select id, role, lead, status, zone, directory_id from app.internal_user where lower(email) = lower($1)',
    [email],
  )

describe('the list of people', () => {
  it('shows Ada everybody by name, one round trip, and leads the way on by key', async () => {
    const mark = newId('key').slice(-10)
    for (let n = 0; n < 55; n++) await hire('vera', { name: `${mark} ${String(n).padStart(2, '0')}` })
    const { browser } = await portalAs('ada')
    const response = await browser.get(`/people?q=${mark}`)
    expect(response.headers.get('Server-Timing')).toContain('1 round trips, 1 statements')
    const first = await response.text()
    const names = (page: string) => [...page.matchAll(new RegExp(`${mark} (\\d\\d)`, 'g'))].map(([, n]) => n)
    expect(names(first)).toEqual(Array.from({ length: 50 }, (_, n) => String(n).padStart(2, '0')))
    const further = /href="(\/people\?[^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(further).not.toContain('Vera')
    const second = await (await browser.get(further)).text()
    expect(names(second)).toEqual(['50', '51', '52', '53', '54'])
    const back = /href="(\/people\?[^"]*before=[^"]*)"/.exec(second)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(names(await (await browser.get(back)).text())).toHaveLength(50)
  })

  it('finds by the beginning of any name, by address, role, status and lead mark, and takes a percent sign as it is', async () => {
    const mark = newId('key').slice(-10)
    const person = await hire('lena', { name: `Petra ${mark}`, status: 'HELD' })
    const { browser } = await portalAs('ada')
    const finds = async (query: string) => (await (await browser.get(`/people?${query}`)).text()).includes(person.id)
    expect(await finds(`q=${mark.toLowerCase()}`)).toBe(true)
    expect(await finds(`q=${person.id.toLowerCase()}`)).toBe(true)
    expect(await finds(`q=${mark}&role=SUPPORT_L2&status=HELD&lead=yes`)).toBe(true)
    expect(await finds(`q=${mark}&role=SUPPORT_L1`)).toBe(false)
    expect(await finds(`q=${mark}&status=ACTIVE`)).toBe(false)
    expect(await finds('q=%25')).toBe(false)
  })

  it('is not for Lena, who leads but does not manage people', async () => {
    const { browser } = await portalAs('lena')
    for (const path of ['/people', '/people/new', '/people/grants', `/people/${CAST.vera.id}`])
      expect((await browser.get(path)).status).toBe(403)
  })
})

describe('the page of a person', () => {
  it('shows Ada what Vera may, has open and owns, in one round trip, and never the directory id', async () => {
    const { person, tenant, ticket } = await inside('vera')
    await aTenant({ name: 'Managed by Vera', csm_id: person.id })
    const { browser } = await portalAs('ada')
    const response = await browser.get(`/people/${person.id}`)
    const page = await response.text()
    expect(response.headers.get('Server-Timing')).toContain('1 round trips, 4 statements')
    for (const words of ['enter a tenant for a stated reason', `T-${ticket.number}`, tenant.name, 'Managed by Vera', '1 open'])
      expect(page).toContain(words)
    expect(page).toContain(`/impersonations/kill?scope=operator&amp;subject=${person.id}`)
    expect(page).toContain(`/audit/records/${person.id}`)
    expect(page).not.toContain(person.directoryId)
  })

  it('costs the same whatever somebody owns', async () => {
    const vera = await hire('vera')
    const tenant = await aTenant()
    for (let n = 0; n < 30; n++) await aTicket(tenant.id, vera.id)
    const { browser } = await portalAs('ada')
    expect((await browser.get(`/people/${vera.id}`)).headers.get('Server-Timing')).toContain('1 round trips, 4 statements')
  })

  it('offers Ada nothing to do to herself', async () => {
    const { browser, person } = await portalAs('ada')
    const page = await (await browser.get(`/people/${person.id}`)).text()
    expect(page).toContain('Nobody changes their own role or status')
    expect(page).not.toContain(`/people/${person.id}/role`)
  })

  it('is not there for nobody', async () => {
    const { browser } = await portalAs('ada')
    expect((await browser.get(`/people/${newId('ops')}`)).status).toBe(404)
  })
})

describe('adding a person', () => {
  it('lets Fay in from now on, and the trail knows her role but not her name', async () => {
    const { browser, person } = await portalAs('ada')
    const fay = aNewPerson({ lead: 'yes', name: '  Fay   Lindgren ' })
    const response = await browser.post('/people', fay)
    const [row] = await rowsWith(fay.email)
    expect([response.status, response.headers.get('location')]).toEqual([303, `/people/${row?.id}?done=person-added`])
    expect(row).toMatchObject({ role: 'SUPPORT_L2', lead: true, status: 'ACTIVE', zone: 'Europe/Berlin', directory_id: fay.directoryId })
    const acts = await actsOf(person.id)
    expect(acts).toMatchObject([{ act: 'person:add', outcome: 'done', entity_ids: [row?.id] }])
    expect(JSON.stringify(acts)).not.toMatch(/Fay|vendor\.example/)
  })

  it('names every wrong field and keeps what was typed', async () => {
    const { browser, person } = await portalAs('ada')
    const response = await browser.post('/people', {
      name: 'F',
      email: 'fay at vendor',
      directoryId: 'not-a-uuid',
      role: 'ADMIN',
      zone: 'Mars/Base',
    })
    const page = await response.text()
    expect(response.status).toBe(422)
    for (const words of ['A name has 2', 'address like', 'a UUID', 'Choose a role', 'time zone like', 'value="fay at vendor"'])
      expect(page).toContain(words)
    expect(await actsOf(person.id)).toEqual([])
  })

  it('is refused to Lena, who does not manage people, and nobody is there', async () => {
    const { browser } = await portalAs('lena')
    const fay = aNewPerson()
    expect((await browser.post('/people', fay)).status).toBe(403)
    expect(await rowsWith(fay.email)).toEqual([])
  })

  it.each([
    ['email', 'This address belongs to somebody already.'],
    ['directoryId', 'This object id belongs to somebody already.'],
  ] as const)('collides on the %s: the field is named, what was typed stays, the trail tells', async (field, message) => {
    const { browser, person } = await portalAs('ada')
    const fay = aNewPerson()
    await browser.post('/people', fay)
    const other = aNewPerson({ [field]: fay[field].toUpperCase(), name: 'Another Somebody' })
    const response = await browser.post('/people', other)
    expect(response.status).toBe(422)
    const page = await response.text()
    for (const words of [message, 'Another Somebody']) expect(page).toContain(words)
    expect((await actsOf(person.id)).map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
  })

  it('collides at the same moment: one of two is added, the other is told which field is taken', async () => {
    const [ada, ben] = [await portalAs('ada'), await portalAs('ben')]
    const fay = aNewPerson()
    const answers = await Promise.all(
      [ada, ben].map(({ browser }) => browser.post('/people', { ...fay, directoryId: crypto.randomUUID() })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
    expect(await rowsWith(fay.email)).toHaveLength(1)
  })

  it('is one person when the form is sent again with its key', async () => {
    const { browser } = await portalAs('ada')
    const fay = aNewPerson({ key: newId('key') })
    const [first, again] = [await browser.post('/people', fay), await browser.post('/people', fay)]
    expect([again.status, again.headers.get('location')]).toEqual([303, first.headers.get('location')])
    expect(await rowsWith(fay.email)).toHaveLength(1)
    expect((await browser.post('/people', { ...fay, name: 'Somebody Else' })).status).toBe(422)
  })

  it('begins nobody as an administrator, not even past the form', async () => {
    const { browser } = await portalAs('ada')
    expect(await (await browser.get('/people/new')).text()).not.toContain('value="ADMIN"')
    const fay = aNewPerson({ role: 'ADMIN' })
    expect((await browser.post('/people', fay)).status).toBe(422)
    expect(await rowsWith(fay.email)).toEqual([])
  })
})

describe('another role', () => {
  const WHY = 'They passed the training for the second level.'

  it('is given to Vera, who is signed out and finds it when she comes back', async () => {
    const vera = await portalAs('vera')
    const ada = await portalAs('ada')
    const response = await ada.browser.post(`/people/${vera.person.id}/role`, {
      role: 'SUPPORT_L2',
      lead: 'yes',
      version: '1',
      reason: WHY,
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, `/people/${vera.person.id}?done=role-changed`])
    expect(await standingOf(vera.person.id)).toMatchObject({ role: 'SUPPORT_L2', lead: true, status: 'ACTIVE', version: 2 })
    expect((await vera.browser.get('/tenants')).headers.get('location')).toContain('/sign-in')
    const before = { [vera.person.id]: { role: 'SUPPORT_L1', lead: false, status: 'ACTIVE' } }
    const after = { [vera.person.id]: { role: 'SUPPORT_L2', lead: true, status: 'ACTIVE' } }
    expect(await actsOf(ada.person.id)).toMatchObject([{ act: 'person:role', outcome: 'done', reason: WHY, facts: { before, after } }])
  })

  it('is refused to Lena, and for oneself, and nothing changed', async () => {
    const [vera, lena, ada] = [await hire('vera'), await portalAs('lena'), await portalAs('ada')]
    const asked = { role: 'SUPPORT_L2', version: '1', reason: WHY }
    expect((await lena.browser.post(`/people/${vera.id}/role`, asked)).status).toBe(403)
    const own = await ada.browser.post(`/people/${ada.person.id}/role`, asked)
    expect([own.status, (await own.text()).includes('Nobody does this to themselves.')]).toEqual([409, true])
    expect(await standingOf(vera.id)).toMatchObject({ role: 'SUPPORT_L1', version: 1 })
    expect(await standingOf(ada.person.id)).toMatchObject({ role: 'ADMIN', version: 1 })
    expect(await actsOf(ada.person.id)).toMatchObject([{ act: 'person:role', outcome: 'refused', facts: { because: 'YOURSELF' } }])
  })

  it('collides with a change made in the meantime: 409 with how it stands now, and the words are kept', async () => {
    const [vera, ada, ben] = [await hire('vera'), await portalAs('ada'), await portalAs('ben')]
    await ada.browser.post(`/people/${vera.id}/role`, { role: 'HOTLINE_OPS', version: '1', reason: WHY })
    const response = await ben.browser.post(`/people/${vera.id}/role`, { role: 'CLIENT_SUCCESS', version: '1', reason: WHY })
    const page = await response.text()
    expect(response.status).toBe(409)
    for (const words of ['Somebody changed this person in the meantime.', 'Hotline operations', WHY, 'name="version" value="2"'])
      expect(page).toContain(words)
    expect(await standingOf(vera.id)).toMatchObject({ role: 'HOTLINE_OPS', version: 2 })
  })

  it('is one change when sent again with its key', async () => {
    const [vera, ada] = [await hire('vera'), await portalAs('ada')]
    const asked = { role: 'SUPPORT_L3', version: '1', reason: WHY, key: newId('key') }
    const answers = [await ada.browser.post(`/people/${vera.id}/role`, asked), await ada.browser.post(`/people/${vera.id}/role`, asked)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await standingOf(vera.id)).toMatchObject({ version: 2 })
    expect(await actsOf(ada.person.id)).toHaveLength(1)
  })

  it('cannot be ADMIN, wants a reason, and is not there for nobody', async () => {
    const [vera, ada] = [await hire('vera'), await portalAs('ada')]
    expect((await ada.browser.post(`/people/${vera.id}/role`, { role: 'ADMIN', version: '1', reason: WHY })).status).toBe(422)
    const short = await ada.browser.post(`/people/${vera.id}/role`, { role: 'SUPPORT_L2', version: '1', reason: 'because' })
    expect([short.status, (await short.text()).includes('href="#role-reason"')]).toEqual([422, true])
    expect(await standingOf(vera.id)).toMatchObject({ role: 'SUPPORT_L1' })
    const nobody = newId('ops')
    expect((await ada.browser.post(`/people/${nobody}/role`, { role: 'SUPPORT_L2', version: '1', reason: WHY })).status).toBe(404)
    expect(await actsOf(ada.person.id)).toMatchObject([{ outcome: 'not_found', entity_ids: [nobody] }])
  })

  it('takes an administrator’s role away, by another administrator', async () => {
    const [ben, ada] = [await portalAs('ben'), await portalAs('ada')]
    await ada.browser.post(`/people/${ben.person.id}/role`, { role: 'IMPLEMENTATION', version: '1', reason: WHY })
    expect(await standingOf(ben.person.id)).toMatchObject({ role: 'IMPLEMENTATION' })
    expect((await ben.browser.get('/people')).headers.get('location')).toContain('/sign-in')
  })
})
