import { createMessageBatch } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insert } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside } from '#test/world.ts'
import type { Bindings } from '#worker/env.ts'
import worker from '#worker/index.ts'
import { newId } from '#worker/rules/ids.ts'
import { asked } from '../impersonation/asked.ts'
import { nothingWaits, othersLeft } from '../jobs/facts.ts'

beforeAll(othersLeft)
beforeEach(nothingWaits)

/** The queue brings the hint that every act leaves, within a second. */
async function hint() {
  const batch = createMessageBatch('portal-jobs', [{ id: 'm1', timestamp: new Date(), attempts: 1, body: {} }])
  await worker.queue(batch as never, env as unknown as Bindings)
}

/** Somebody comes into a tenant with these contacts. */
async function comeIn(policy: string, kinds: string[], { broken = false } = {}) {
  const there = await inside('vera')
  const addresses: string[] = []
  for (const kind of kinds) {
    const id = newId('con')
    addresses.push(`${id}@customer.example`)
    await insert('tenant_contact', { id, tenant_id: there.tenant.id, kind, name: 'Zelda Quist', email: addresses.at(-1) })
  }
  await owner('update tenant set access_policy = $2 where id = $1', [there.tenant.id, policy])
  if (broken)
    await owner("update app.impersonation_session set break_glass = true, limit_at = started_at + interval '30 minutes' where id = $1", [
      there.sessionId,
    ])
  await hint()
  const letters = await owner<{ address: string; subject: string; letter: string }>(
    'select address, subject, letter from app.kept_mail where address = any($1) order by address',
    [addresses],
  )
  return { ...there, addresses, letters }
}

describe('when somebody comes in', () => {
  it('the contact gets a letter where the tenant wants to be told: roles and codes, nobody’s name, nothing of the reason', async () => {
    const { letters, addresses, ticket, person } = await comeIn('notify', ['PRIMARY', 'SECURITY'])
    expect(letters).toHaveLength(1)
    const [letter] = letters
    expect([letter?.address, letter?.subject]).toEqual([addresses[1], 'Our staff entered your data'])
    for (const said of ['Support L1', 'reads only', 'Troubleshooting', `T-${ticket.number}`, 'UTC']) expect(letter?.letter).toContain(said)
    for (const no of [person.name, 'customer cannot find', 'http']) expect(letter?.letter).not.toContain(no)
    await hint()
    expect(await owner('select key from app.kept_mail where address = $1', [addresses[1]])).toHaveLength(1)
  })

  it('the first contact gets it where nobody is named for security', async () => {
    const { letters, addresses } = await comeIn('approve', ['BILLING', 'PRIMARY', 'SIGNATORY'])
    expect(letters.map(({ address }) => address)).toEqual([addresses[1]])
  })

  it('nobody gets one where the tenant is open', async () => {
    expect((await comeIn('open', ['PRIMARY', 'SECURITY'])).letters).toEqual([])
  })

  it('but always where the glass was broken', async () => {
    const { letters } = await comeIn('open', ['SECURITY'], { broken: true })
    expect(letters.map(({ subject }) => subject)).toEqual(['Our staff entered your data in an emergency'])
  })
})

describe('when somebody asks to come in', () => {
  const lettersTo = (address: string) =>
    owner<{ subject: string; letter: string }>('select subject, letter from app.kept_mail where address = $1', [address])

  async function askAt(policy: string, need: string) {
    const asking = await asked({ by: 'imke', policy, need })
    const id = newId('con')
    const address = `${id}@customer.example`
    await insert('tenant_contact', { id, tenant_id: asking.tenant.id, kind: 'SECURITY', name: 'Zelda Quist', email: address })
    await hint()
    return { ...asking, letters: await lettersTo(address), address }
  }

  it('the contact is told where the tenant wants to be asked, until when, and how to answer: nobody’s name, nothing of the reason', async () => {
    const { letters, person, ticket, address } = await askAt('approve', 'write')
    expect(letters.map(({ subject }) => subject)).toEqual(['Our staff asks to enter your data'])
    const said = letters[0]?.letter ?? ''
    for (const word of [
      'Support L3',
      'read-write',
      'Troubleshooting',
      `T-${ticket.number}`,
      '30 minutes',
      'UTC; no answer is a no',
      'yes or no',
    ])
      expect(said).toContain(word)
    for (const no of [person.name, 'customer cannot find', 'http']) expect(said).not.toContain(no)
    await hint()
    expect(await lettersTo(address)).toHaveLength(1)
  })

  it('nobody is written to where only a colleague is asked', async () => {
    expect((await askAt('notify', 'write')).letters).toEqual([])
  })
})
