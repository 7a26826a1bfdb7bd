import { beforeAll, expect, it } from 'vitest'
import type { Role } from '#worker/auth/rules/roles.ts'
import { newId } from '#worker/rules/ids.ts'
import { as } from './asking.ts'
import { aPlace, anOperator } from './content.ts'

/** A record that people of several roles had to do with, in several chains. */
const record = newId('case')
let tenantId: string
const people: Record<string, { id: string; loginKey: string }> = {}
const roles: [string, Role, boolean][] = [
  ['an agent', 'SUPPORT_L1', false],
  ['another agent', 'SUPPORT_L1', false],
  ['their lead', 'SUPPORT_L1', true],
  ['a lead of implementation', 'IMPLEMENTATION', true],
  ['a specialist', 'IMPLEMENTATION', false],
  ['an administrator', 'ADMIN', false],
]

beforeAll(async () => {
  tenantId = (await aPlace()).id
  for (const [name, role, lead] of roles) {
    const person = await anOperator(role, { lead })
    people[name] = person
    await as('portal_staff', async (ask) => {
      await ask("select from app.enter('', $1, '{}')", [person.loginKey])
      for (const [place, ids] of [
        [tenantId, [record, newId('case')]],
        [null, [record]],
        [null, [newId('case')]],
      ] as const) {
        await ask(
          `insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, tenant_id) values ('note:write', 'A sentence.', 'done', 'case', $1, $2)`,
          [ids, place],
        )
      }
      await ask('commit')
    })
  }
})

it.each(roles.map(([name]) => name))('%s is led to exactly the acts about a record that they may read', async (name) => {
  await as('portal_staff', async (ask) => {
    await ask("select from app.enter('', $1, '{}')", [people[name]?.loginKey])
    const found = await ask('select chain, seq from app.acts_about($1) order by chain, seq', [record])
    const read = await ask('select chain, seq from audit.trail where entity_ids @> array[$1] order by chain, seq', [record])
    expect(found).toEqual(read)
    expect(found.length).toBeGreaterThanOrEqual(2)
    expect(found.length === 2 * roles.length).toBe(['their lead', 'an administrator'].includes(name))
  })
})

it('leads nobody anywhere who has not entered', async () => {
  expect(await as('portal_staff', (ask) => ask('select from app.acts_about($1)', [record]))).toEqual([])
})
