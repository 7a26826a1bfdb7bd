import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aConfig, aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { counting } from '#test/spent.ts'
import { portalAs, trailOf } from '#test/world.ts'

const versions = (tenantId: string) =>
  owner<{ version: number; body: unknown; reason: string; changed_by: string | null }>(
    'select version, body, reason, changed_by from tenant_config where tenant_id = $1 order by document, version',
    [tenantId],
  )
const address = (tenantId: string, document = 'retention') => `/tenants/${tenantId}/config/${document}`
const fields = (more: Record<string, string> = {}) => ({
  version: '1',
  closedCasesMonths: '36',
  auditYears: '12',
  reason: 'The customer asked for a longer retention.',
  ...more,
})

describe('changing a document', () => {
  it('adds the next version, with before and after in the trail', async () => {
    const { person, browser } = await portalAs('imke')
    const tenant = await aTenant()
    const first = await aConfig(tenant.id)

    const response = await browser.post(address(tenant.id), fields())

    expect([response.status, response.headers.get('location')]).toEqual([303, `${address(tenant.id)}?done=config-saved`])
    expect(await versions(tenant.id)).toEqual([
      expect.objectContaining({ version: 1 }),
      {
        version: 2,
        body: { closedCasesMonths: 36, auditYears: 12 },
        reason: 'The customer asked for a longer retention.',
        changed_by: person.id,
      },
    ])
    const [row] = await trailOf(`tenant:${tenant.id}`)
    expect(row).toMatchObject({ act: 'tenant_config:change', outcome: 'done', reason: 'The customer asked for a longer retention.' })
    expect(row?.facts.before).toMatchObject({ [first.id]: { version: 1, body: { closedCasesMonths: 24 } } })
    expect(Object.values(row?.facts.after as object)).toMatchObject([{ version: 2, body: { closedCasesMonths: 36 } }])
    const page = await (await browser.get(address(tenant.id))).text()
    expect(page).toMatch(/before: <\/span>24/)
    expect(page).toMatch(/after: <\/span>36/)
  })

  it('begins with version 1 where nothing was set, once', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    expect((await browser.post(address(tenant.id), fields({ version: '0' }))).status).toBe(303)
    expect((await browser.post(address(tenant.id), fields({ version: '0' }))).status).toBe(409)
    expect(await versions(tenant.id)).toMatchObject([{ version: 1 }])
  })

  it('tells the slower of two what is in force, keeps what they typed, and lets them press again', async () => {
    const [imke, ada] = [await portalAs('imke'), await portalAs('ada')]
    const tenant = await aTenant()
    await aConfig(tenant.id)
    await imke.browser.post(address(tenant.id), fields())

    const late = await ada.browser.post(address(tenant.id), fields({ closedCasesMonths: '99' }))

    expect(late.status).toBe(409)
    const page = await late.text()
    expect(page).toContain('Version 2 is in force')
    expect(page).toContain('Imke Vandersloot')
    expect(page).toContain('value="99"')
    expect(page).toContain('name="version" value="2"')
    expect(await versions(tenant.id)).toHaveLength(2)
    expect((await trailOf(`tenant:${tenant.id}`)).map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
    expect((await ada.browser.post(address(tenant.id), fields({ closedCasesMonths: '99', version: '2' }))).status).toBe(303)
  })

  it('takes no version that nobody has seen', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    await aConfig(tenant.id)
    expect((await browser.post(address(tenant.id), fields({ version: '7' }))).status).toBe(409)
    expect(await versions(tenant.id)).toHaveLength(1)
  })

  it('has one winner of eight at once', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    await aConfig(tenant.id)
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(address(tenant.id), fields())))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7)
    expect(await versions(tenant.id)).toHaveLength(2)
  })

  it('is one act when pressed twice with one key', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    await aConfig(tenant.id)
    const key = newId('key')
    for (let n = 0; n < 2; n++) expect((await browser.post(address(tenant.id), fields({ key }))).status).toBe(303)
    expect((await browser.post(address(tenant.id), fields({ key, auditYears: '8' }))).status).toBe(422)
    expect(await versions(tenant.id)).toHaveLength(2)
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(1)
  })

  it.each([
    ['retention', { closedCasesMonths: '5' }],
    ['retention', { auditYears: '16' }],
    ['retention', { auditYears: '1e1' }],
    ['retention', { reason: 'short' }],
    ['retention', { owner: 'me' }],
    ['routing', { defaultAssigneeRole: 'GOD', escalateAfterDays: '3' }],
    ['routing', { defaultAssigneeRole: 'INVESTIGATOR', escalateAfterDays: '91' }],
    ['intake', { languages: 'en, klingon', openingText: 'Welcome.' }],
    ['intake', { languages: '', openingText: 'Welcome.' }],
    ['notifications', { digest: 'HOURLY', remindAfterDays: '3' }],
    ['branding', { displayName: 'X', accentColor: 'red', logoUrl: 'https://x.example/l.svg' }],
    ['branding', { displayName: 'X', accentColor: '#ff0000', logoUrl: 'javascript:alert(1)' }],
    ['branding', { displayName: 'X', accentColor: '#ff0000', logoUrl: 'http://x.example/l.svg' }],
  ])('refuses a %s of %j, names the field and changes nothing', async (document, wrong) => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    await aConfig(tenant.id)
    const usual = document === 'retention' ? fields() : { version: '0', reason: 'The customer asked for it by phone.' }
    const response = await browser.post(address(tenant.id, document), { ...usual, ...(wrong as unknown as Record<string, string>) })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('form-errors')
    expect(await versions(tenant.id)).toHaveLength(1)
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])
  })

  it.each([
    [
      'intake',
      { anonymousAllowed: 'yes', languages: 'en, de de', openingText: ' Welcome. ' },
      { anonymousAllowed: true, languages: ['en', 'de'], openingText: 'Welcome.' },
    ],
    [
      'routing',
      { defaultAssigneeRole: 'INVESTIGATOR', escalateAfterDays: '90' },
      { defaultAssigneeRole: 'INVESTIGATOR', escalateAfterDays: 90, criticalToOfficer: false },
    ],
    ['notifications', { digest: 'NONE', remindAfterDays: '7' }, { digest: 'NONE', remindAfterDays: 7 }],
    [
      'branding',
      { displayName: 'Acme <b>', accentColor: '#12aBef', logoUrl: 'https://x.example/l.svg?a=1' },
      { displayName: 'Acme <b>', accentColor: '#12aBef', logoUrl: 'https://x.example/l.svg?a=1' },
    ],
  ])('keeps a %s as it is meant', async (document, typed, body) => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const response = await browser.post(address(tenant.id, document), {
      version: '0',
      reason: 'The customer asked for it by phone.',
      ...(typed as unknown as Record<string, string>),
    })
    expect(response.status).toBe(303)
    expect(await versions(tenant.id)).toMatchObject([{ version: 1, body }])
    const page = await (await browser.get(address(tenant.id, document))).text()
    expect(page).not.toContain('Acme <b>')
  })

  it('is refused to who may only look, and nobody is offered what they may not do', async () => {
    const { browser } = await portalAs('vera')
    const tenant = await aTenant()
    await aConfig(tenant.id)
    const page = await browser.get(address(tenant.id))
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain('Support L3 and administrators change')
    expect(text).not.toContain(`action="${address(tenant.id)}"`)
    expect((await browser.post(address(tenant.id), fields())).status).toBe(403)
    expect(await versions(tenant.id)).toHaveLength(1)
  })

  it('is not there for an unknown tenant or document, nor for who may not see configuration', async () => {
    const [imke, nils] = [await portalAs('imke'), await portalAs('nils')]
    const tenant = await aTenant()
    await aConfig(tenant.id)
    for (const path of [
      address(newId('ten')),
      address(tenant.id, 'passwords'),
      address(tenant.id, '__proto__'),
      `/tenants/${newId('ten')}/config`,
    ])
      expect([path, (await imke.browser.get(path)).status]).toEqual([path, 404])
    expect((await imke.browser.post(address(newId('ten')), fields())).status).toBe(404)
    expect((await imke.browser.post(address(newId('ten')))).status).toBe(404)
    expect((await imke.browser.post(address(tenant.id, 'passwords'), fields())).status).toBe(404)
    for (const path of [address(tenant.id), `/tenants/${tenant.id}/config`]) expect((await nils.browser.get(path)).status).toBe(403)
    expect(await (await nils.browser.get(`/tenants/${tenant.id}`)).text()).not.toContain(`/tenants/${tenant.id}/config`)
  })
})

