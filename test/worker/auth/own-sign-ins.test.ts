import { describe, expect, it } from 'vitest'
import { newId } from '#worker/rules/ids.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, signedIn, trailOf } from '#test/world.ts'

type Login = { id: string; revoked: boolean }
const loginsOf = (operatorId: string) =>
  owner<Login>('select id, revoked_at is not null as revoked from app.login_session where operator_id = $1 order by created_at, id', [
    operatorId,
  ])
const revokes = (operatorId: string) => trailOf(`operator:${operatorId}`).then((rows) => rows.filter(({ act }) => act === 'sign_in:revoke'))

/** Vera at her desk, and signed in once more elsewhere. */
async function veraTwice() {
  const { person, browser } = await portalAs('vera')
  const elsewhere = await signedIn(person)
  const [here, there] = await loginsOf(person.id)
  return { person, browser, elsewhere, here: here?.id ?? '', there: there?.id ?? '' }
}

describe('the page of one’s own sign-ins', () => {
  it('marks the current one, and says of each what became of it by the database clock', async () => {
    const { person, browser, here, there } = await veraTwice()
    const idle = await signedIn(person)
    await signedIn(person)
    expect((await idle.get('/')).status).toBe(200)
    const [, , third, fourth] = await loginsOf(person.id)
    await owner("update app.login_session set seen_at = now() - interval '61 minutes' where id = $1", [third?.id])
    await owner("update app.login_session set expires_at = now() - interval '1 s' where id = $1", [fourth?.id])
    await owner('update app.login_session set revoked_at = now() where id = $1', [there])

    const page = await (await browser.get('/account/sign-ins')).text()

    const row = (id: string | undefined) => new RegExp(`<tr[^>]* id="${id}"[\\s\\S]*?</tr>`).exec(page)?.[0] ?? ''
    expect(row(here)).toContain('This browser, now')
    expect(page.match(/This browser, now/g)).toHaveLength(1)
    for (const [id, word] of [
      [here, 'Open'],
      [there, 'Ended'],
      [third?.id, 'Idle too long'],
      [fourth?.id, 'Run out'],
    ] as const) {
      expect(row(id)).toContain(word)
    }
    expect(row(there)).not.toContain('/revoke"')
  })

  it('shows nobody else’s', async () => {
    const { here } = await veraTwice()
    const hugo = await portalAs('hugo')
    expect(await (await hugo.browser.get('/account/sign-ins')).text()).not.toContain(here)
  })
})

describe('ending one', () => {
  it('signs the other browser out, leaves this one in, and leaves a trace', async () => {
    const { person, browser, elsewhere, there } = await veraTwice()
    const response = await browser.post(`/account/sign-ins/${there}/revoke`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/account/sign-ins?done=sign-in-ended'])
    expect((await elsewhere.get('/')).headers.get('location')).toBe('/sign-in')
    expect((await browser.get('/')).status).toBe(200)
    expect(await revokes(person.id)).toMatchObject([{ outcome: 'done', entity_ids: [there], facts: { ended: 1 } }])
  })

  it('ends the session in a tenant that rests on it', async () => {
    const { person, browser, sessionId, tenant } = await inside('vera')
    const [login] = await loginsOf(person.id)
    const elsewhere = await signedIn(person)
    expect(await (await elsewhere.get('/account/sign-ins')).text()).toContain('Inside a tenant')

    await elsewhere.post(`/account/sign-ins/${login?.id}/revoke`)

    expect(await owner('select end_reason from app.impersonation_session where id = $1', [sessionId])).toEqual([{ end_reason: 'MANUAL' }])
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({ act: 'impersonation:end', session_id: sessionId })
    expect((await browser.get('/workspace/cases')).status).not.toBe(200)
  })

  it('is leaving, when it is the current one', async () => {
    const { browser, here } = await veraTwice()
    const response = await browser.post(`/account/sign-ins/${here}/revoke`)
    expect(response.headers.get('location')).toBe('/sign-in?out=1')
    expect(browser.cookies.has('__Host-portal')).toBe(false)
  })

  it('is not for Hugo to do to Vera: 404 as for one that never was, nothing changed, and it is recorded', async () => {
    const { person, there } = await veraTwice()
    const hugo = await portalAs('hugo')
    const foreign = await hugo.browser.post(`/account/sign-ins/${there}/revoke`)
    const unknown = await hugo.browser.post(`/account/sign-ins/${newId('log')}/revoke`)
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect((await loginsOf(person.id)).map(({ revoked }) => revoked)).toEqual([false, false])
    expect((await revokes(hugo.person.id)).map(({ outcome }) => outcome)).toEqual(['not_found', 'not_found'])
  })

  it('collides with itself, and is one act when sent again with its key', async () => {
    const { person, browser, there } = await veraTwice()
    const both = await Promise.all([1, 2].map(() => browser.post(`/account/sign-ins/${there}/revoke`)))
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect((await revokes(person.id)).map(({ facts }) => facts.ended).toSorted()).toEqual([0, 1])

    const key = newId('key')
    const again = [1, 2].map(() => browser.post(`/account/sign-ins/${there}/revoke`, { key }))
    expect((await Promise.all(again)).map(({ status }) => status)).toEqual([303, 303])
    expect(await revokes(person.id)).toHaveLength(3)
  })
})

describe('signing out everywhere', () => {
  it('ends every sign-in with this one, and the session in a tenant', async () => {
    const { person, browser, sessionId } = await inside('vera')
    const elsewhere = await signedIn(person)
    const response = await elsewhere.post('/account/sign-ins/revoke-all')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in?out=1'])
    expect((await loginsOf(person.id)).map(({ revoked }) => revoked)).toEqual([true, true])
    expect(await owner('select 1 from app.impersonation_session where id = $1 and ended_at is null', [sessionId])).toEqual([])
    for (const each of [browser, elsewhere]) expect((await each.get('/')).headers.get('location')).toBe('/sign-in')
    expect(await revokes(person.id)).toMatchObject([{ sentence: 'Signed out everywhere.', facts: { ended: 2 } }])
  })

  it('leaves the sign-ins of others alone', async () => {
    const hugo = await portalAs('hugo')
    const { browser } = await veraTwice()
    await browser.post('/account/sign-ins/revoke-all')
    expect((await hugo.browser.get('/')).status).toBe(200)
  })

  it('pressed in two browsers at once or again with its key leads to the sign-in page, and nothing is ended twice', async () => {
    const { person, browser, elsewhere } = await veraTwice()
    const key = newId('key')
    const answers = await Promise.all([
      browser.post('/account/sign-ins/revoke-all', { key }),
      elsewhere.post('/account/sign-ins/revoke-all'),
    ])
    answers.push(await browser.post('/account/sign-ins/revoke-all', { key }))
    for (const answer of answers) expect(answer.headers.get('location')).toMatch(/^\/sign-in/)
    expect((await revokes(person.id)).reduce((sum, { facts }) => sum + Number(facts.ended), 0)).toBe(2)
  })

  it('takes no field', async () => {
    const { person, browser } = await veraTwice()
    expect((await browser.post('/account/sign-ins/revoke-all', { operatorId: person.id })).status).toBe(404)
    expect((await loginsOf(person.id)).map(({ revoked }) => revoked)).toEqual([false, false])
  })
})
