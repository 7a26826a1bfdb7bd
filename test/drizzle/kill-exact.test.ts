import { describe, expect, it } from 'vitest'
import { type Ask, codeOf, owner } from './asking.ts'
import { aPlace, anOperator, aSession } from './content.ts'
import { connectedTo, reading, readUntilOver } from './readers.ts'
import { type Place, scratchPlace, shared } from './scratch.ts'

const READERS = 20
const ROUNDS = 5

const kill = (ask: Ask, loginKey: string, sessionId: string) =>
  ask("select from app.enter('', $1, '{}')", [loginKey]).then(() =>
    ask<{ id: string }>("select id from app.kill_sessions('session', $1, 'The race is on, everybody out.')", [sessionId]),
  )

/** The rows of a session that stand after its end row, in its tenant's chain. */
const late = (ask: Ask, sessionId: string) =>
  ask<{ act: string; seq: string }>(
    `select t.act, t.seq from audit.trail t
     join audit.trail e on e.session_id = t.session_id and e.chain = t.chain and e.act in ('impersonation:kill', 'impersonation:end') and t.seq > e.seq
     where t.session_id = $1`,
    [sessionId],
  )

describe('a kill', () => {
  const empty = scratchPlace()

  it(`is exact: of ${READERS} readers at once, none has a row after the end row`, async () => {
    const lena = await anOperator('SUPPORT_L2', { lead: true })
    const waits: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const imke = await anOperator('SUPPORT_L3')
      const place = await aPlace()
      const session = await aSession(imke, place.id)
      const keys = { sessionKey: session.sessionKey, loginKey: imke.loginKey }
      const readers = Array.from({ length: READERS }, () => readUntilOver(shared.tenantRo, keys))
      await connectedTo(shared.staff, async (ask) => {
        await expect
          .poll(async () => Number((await owner('select count(*) from audit.trail where session_id = $1', [session.id]))[0]?.count), {
            interval: 20,
          })
          .toBeGreaterThan(READERS)
        const began = performance.now()
        await ask('begin')
        expect(await kill(ask, lena.loginKey, session.id)).toEqual([{ id: session.id }])
        await ask('commit')
        waits.push(performance.now() - began)
      })
      const tallies = await Promise.all(readers)
      expect(tallies.flatMap(({ other }) => other)).toEqual([])
      expect(tallies.every(({ refused }) => refused === 1)).toBe(true)
      expect(await late(owner, session.id)).toEqual([])
      const read = await owner("select count(*)::int as rows from audit.trail where session_id = $1 and act = 'case:list'", [session.id])
      expect(read).toEqual([{ rows: tallies.reduce((sum, tally) => sum + tally.read, 0) }])
    }
    console.info(`kill under ${READERS} readers, ms: ${waits.map((ms) => ms.toFixed(0)).join(' ')}`)
    // A kill that readers overtake waits as long as they go on, each time; one that only waits for the cores does so now and then.
    expect(waits.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]).toBeLessThan(1_000)
  }, 60_000)

  it('refuses the reading that began before the kill was committed', async () => {
    const rows = await interleaved(shared)
    expect(rows.code).toBe('IM401')
    expect(rows.late).toEqual([])
  })

  it('waits for the change that holds its session, and the next change is refused', async () => {
    const [lena, imke] = [await anOperator('SUPPORT_L2', { lead: true }), await anOperator('SUPPORT_L3')]
    const session = await aSession(imke, (await aPlace()).id, { mode: 'READ_WRITE' })
    const change = async (ask: Ask) => {
      await ask('begin')
      await ask("select from app.enter($1, $2, '{}')", [session.sessionKey, imke.loginKey])
      await ask("insert into audit.trail (act, sentence, outcome) values ('case:read', 'Changed a case.', 'done')")
    }
    await connectedTo(shared.tenantRw, (writer) =>
      connectedTo(shared.staff, async (killer) => {
        await change(writer)
        let killed = false
        const killing = killer('begin')
          .then(() => kill(killer, lena.loginKey, session.id))
          .then(() => killer('commit'))
          .then(() => (killed = true))
        await new Promise((resolve) => setTimeout(resolve, 150))
        expect(killed).toBe(false)
        await writer('commit')
        await killing
        expect(await codeOf(change(writer))).toBe('IM401')
      }),
    )
    const rows = await owner('select act from audit.trail where session_id = $1 order by seq', [session.id])
    expect(rows).toEqual([{ act: 'case:read' }, { act: 'impersonation:kill' }])
  })

  it('of fifty sessions is over within a second', async () => {
    await connectedTo(empty().owner, async (own) => {
      const lena = await anOperator('SUPPORT_L2', { lead: true }, own)
      for (let each = 0; each < 50; each++) await aSession(await anOperator('SUPPORT_L1', {}, own), (await aPlace(own)).id, {}, own)
      await connectedTo(empty().staff, async (ask) => {
        const began = performance.now()
        await ask('begin')
        await ask("select from app.enter('', $1, '{}')", [lena.loginKey])
        expect(await ask("select id from app.kill_sessions('all', '', 'Everybody out, this is a drill.')")).toHaveLength(50)
        await ask('commit')
        const ms = performance.now() - began
        console.info(`kill of 50 sessions in 50 tenants: ${ms.toFixed(0)} ms`)
        expect(ms).toBeLessThan(1_000)
      })
    })
  })
})

describe('control: the same database with a trail that does not take the session row', () => {
  const careless = scratchPlace(async (own) => {
    const [seal] = await own<{ text: string }>("select pg_get_functiondef('audit.seal'::regproc) as text")
    const text = seal?.text.replace(' FOR NO KEY UPDATE', '') ?? ''
    expect(text).not.toBe(seal?.text)
    await own(text)
  })

  it('shows a reading after the end, so the test above can fail', async () => {
    const rows = await interleaved(careless())
    expect(rows.code).toBeUndefined()
    expect(rows.late).toMatchObject([{ act: 'case:list' }])
  })
})

/** A reading that begins while the kill has not yet committed: either it is refused, or it stands after the end. */
async function interleaved(place: Place) {
  return connectedTo(place.owner, async (own) => {
    const [lena, imke] = [await anOperator('SUPPORT_L2', { lead: true }, own), await anOperator('SUPPORT_L3', {}, own)]
    const tenant = await aPlace(own)
    const session = await aSession(imke, tenant.id, {}, own)
    const code = await connectedTo(place.staff, (killer) =>
      connectedTo(place.tenantRo, async (reader) => {
        await killer('begin')
        await kill(killer, lena.loginKey, session.id)
        await reader('begin')
        const read = reading(reader, session.sessionKey, imke.loginKey).then(
          () => undefined,
          (error: { code?: string }) => error.code,
        )
        await new Promise((resolve) => setTimeout(resolve, 150))
        await killer('commit')
        const refused = await read
        await reader('commit')
        return refused
      }),
    )
    return { code, late: await late(own, session.id) }
  })
}