describe('the configuration of a tenant', () => {
  it('shows the version in force of each document, and its history in pages', async () => {
    const { browser } = await portalAs('vera')
    const tenant = await aTenant()
    for (let version = 1; version <= 25; version++)
      await aConfig(tenant.id, {
        version,
        body: JSON.stringify({ closedCasesMonths: 10 + version, auditYears: 10 }),
        reason: `Because of ${version}.`,
      })
    const list = await (await browser.get(`/tenants/${tenant.id}/config`)).text()
    expect(list).toContain('v25')
    expect(list).toContain('Not set')
    const page = await (await browser.get(address(tenant.id))).text()
    expect(page).toContain('Because of 6.')
    expect(page).not.toContain('Because of 5.')
    const older = await (await browser.get(`${address(tenant.id)}?older=5`)).text()
    expect(older).toContain('Because of 5.')
    expect(older).toContain('Because of 1.')
    expect(older).not.toContain('Because of 6.')
    expect(older).toContain('v25')
  })

  it('costs one round trip and the same statements at 10 versions and at 200', async () => {
    const { database, costOf } = counting()
    const { browser } = await portalAs('imke', { database })
    const tenant = await aTenant()
    const fill = (from: number, to: number) =>
      Promise.all(Array.from({ length: to - from + 1 }, (_, i) => aConfig(tenant.id, { version: from + i })))
    await fill(1, 10)
    const small = await Promise.all([address(tenant.id), `/tenants/${tenant.id}/config`].map((path) => path))
    const first = [await costOf(() => browser.get(small[0] as string)), await costOf(() => browser.get(small[1] as string))]
    await fill(11, 200)
    expect([await costOf(() => browser.get(small[0] as string)), await costOf(() => browser.get(small[1] as string))]).toEqual(first)
    expect(first.map(({ roundTrips, statements }) => ({ roundTrips, statements }))).toEqual([
      { roundTrips: 1, statements: 4 },
      { roundTrips: 1, statements: 4 },
    ])
  })
})
