import { describe, expect, it } from 'vitest'
import { aCase, aReport, aTenant, aTicket, aUser, insert } from '#test/facts.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import type { Browser } from '#test/driver.ts'

const word = () => `q${crypto.randomUUID().replaceAll(/[^a-z]/g, '')}${Math.random().toString(36).slice(2, 8).replaceAll(/\d/g, 'x')}`
const search = async (browser: Browser, q: string, more = '') => (await browser.get(`/search?q=${encodeURIComponent(q)}${more}`)).text()
/** Records stand in rows with their key as id. */
const foundIn = (page: string) => [...page.matchAll(/<tr role="row" id="([a-z]+_[0-9A-Z]{20})"/g)].map(([, id]) => id)

/** One of each kind in a tenant whose words nobody else has. */
async function aPlace() {
  const [mark, name, subject, title] = [word(), word(), word(), word()]
  const tenant = await aTenant({ name: `${mark} Industrial`, slug: `${mark}-industrial` })
  await insert('tenant_domain', { id: newId('dom'), tenant_id: tenant.id, domain: `${mark}.example` })
  const user = await aUser(tenant.id, { name: `Zelda ${name}`, email: `z.${name}@${mark}.example`, employee_number: `EMP-${mark}` })
  const file = await aCase(tenant.id, { title: `Invoices split at ${title}` })
  const report = await aReport(tenant.id, null, { language: 'pt', category: 'INSIDER_TRADING', type: 'DISCLOSURE' })
  const ticket = await aTicket(tenant.id, null, { subject: `Cannot open ${subject}`, requester_name: `Quentin ${name}` })
  return { mark, name, subject, title, tenant, user, file, report, ticket }
}
type Place = Awaited<ReturnType<typeof aPlace>>

