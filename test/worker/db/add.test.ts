import { describe, expect, it } from 'vitest'
import { addWithTrail } from '#worker/db/add.ts'
import { newId } from '#worker/rules/ids.ts'
import { addConfig } from '#worker/support/queries/tenant-config.ts'
import { aTenant } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { hire, trailOf } from '#test/world.ts'
import { lossy, sabotaged, scopeOf } from './lines.ts'

const anAsk = () => ({ key: newId('key'), asked: 'add' })
const versions = async (tenantId: string) =>
  (await owner<{ version: number }>('select version from tenant_config where tenant_id = $1 order by version', [tenantId])).map(
    ({ version }) => version,
  )
const adding = (tenantId: string, operatorId: string, seen: number) =>
  [
    { act: 'tenant_config:change', about: 'retention', tenantId } as const,
    addConfig({ tenantId, document: 'retention', seen, body: { auditYears: 7 + seen }, reason: 'Because.', operatorId }),
  ] as const

describe('adding', () => {
  it('happens once although the line loses questions and answers', async () => {
    const person = await hire('imke')
    const tenant = await aTenant()
    const scope = await scopeOf(
      person,
      lossy((nth) => (nth % 3 === 1 ? 'answer' : nth % 5 === 0 ? 'question' : undefined)),
    )
    for (let seen = 0; seen < 8; seen++) {
      const outcome = await addWithTrail(scope, anAsk(), ...adding(tenant.id, person.id, seen))
      expect(outcome).toMatchObject({ ok: true, changed: [{ tenantId: tenant.id, version: seen + 1, body: { auditYears: 7 + seen } }] })
    }
    expect(await versions(tenant.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await trailOf(`tenant:${tenant.id}`)).toHaveLength(8)
  })

  it('does not happen when its trail row cannot be written', async () => {
    const person = await hire('imke')
    const tenant = await aTenant()
    await expect(addWithTrail(await scopeOf(person, sabotaged), anAsk(), ...adding(tenant.id, person.id, 0))).rejects.toThrow()
    expect(await versions(tenant.id)).toEqual([])
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])
  })

  it('where something stands already is refused, and that is recorded and answered the same under the same key', async () => {
    const person = await hire('imke')
    const tenant = await aTenant()
    const scope = await scopeOf(person)
    await addWithTrail(scope, anAsk(), ...adding(tenant.id, person.id, 0))
    const ask = anAsk()
    for (let n = 0; n < 2; n++) {
      expect(await addWithTrail(scope, ask, ...adding(tenant.id, person.id, 0))).toMatchObject({ ok: false, because: 'refused' })
    }
    expect((await trailOf(`tenant:${tenant.id}`)).map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
  })

  it('is refused by the database to whom the permission was taken, whatever the page thinks', async () => {
    const person = await hire('vera')
    const tenant = await aTenant()
    await expect(addWithTrail(await scopeOf(person), anAsk(), ...adding(tenant.id, person.id, 0))).rejects.toMatchObject({
      cause: { code: '42501' },
    })
    expect(await trailOf(`tenant:${tenant.id}`)).toEqual([])
  })
})
