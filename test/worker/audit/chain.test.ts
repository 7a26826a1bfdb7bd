import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { aTenant } from '#test/facts.ts'
import { database, owner } from '#test/owner.ts'
import { hire, inside, signedIn } from '#test/world.ts'
import { findingOf, firstFault, type Link, sealOf, START } from '#worker/audit/rules/chain.ts'
import { signIn } from '#worker/auth/queries/sign-in.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'

type Row = Link & { operatorId: string; columns: Record<string, unknown> }

const linksOf = async (chain: string): Promise<Row[]> => {
  const rows = await owner<{
    seq: string
    at: Date
    prev: string
    hash: string
    canonical: string
    operator_id: string
    columns: Record<string, unknown>
  }>(
    `select seq, at, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash, canonical, operator_id, to_jsonb(t.*) - 'hash' - 'canonical' as columns
     from audit.trail t where chain = $1 order by seq`,
    [chain],
  )
  return rows.map(({ seq, at, operator_id, ...rest }) => ({ ...rest, chain, seq: Number(seq), at: new Date(at), operatorId: operator_id }))
}

/** Somebody who is signed in, as the database knows them. */
async function hand(): Promise<{ id: string; scope: Scope }> {
  const person = await hire('vera')
  const loginKey = newSecret()
  const spent = { roundTrips: 0, statements: 0 }
  const context = { requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' }
  const answer = await signIn(database, { directoryId: person.directoryId, loginKey, context, spent })
  if (!answer.ok) throw new Error(answer.because)
  return { id: person.id, scope: { database, duty: 'staff', loginKey, sessionKey: undefined, context, spent } }
}

const append = (scope: Scope, tenantId: string | null) =>
  within(scope).execute(
    sql`insert into audit.trail (act, sentence, outcome, tenant_id) values ('note:write', 'A sentence.', 'done', ${tenantId})`,
  )

/** So many at a time, each as often as told; the endpoint gives each statement a connection of its own. */
const storm = (hands: number, times: number, once: (hand: number) => Promise<unknown>) =>
  Promise.all(
    Array.from({ length: hands }, async (_, i) => {
      for (let time = 0; time < times; time++) await once(i)
    }),
  )

describe('200 appends over 20 connections', () => {
  it('by twenty people into one tenant’s chain are one chain, and it can be reckoned again outside the database', async () => {
    const tenant = await aTenant()
    const hands = await Promise.all(Array.from({ length: 20 }, hand))
    await storm(20, 10, (i) => append((hands[i] as { scope: Scope }).scope, tenant.id))

    const rows = await linksOf(`tenant:${tenant.id}`)
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
    expect(await firstFault(rows)).toBeUndefined()
    expect(rows[0]?.prev).toBe(START)
    // They did come at once: the hands take turns in the chain instead of following one another.
    const turns = rows.filter((row, i) => i > 0 && row.operatorId !== rows[i - 1]?.operatorId).length
    expect(turns).toBeGreaterThan(40)
    expect(
      await owner('select seq::integer, encode(hash, $2) as hash from audit.trail_head where chain = $1', [`tenant:${tenant.id}`, 'hex']),
    ).toEqual([{ seq: 200, hash: rows.at(-1)?.hash }])
  })

  it('by one person are one chain, also when some of them fail on the way', async () => {
    const { id, scope } = await hand()
    const before = (await linksOf(`operator:${id}`)).length
    await storm(20, 10, async (i) => {
      await append(scope, null)
      if (i === 0)
        await expect(within(scope).batch([append(scope, null), within(scope).execute(sql`select 1 / 0`)] as never)).rejects.toThrow()
    })
    const rows = await linksOf(`operator:${id}`)
    expect(rows.length).toBe(before + 200)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
    expect(await firstFault(rows)).toBeUndefined()
  })
})

describe('the seal', () => {
  const aChain = async () => {
    const { browser, tenant } = await inside('vera')
    for (const path of ['/workspace/cases', '/workspace/users', '/workspace/reports']) await browser.get(path)
    return linksOf(`tenant:${tenant.id}`)
  }

  it('holds for what the portal wrote', async () => {
    const rows = await aChain()
    expect(rows.length).toBeGreaterThanOrEqual(4)
    for (const [i, row] of rows.entries()) {
      expect(await sealOf(row)).toBe(row.hash)
      expect(await findingOf(row, rows[i - 1]?.hash)).toBe('holds')
    }
    // A reader who may not know the row before checks the row by itself.
    expect(await findingOf(rows[2] as Row)).toBe('holds')
  })

  it.each([
    ['a word of the sealed text', (row: Row) => ({ canonical: row.canonical.replace('Read', 'Wrote') }), 'hash'],
    ['a blank at its end', (row: Row) => ({ canonical: `${row.canonical} ` }), 'hash'],
    ['the hash', (row: Row) => ({ hash: row.hash.replace(/^./, (sign) => (sign === '0' ? '1' : '0')) }), 'hash'],
    ['the hash before', () => ({ prev: '11'.repeat(32) }), 'hash'],
    ['the sentence beside the sealed text', (row: Row) => ({ columns: { ...row.columns, sentence: 'Did nothing.' } }), 'words'],
    ['who it was', (row: Row) => ({ columns: { ...row.columns, operator_id: 'ops_other' } }), 'words'],
    ['a record that was seen', (row: Row) => ({ columns: { ...row.columns, entity_ids: ['case_other'] } }), 'words'],
    ['a fact', (row: Row) => ({ columns: { ...row.columns, facts: { case: 7 } } }), 'words'],
    ['the time by one ms', (row: Row) => ({ columns: { ...row.columns, at: new Date(row.at.getTime() - 1).toISOString() } }), 'words'],
    ['a column that was emptied', (row: Row) => ({ columns: { ...row.columns, tenant_id: null } }), 'words'],
    ['all of it', () => ({ columns: null }), 'words'],
  ] as const)('tells when somebody altered %s', async (_what, alter, finding) => {
    const row = (await aChain())[1] as Row
    expect(await findingOf({ ...row, ...alter(row) })).toBe(finding)
  })

  it('tells when a forger sealed the altered row again: the next one does not stand on it', async () => {
    const rows = await aChain()
    const forged = { ...(rows[1] as Row), canonical: (rows[1] as Row).canonical.replace('Read', 'Wrote') }
    forged.hash = await sealOf(forged)
    expect(await findingOf(rows[2] as Row, forged.hash)).toBe('link')
    expect(await firstFault([rows[0] as Row, forged, ...rows.slice(2)])).toEqual({ seq: 3, because: 'link' })
  })

  it('tells a gap, a swap, another chain and a clock that ran backwards; a later column accuses nobody', async () => {
    const [a, b, c, d] = (await aChain()) as [Row, Row, Row, Row]
    expect(await firstFault([a, c, d])).toEqual({ seq: 3, because: 'gap' })
    expect(await firstFault([a, c, b, d])).toEqual({ seq: 3, because: 'gap' })
    expect(await firstFault([a, { ...b, chain: 'tenant:other' }])).toEqual({ seq: 2, because: 'gap' })
    expect(await firstFault([a, { ...b, at: new Date(a.at.getTime() - 1) }])).toEqual({ seq: 2, because: 'time' })
    expect(await firstFault([b, c, d])).toBeUndefined()
    expect(await findingOf({ ...b, columns: { ...b.columns, added_in_2030: 'x' } }, a.hash)).toBe('holds')
    expect(await findingOf({ ...a, prev: START }, undefined)).toBe('holds')
  })

  it('is reckoned the same by somebody with nothing but a table of rows', async () => {
    const { person } = await inside('vera')
    await (await signedIn(person)).get('/audit')
    const rows = await linksOf(`operator:${person.id}`)
    const bytes = new TextEncoder().encode(rows[0]?.canonical)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from([...new Uint8Array(32), ...bytes])))
    expect([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(rows[0]?.hash)
  })
})
