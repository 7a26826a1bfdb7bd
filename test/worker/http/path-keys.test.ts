import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { inside, trailOf } from '#test/world.ts'

describe('an address that names no key of ours', () => {
  it.each(['cases', 'reports', 'users'])('is nowhere inside a tenant, and what stands in it is not put on record: %s', async (kind) => {
    const { browser, tenant } = await inside('hugo')
    const before = await trailOf(`tenant:${tenant.id}`)
    for (const word of ['Zelda Quist', 'zelda.quist@customer.example', 'case_unknown']) {
      const response = await browser.get(`/workspace/${kind}/${encodeURIComponent(word)}`)
      expect([word, response.status]).toEqual([word, 404])
      expect(await response.text()).toContain('session-banner')
    }
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual(before)
  })

  it('is nowhere outside either, whatever would be done there', async () => {
    const { browser, person } = await inside('ada')
    const word = encodeURIComponent('Zelda Quist')
    for (const path of [`/tenants/${word}/enter?as=choose`, `/impersonations/${word}`, `/people/${word}`, `/portal-jobs/${word}`])
      expect([path, (await browser.get(path)).status]).toEqual([path, 404])
    for (const path of [
      `/tickets/${word}/take`,
      `/impersonations/${word}/kill`,
      `/people/${word}/hold`,
      `/account/sign-ins/${word}/revoke`,
    ])
      expect([path, (await browser.post(path, { reason: 'Somebody asked for it.' })).status]).toEqual([path, 404])
    const rows = await owner('select canonical from audit.trail where operator_id = $1', [person.id])
    expect(JSON.stringify(rows)).not.toContain('Zelda')
  })

  it('is on record where it is a key, though nothing has it', async () => {
    const { browser, tenant } = await inside('hugo')
    const gone = 'case_00000000000000000000'
    expect((await browser.get(`/workspace/cases/${gone}`)).status).toBe(404)
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({ act: 'case:read', outcome: 'not_found', entity_ids: [gone] })
  })
})
