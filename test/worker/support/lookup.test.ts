import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { aTenant, aTicket, insert } from '#test/facts.ts'
import { portalAs } from '#test/world.ts'

describe('looking a tenant up', () => {
  const word = () => `q${crypto.randomUUID().replaceAll('-', '').slice(0, 10)}`

  it.each([
    'id',
    'slug',
    'upper slug',
    'domain',
    'web address',
    'mail address',
    'name',
    'beginning',
    'misspelling',
    'middle word',
  ] as const)('finds it by %s', async (way) => {
    const { browser } = await portalAs('vera')
    const mark = word()
    const tenant = await aTenant({ name: `${mark} Industrial Holding`, slug: `${mark}-industrial` })
    await insert('tenant_domain', { id: newId('dom'), tenant_id: tenant.id, domain: `${mark}.example` })
    const asked = {
      id: tenant.id,
      slug: `${mark}-industrial`,
      'upper slug': `${mark}-INDUSTRIAL`.toUpperCase(),
      domain: `${mark}.example`,
      'web address': `https://www.${mark}.example/hotline?x=1`,
      'mail address': `someone@${mark}.example`,
      name: `${mark} industrial HOLDING`,
      beginning: `${mark} ind`,
      misspelling: `${mark} industral`,
      'middle word': `${mark} holding`,
    }[way]

    const text = await (await browser.get(`/tenants?q=${encodeURIComponent(asked)}`)).text()

    expect(text).toContain(`/tenants/${tenant.id}`)
  })

  it.each(['+44 20 7946 0018', '0044 (0)20-7946-0018', '+44 (0)20 7946.0018', '020 7946 0018', '442079460018', '(020) 79460018'])(
    'finds a hotline or a contact by the number spelled %s',
    async (spelling) => {
      const { browser } = await portalAs('vera')
      const unique = String(Math.floor(1e6 + Math.random() * 8e6))
      const asked = spelling.replace(/7946\D?0018/, unique)
      const [hotline, contact] = [await aTenant(), await aTenant()]
      await insert('tenant_phone', { id: newId('pho'), tenant_id: hotline.id, label: 'Hotline', e164: `+4420${unique}` })
      await insert('tenant_contact', {
        id: newId('con'),
        tenant_id: contact.id,
        kind: 'PRIMARY',
        name: 'Carla Canary',
        email: 'carla@canary.example',
        phone: `020 ${unique}`,
        phone_digits: `4420${unique}`,
      })

      const text = await (await browser.get(`/tenants?q=${encodeURIComponent(asked)}`)).text()

      expect(text).toContain(hotline.id)
      expect(text).toContain(contact.id)
      expect(text).not.toContain('Canary')
    },
  )

  it('puts the exact one before the look-alikes', async () => {
    const { browser } = await portalAs('vera')
    const mark = word()
    const near = await aTenant({ name: `${mark} Industries` })
    const exact = await aTenant({ name: `${mark} Industrial` })
    const text = await (await browser.get(`/tenants?q=${encodeURIComponent(`${mark} industrial`)}`)).text()
    expect(text.indexOf(exact.id)).toBeGreaterThan(0)
    expect(text.indexOf(exact.id)).toBeLessThan(text.indexOf(near.id))
  })

  it('takes pattern characters for letters, and hostile words for words', async () => {
    const { browser } = await portalAs('vera')
    await aTenant()
    for (const words of ['%', '_____', "' or 1=1 --", '<img src=x onerror=alert(1)>', '\\', '%%%%%%%']) {
      const response = await browser.get(`/tenants?q=${encodeURIComponent(words)}`)
      expect(response.status).toBe(200)
      const text = await response.text()
      expect(text).not.toContain('<img src=x')
      expect([...text.matchAll(/href="\/tenants\/ten_/g)]).toHaveLength(0)
    }
  })

  it('offers the tenants of her open tickets before anything is typed', async () => {
    const { browser, person } = await portalAs('vera')
    const [mine, other] = [await aTenant(), await aTenant()]
    await aTicket(mine.id, person.id)
    const text = await (await browser.get('/tenants')).text()
    expect(text).toContain(mine.id)
    expect(text).not.toContain(other.id)
  })

  it('shows contacts on the card as bars, and hotline numbers as they are', async () => {
    const { browser } = await portalAs('ada')
    const tenant = await aTenant()
    await insert('tenant_contact', {
      id: newId('con'),
      tenant_id: tenant.id,
      kind: 'PRIMARY',
      name: 'Carla Canary',
      email: 'carla@canary.example',
      phone: '020 555',
      phone_digits: '44205551',
    })
    const text = await (await browser.get(`/tenants/${tenant.id}`)).text()
    expect(text).not.toMatch(/canary/i)
    expect(text).toContain('Hidden: personal data')
    expect((await browser.get(`/tenants/${newId('ten')}`)).status).toBe(404)
  })
})