describe('what Hugo finds', () => {
  it.each<[string, (place: Place) => string, (place: Place) => string]>([
    ['a tenant by its id', ({ tenant }) => tenant.id, ({ tenant }) => tenant.id],
    ['a tenant by its slug', ({ mark }) => `${mark}-industrial`, ({ tenant }) => tenant.id],
    ['a tenant by its domain', ({ mark }) => `${mark}.example`, ({ tenant }) => tenant.id],
    ['a tenant by the beginning of a word of its name', ({ mark }) => `${mark} Indus`, ({ tenant }) => tenant.id],
    ['a user by the id', ({ user }) => user.id.toLowerCase(), ({ user }) => user.id],
    ['a user by the mail address', ({ user }) => `<${user.email.toUpperCase()}>,`, ({ user }) => user.id],
    ['a user by the words of the name, turned round', ({ name }) => `${name} zelda`, ({ user }) => user.id],
    ['a user by the employee number', ({ mark }) => `emp-${mark}`, ({ user }) => user.id],
    ['a case by its id', ({ file }) => file.id, ({ file }) => file.id],
    ['a case by words of its title', ({ title }) => `split ${title}`, ({ file }) => file.id],
    ['a report by its id', ({ report }) => report.id, ({ report }) => report.id],
    ['a ticket by its id', ({ ticket }) => ticket.id, ({ ticket }) => ticket.id],
    ['a ticket by its number', ({ ticket }) => `T-${ticket.number}`, ({ ticket }) => ticket.id],
    ['a ticket by words of its subject', ({ subject }) => subject.slice(0, 8), ({ ticket }) => ticket.id],
    ['a ticket by who wrote', ({ name }) => `quentin ${name}`, ({ ticket }) => ticket.id],
  ])('%s', async (_, asked, meant) => {
    const place = await aPlace()
    const { browser } = await portalAs('hugo')
    expect(foundIn(await search(browser, asked(place)))).toContain(meant(place))
  })

  it('a case and a report by number, and by what they are, in one tenant', async () => {
    const place = await aPlace()
    const { browser } = await portalAs('hugo')
    const only = `&tenant=${place.tenant.id}`
    expect(foundIn(await search(browser, `c-${place.file.number}`, only))).toEqual([place.file.id])
    expect(foundIn(await search(browser, `R-${place.report.number}`, only))).toEqual([place.report.id])
    expect(foundIn(await search(browser, 'insider portuguese', only))).toEqual([place.report.id])
    expect(foundIn(await search(browser, 'disclosure german', only))).toEqual([])
  })

  it('nothing where one word of several is not met', async () => {
    const place = await aPlace()
    const { browser } = await portalAs('hugo')
    const page = await search(browser, `${place.mark} ${word()}`)
    expect(foundIn(page)).toEqual([])
    expect(page).toContain('Nothing found')
    expect(page).toContain('What reports, notes and findings say is not searched')
  })

  it('what is met exactly first, then the newest', async () => {
    const { browser } = await portalAs('hugo')
    const [mark, tenant] = [word(), await aTenant()]
    const at = (days: number) => ({ created_at: new Date(Date.now() - days * 86_400_000).toISOString() })
    const older = await aUser(tenant.id, { name: `Zelda ${mark}`, ...at(20) })
    const newer = await aUser(tenant.id, { name: `Zelda ${mark}`, ...at(2) })
    const exact = await aUser(tenant.id, { name: 'Ida Other', employee_number: mark, ...at(30) })
    const page = await search(browser, mark)
    expect(foundIn(page)).toEqual([exact.id, newer.id, older.id])
    expect(page.match(/>Exact</g)).toHaveLength(1)
  })

  it('a kind alone, with the counts of all; of a customer’s own records fewer than five are not counted out', async () => {
    const place = await aPlace()
    const { browser } = await portalAs('hugo')
    const page = await search(browser, place.name, '&kind=ticket')
    expect(foundIn(page)).toEqual([place.ticket.id])
    expect(page).toMatch(/id="kind-users"[\s\S]{0,300}kind-count">&lt;5</)
    expect(foundIn(await search(browser, place.name, '&kind=wizard'))).toHaveLength(2)
  })
})

describe('what nobody finds', () => {
  it('is what a report says, who reported, what a note says, and who is a party', async () => {
    const tenant = await aTenant()
    const [said, reporter, noted, party] = [word(), word(), word(), word()]
    const file = await aCase(tenant.id)
    const author = await aUser(tenant.id)
    const report = await aReport(tenant.id, file.id, { narrative: `It was ${said}, I saw it.` })
    await insert('riu_reporter', {
      riu_id: report.id,
      tenant_id: tenant.id,
      name: `Rita ${reporter}`,
      email: `${reporter}@mail.example`,
      phone: '+49 30 901820',
    })
    await insert('note', {
      id: newId('note'),
      tenant_id: tenant.id,
      case_id: file.id,
      author_id: author.id,
      visibility: 'CASE',
      body: noted,
      created_at: new Date().toISOString(),
    })
    await insert('participant', { id: newId('par'), tenant_id: tenant.id, case_id: file.id, role: 'SUBJECT', name: `Otto ${party}` })
    const { browser } = await portalAs('ada')
    for (const asked of [said, reporter, `${reporter}@mail.example`, '+49 30 901820', noted, party]) {
      expect(foundIn(await search(browser, asked, `&tenant=${tenant.id}`))).toEqual([])
    }
  })

  it('is shown as a bar: no name, address, title or subject stands on the page', async () => {
    const place = await aPlace()
    const { browser } = await portalAs('ada')
    for (const asked of [place.user.id, place.file.id, place.ticket.id]) {
      const page = await search(browser, asked)
      expect(foundIn(page)).toEqual([asked])
      expect(page).toContain('Hidden: personal data')
      for (const hidden of [place.name, place.title, place.subject, 'Zelda', 'Quentin', 'EMP-', '@']) expect(page).not.toContain(hidden)
    }
  })

  it('is shown to Hugo outside although he sees it inside: the page is the same in his session', async () => {
    const { browser, tenant } = await inside('hugo')
    const user = await aUser(tenant.id, { name: 'Zelda Canary' })
    const page = await search(browser, user.id)
    expect(foundIn(page)).toEqual([user.id])
    expect(page).not.toContain('Canary')
  })
})

describe('where a record opens', () => {
  it('is its own room in the tenant one is in, and elsewhere behind the way in', async () => {
    const { browser, tenant } = await inside('hugo')
    const [here, place] = [await aCase(tenant.id), await aPlace()]
    expect(await search(browser, here.id)).toContain(`href="/workspace/cases/${here.id}"`)
    const next = (room: string, id: string) =>
      `href="/tenants/${place.tenant.id}/enter?next=${encodeURIComponent(`/workspace/${room}/${id}`)}"`
    expect(await search(browser, place.file.id)).toContain(next('cases', place.file.id))
    expect(await search(browser, place.report.id)).toContain(next('reports', place.report.id))
    expect(await search(browser, place.user.id)).toContain(next('users', place.user.id))
    expect(await search(browser, place.ticket.id)).toContain(`row-link" href="/tenants/${place.tenant.id}/tickets"`)
    expect(await search(browser, place.tenant.id)).toContain(`row-link" href="/tenants/${place.tenant.id}"`)
  })
})

describe('the trail of a search', () => {
  it('names every record shown, and none of Hugo’s words that may be a name', async () => {
    const place = await aPlace()
    const { browser, person } = await portalAs('hugo')
    const page = await search(browser, `${place.name}`)
    const [row] = (await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'search:everywhere')
    expect(row).toMatchObject({ outcome: 'read', sentence: 'Searched all tenants and was shown 2 records.', entity_type: 'search_entry' })
    expect(row?.entity_ids.toSorted()).toEqual(foundIn(page).toSorted())
    expect(row?.entity_ids.toSorted()).toEqual([place.ticket.id, place.user.id].toSorted())
    expect(JSON.stringify(row)).not.toContain(place.name)
    expect(row?.facts).toEqual({
      words: [`sha256:${await sha256(place.name)}`],
      kinds: null,
      tenant: null,
      found: { ticket: 1, tenant_user: '<5' },
    })
  })

  it('keeps a number, an id, a word of ours and a tenant as they are', async () => {
    const place = await aPlace()
    const { browser, person } = await portalAs('hugo')
    await search(browser, `C-${place.file.number} ${place.file.id} fraud jane.doe@x.example`, `&tenant=${place.tenant.id}&kind=case`)
    const [row] = (await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'search:everywhere')
    expect(row?.facts).toMatchObject({
      words: [`c-${place.file.number}`, place.file.id.toLowerCase(), 'fraud', `sha256:${await sha256('jane.doe@x.example')}`],
      kinds: ['case'],
      tenant: place.tenant.id,
    })
  })

  it('says so when nothing was found, and has no row when nothing was asked', async () => {
    const { browser, person } = await portalAs('hugo')
    await search(browser, word())
    for (const asked of ['', ' ', 'a', '& | !', '\0']) expect(foundIn(await search(browser, asked))).toEqual([])
    const rows = (await trailOf(`operator:${person.id}`)).filter(({ act }) => act === 'search:everywhere')
    expect(rows).toMatchObject([{ entity_ids: [], sentence: 'Searched all tenants and was shown 0 records.' }])
  })
})

describe('at the door', () => {
  it('Vera, who may not search everywhere, is refused, on the record, and is offered no way there', async () => {
    const { browser, person } = await portalAs('vera')
    expect((await browser.get('/search?q=theft')).status).toBe(403)
    expect((await trailOf(`operator:${person.id}`)).at(-1)).toMatchObject({ act: 'door:refused', entity_ids: ['GET /search'] })
    expect(await (await browser.get('/')).text()).not.toContain('href="/search"')
    expect(await palette(browser, 'zzz')).not.toContain('/search')
  })

  it('Hugo finds the way in the navigation, and from the look-up with the words he typed', async () => {
    const { browser } = await portalAs('hugo')
    expect(await (await browser.get('/')).text()).toContain('href="/search"')
    expect(await palette(browser, 'Jane & Co')).toContain('href="/search?q=Jane%20%26%20Co"')
  })

  it('costs one round trip of one search', async () => {
    const { browser } = await portalAs('hugo')
    expect((await browser.get('/search?q=theft')).headers.get('Server-Timing')).toContain('1 round trips')
  })

  it.each([
    "' or 1=1 --",
    '<img src=x onerror=alert(1)>',
    '\\',
    "'\\''",
    ':*',
    'a:b & !c | (d <-> e',
    '%%%',
    '\u202Egnp.exe',
    '{"$ne":1}',
    '\0\0ab',
    '👩‍👩‍👧‍👦 ok',
    '\uD800ab',
  ])('takes hostile words for words: %j', async (words) => {
    const { browser } = await portalAs('hugo')
    const response = await browser.get(`/search?q=${encodeURIComponent(words.isWellFormed() ? words : 'ab%FF')}`)
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('<img src=x')
  })

  it('takes a megabyte for its first words', async () => {
    const { browser } = await portalAs('hugo')
    const response = await browser.get(`/search?q=${'theft+'.repeat(170_000)}`)
    expect(response.status).toBe(200)
  })
})

const palette = async (browser: Browser, q: string) =>
  (
    await browser.get(`/tenants?q=${encodeURIComponent(q)}`, {
      'HX-Request': 'true',
      'HX-Request-Type': 'partial',
      'HX-Target': 'div#palette-results',
    })
  ).text()

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
