import { describe, expect, it } from 'vitest'
import { decodeJwt } from 'jose'
import { recordingRooms } from '#test/rooms.ts'
import { database, owner } from '#test/owner.ts'
import { portal, portalAs, signedIn, trailOf } from '#test/world.ts'
import { jobScope } from '#worker/db/job.ts'
import { within } from '#worker/db/scope.ts'
import { purge } from '#worker/jobs/queries/letters.ts'
import { newId } from '#worker/rules/ids.ts'
import { Program } from '../api/program.ts'
import { opens, pairFor, refresh } from './tokens.ts'

const familyOf = (accessToken: string) => String(decodeJwt(accessToken).fam)
const revoke = (family: string) => `/account/programs/${family}/revoke`
const revokes = (operatorId: string) => trailOf(`operator:${operatorId}`).then((rows) => rows.filter(({ act }) => act === 'program:revoke'))

/** Vera in her browser, with one program let in from it. */
async function vera() {
  const rooms = recordingRooms()
  const { person, browser } = await portalAs('vera', { rooms: rooms.rooms })
  const pair = await pairFor(browser)
  return { person, browser, rooms, ...pair, family: familyOf(pair.accessToken) }
}

describe('one’s own programs', () => {
  it('stand beside the sign-ins, each with what became of it', async () => {
    const { person, browser, family } = await vera()
    const [ended, stolen] = [familyOf((await pairFor(browser)).accessToken), familyOf((await pairFor(browser)).accessToken)]
    const elsewhere = await signedIn(person)
    const gone = familyOf((await pairFor(elsewhere)).accessToken)
    await elsewhere.post('/sign-out')
    await owner("update app.token_family set ended_at = now(), end_reason = 'REVOKED' where id = $1", [ended])
    await owner("update app.token_family set ended_at = now(), end_reason = 'REUSED' where id = $1", [stolen])

    const page = await (await browser.get('/account/sign-ins')).text()

    const row = (id: string) => new RegExp(`<tr[^>]* id="${id}"[\\s\\S]*?</tr>`).exec(page)?.[0] ?? ''
    for (const [id, word] of [
      [family, 'Open'],
      [ended, 'Ended'],
      [stolen, 'Ended: a token came twice'],
      [gone, 'Ended'],
    ] as const)
      expect(row(id)).toContain(word)
    expect([row(family), row(ended), row(stolen), row(gone)].map((each) => each.includes('/revoke"'))).toEqual([true, false, false, false])
  })

  it('are told to a program with the mark of its own, in one round trip as to a browser', async () => {
    const { browser, accessToken, family } = await vera()
    const other = familyOf((await pairFor(browser)).accessToken)
    const { body, headers } = await new Program(accessToken).get('/api/v1/account/programs')
    expect((body.items as { id: string; isCurrent: boolean }[]).map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      [other, false],
      [family, true],
    ])
    expect(headers.get('Server-Timing')).toContain('1 round trips, 1 statements')
    expect((await browser.get('/account/sign-ins')).headers.get('Server-Timing')).toContain('1 round trips, 2 statements')
  })

  it('are nobody else’s to see', async () => {
    const { family } = await vera()
    const hugo = await portalAs('hugo')
    expect(await (await hugo.browser.get('/account/sign-ins')).text()).not.toContain(family)
  })
})

describe('ending one', () => {
  it('ends its tokens and tells its sockets, leaves the browser in, and leaves a trace', async () => {
    const { person, browser, rooms, accessToken, refreshToken, family } = await vera()
    const response = await browser.post(revoke(family))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/account/sign-ins?done=program-ended'])
    expect([await opens(accessToken), (await refresh(refreshToken)).status]).toEqual([false, 401])
    expect((await browser.get('/')).status).toBe(200)
    expect(rooms.heard).toEqual([{ userId: person.id, over: { what: 'family', familyId: family } }])
    expect(await revokes(person.id)).toMatchObject([{ outcome: 'done', entity_ids: [family], facts: { ended: 1 } }])
  })

  it('is open to the program itself, which is out then', async () => {
    const { accessToken, family } = await vera()
    const program = new Program(accessToken)
    expect((await program.post(`/api/v1${revoke(family)}`)).body).toEqual({ id: family })
    expect((await program.get('/api/v1/me')).body.code).toBe('SIGNED_OUT')
  })

  it('is not for Hugo to do: 404 as for one that never was, nothing changed, nobody told, and it is recorded', async () => {
    const { family, accessToken } = await vera()
    const { rooms, heard } = recordingRooms()
    const hugo = await portalAs('hugo', { rooms })
    const answers = [await hugo.browser.post(revoke(family)), await hugo.browser.post(revoke(newId('fam')))]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect([await opens(accessToken), heard]).toEqual([true, []])
    expect((await revokes(hugo.person.id)).map(({ outcome }) => outcome)).toEqual(['not_found', 'not_found'])
  })

  it('collides with itself, and is one act when sent again with its key', async () => {
    const { person, browser, family } = await vera()
    const both = await Promise.all([1, 2].map(() => browser.post(revoke(family))))
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect((await revokes(person.id)).map(({ facts }) => facts.ended).toSorted()).toEqual([0, 1])
    const key = newId('key')
    for (let i = 0; i < 2; i++) expect((await browser.post(revoke(family), { key })).status).toBe(303)
    expect(await revokes(person.id)).toHaveLength(3)
  })

  it('takes no field', async () => {
    const { person, browser, family, accessToken } = await vera()
    expect((await browser.post(revoke(family), { operatorId: person.id })).status).toBe(404)
    expect(await opens(accessToken)).toBe(true)
  })
})

describe('housekeeping', () => {
  it('removes programs that were over a week ago with all their tokens, and no others', async () => {
    const { browser, family, refreshToken } = await vera()
    const open = await refresh(refreshToken, portal())
    const old = familyOf((await pairFor(browser)).accessToken)
    await owner("update app.token_family set ended_at = now() - interval '8 days', end_reason = 'REVOKED' where id = $1", [old])
    await within(jobScope(database, 'test')).execute(purge())
    expect(await owner('select id from app.token_family where id = any($1)', [[family, old]])).toEqual([{ id: family }])
    expect(await owner('select 1 from app.refresh_token where family_id = $1', [old])).toEqual([])
    expect((await refresh(open.refreshToken ?? '')).status).toBe(200)
  })
})
