import { describe, expect, it, vi } from 'vitest'
import { owner } from '#test/owner.ts'
import { hire, inside, portal, portalAs, signedIn, trailOf } from '#test/world.ts'
import { signInsOf } from './directory.ts'

const signedOut = { status: 303, to: '/sign-in' }
const whereTo = async (asked: Promise<Response>) => {
  const response = await asked
  return { status: response.status, to: response.headers.get('Location') }
}

describe('a sign-in ends', () => {
  it.each([
    [
      'after twelve hours, however busy Vera was',
      "update app.login_session set expires_at = now() - interval '1 s' where operator_id = $1",
    ],
    ['after an hour without a request', "update app.login_session set seen_at = now() - interval '60 min 1 s' where operator_id = $1"],
    ['when it is revoked', 'update app.login_session set revoked_at = now() where operator_id = $1'],
    ['when she is deactivated', "update app.internal_user set status = 'DEACTIVATED', version = version + 1 where id = $1"],
    ['when she is held', "update app.internal_user set status = 'HELD', version = version + 1 where id = $1"],
    ['when her status changes and nobody counted', "update app.internal_user set status = 'HELD' where id = $1"],
    ['when her role changes', "update app.internal_user set role = 'SUPPORT_L3', version = version + 1 where id = $1"],
    ['when she becomes a lead', 'update app.internal_user set lead = true, version = version + 1 where id = $1'],
    ['when her role changes and nobody counted', "update app.internal_user set role = 'CLIENT_SUCCESS' where id = $1"],
    ['when her lead mark changes and nobody counted', 'update app.internal_user set lead = true where id = $1'],
  ])('%s', async (_, move) => {
    const { person, browser } = await portalAs('vera')
    expect((await browser.get('/')).status).toBe(200)
    await owner(move, [person.id])
    expect(await whereTo(browser.get('/'))).toEqual(signedOut)
    expect(browser.cookies.has('__Host-portal')).toBe(false)
  })

  it('for a form as well: nothing is written after it', async () => {
    const { person, browser } = await portalAs('vera')
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
    expect(await whereTo(browser.post('/tickets/tic_00000000000000000000/take'))).toEqual(signedOut)
    expect(await trailOf(`operator:${person.id}`)).toMatchObject([{ act: 'sign_in:accept' }])
  })

  it('and takes the session inside a tenant with it', async () => {
    const { person, browser } = await inside('vera')
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
    expect((await browser.get('/workspace/cases')).status).toBe(303)
  })

  it('not before: after 59 minutes of rest Vera is still in, and the hour begins anew', async () => {
    const { person, browser } = await portalAs('vera')
    await owner("update app.login_session set seen_at = now() - interval '59 min' where operator_id = $1", [person.id])
    expect((await browser.get('/')).status).toBe(200)
    const rested = () =>
      owner<{ rest: number }>('select extract(epoch from now() - seen_at)::int as rest from app.login_session where operator_id = $1', [
        person.id,
      ])
    await vi.waitFor(async () => expect((await rested())[0]?.rest).toBeLessThan(30))
  })

  it('by the clock of the database: a machine whose clock runs hours behind lets nobody in longer', async () => {
    const vera = await hire('vera')
    const browser = await signedIn(vera, portal({ clock: () => new Date(Date.now() - 24 * 3_600_000) }))
    expect((await browser.get('/')).status).toBe(200)
    await owner("update app.login_session set expires_at = now() - interval '1 s' where operator_id = $1", [vera.id])
    expect((await browser.get('/')).status).toBe(303)
  })

  it('for this browser only: the other one of the same person stays in', async () => {
    const vera = await hire('vera')
    const [office, home] = [await signedIn(vera), await signedIn(vera)]
    const [first] = await signInsOf(vera.id)
    await owner('update app.login_session set revoked_at = now() where id = $1', [first?.id])
    expect([(await office.get('/')).status, (await home.get('/')).status]).toEqual([303, 200])
  })
})

describe('one’s own sign-ins', () => {
  it('are listed for Vera, and nobody else’s', async () => {
    const vera = await hire('vera')
    const [here] = [await signedIn(vera), await signedIn(vera)]
    const { person: hugo } = await portalAs('hugo')
    await owner("update app.login_session set ip = '198.51.100.99' where operator_id = $1", [hugo.id])
    await owner("update app.login_session set ip = '198.51.100.7' where operator_id = $1", [vera.id])
    const page = await (await here.get('/account/sign-ins')).text()
    expect(page.match(/198\.51\.100\.7\b/g)?.length).toBeGreaterThanOrEqual(2)
    expect(page).not.toContain('198.51.100.99')
  })
})
