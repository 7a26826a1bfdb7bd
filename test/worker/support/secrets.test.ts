import { afterEach, describe, expect, it, vi } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aTenant } from '#test/facts.ts'
import { database, owner } from '#test/owner.ts'
import { portalAs, trailOf } from '#test/world.ts'
import type { Client, Database } from '#worker/db/driver.ts'

const VALUE = 'sk-live-Zanzibar-0042'
const fields = (more: Record<string, string> = {}) => ({ kind: 'API_KEY', name: 'case-sync', value: VALUE, ...more })
const rows = (tenantId: string) =>
  owner<{ id: string; name: string; last_four: string; hex: string; set_by: string }>(
    `select id, name, last_four, encode(sealed, 'hex') as hex, set_by from tenant_secret where tenant_id = $1`,
    [tenantId],
  )
const secrets = (tenantId: string) => `/tenants/${tenantId}/secrets`

afterEach(() => void vi.restoreAllMocks())

describe('setting a secret', () => {
  it('seals it: the value is in no answer, no row, no trail, no log and on no wire to the database', async () => {
    const wire: string[] = []
    const listening: Database = (duty) => {
      const client = database(duty)
      return {
        query: (text: string, params?: unknown[]) => {
          wire.push(text, JSON.stringify(params))
          return client.query(text, params as never)
        },
        transaction: client.transaction,
      } as unknown as Client
    }
    const logged = (['log', 'error', 'warn', 'info'] as const).map((name) => vi.spyOn(console, name))
    const { person, browser } = await portalAs('imke', { database: listening })
    const tenant = await aTenant()

    const response = await browser.post(secrets(tenant.id), fields())

    expect([response.status, response.headers.get('location')]).toEqual([303, `/tenants/${tenant.id}/config?done=secret-set`])
    const [row] = await rows(tenant.id)
    expect(row).toMatchObject({ name: 'case-sync', last_four: '0042', set_by: person.id })
    expect(row?.hex.length).toBe((12 + VALUE.length + 16) * 2)
    const page = await (await browser.get(`/tenants/${tenant.id}/config`)).text()
    expect(page).toContain('…0042')
    const trail = await trailOf(`tenant:${tenant.id}`)
    expect(trail).toMatchObject([{ act: 'tenant_secret:set', outcome: 'done', entity_ids: [row?.id] }])
    const everywhere = [
      page,
      JSON.stringify(trail),
      wire.join(),
      JSON.stringify(logged.map(({ mock }) => mock.calls)),
      fromHex(row?.hex ?? ''),
    ]
    for (const place of everywhere) expect(place).not.toContain('Zanzibar')
    expect(JSON.stringify(trail)).not.toContain(row?.hex.slice(0, 24))
  })

  it('replaces the one of the same kind and name, and seals the same value differently each time', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    await browser.post(secrets(tenant.id), fields())
    const [before] = await rows(tenant.id)
    await browser.post(secrets(tenant.id), fields())
    const [again] = await rows(tenant.id)
    expect(again?.id).toBe(before?.id)
    expect(again?.hex).not.toBe(before?.hex)
    await browser.post(secrets(tenant.id), fields({ value: 'another-value-9999' }))
    await browser.post(secrets(tenant.id), fields({ kind: 'SSO_CERTIFICATE' }))
    expect((await rows(tenant.id)).map(({ last_four }) => last_four).toSorted()).toEqual(['0042', '9999'])
    expect((await trailOf(`tenant:${tenant.id}`))[2]?.facts).toMatchObject({
      before: { [before?.id ?? '']: { last_four: '0042' } },
      after: { [before?.id ?? '']: { last_four: '9999' } },
    })
  })

  it('keeps no hint of a short one', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    expect((await browser.post(secrets(tenant.id), fields({ value: 'elevenchars' }))).status).toBe(303)
    expect((await rows(tenant.id))[0]?.last_four).toBe('')
  })

  it.each([
    { value: 'Zanzib' },
    { value: `Zanzibar${'x'.repeat(8_000)}` },
    { name: 'Case Sync' },
    { kind: 'PASSWORD' },
    { lastFour: '1234' },
  ])('refuses %j and writes the value nowhere', async (wrong) => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const response = await browser.post(secrets(tenant.id), fields(wrong as unknown as Record<string, string>))
    expect(response.status).toBe(422)
    expect(await response.text()).not.toContain('Zanzib')
    expect(await rows(tenant.id)).toEqual([])
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])
  })

  it('is one act when pressed twice with one key, and another value under that key is refused', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const key = newId('key')
    expect((await browser.post(secrets(tenant.id), fields({ key }))).status).toBe(303)
    const [first] = await rows(tenant.id)
    expect((await browser.post(secrets(tenant.id), fields({ key }))).status).toBe(303)
    expect((await browser.post(secrets(tenant.id), fields({ key, value: 'another-value-9999' }))).status).toBe(422)
    expect(await rows(tenant.id)).toEqual([first])
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(1)
  })

  it('is one row when eight set it at once, each with a trace', async () => {
    const { browser } = await portalAs('imke')
    const tenant = await aTenant()
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(secrets(tenant.id), fields())))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303))
    expect(await rows(tenant.id)).toHaveLength(1)
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(8)
  })

  it('is refused to who may only look, and not there for an unknown tenant', async () => {
    const [vera, imke] = [await portalAs('vera'), await portalAs('imke')]
    const tenant = await aTenant()
    expect((await vera.browser.post(secrets(tenant.id), fields())).status).toBe(403)
    expect(await (await vera.browser.get(`/tenants/${tenant.id}/config`)).text()).not.toContain('name="value"')
    expect((await imke.browser.post(secrets(newId('ten')), fields())).status).toBe(404)
    expect((await imke.browser.post(secrets(newId('ten')))).status).toBe(404)
    expect(await rows(tenant.id)).toEqual([])
  })
})

const fromHex = (hex: string) => hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
