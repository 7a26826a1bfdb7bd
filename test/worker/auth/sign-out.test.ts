import { describe, expect, it } from 'vitest'
import { Browser } from '#test/driver.ts'
import { owner } from '#test/owner.ts'
import { inside, portal, portalAs, trailOf } from '#test/world.ts'
import { signInsOf } from './directory.ts'

const out = (browser: Browser) => browser.post('/sign-out')

describe('signing out', () => {
  it('revokes the sign-in, takes the cookies off, says so, and leaves a trace', async () => {
    const { person, browser } = await portalAs('vera')
    const cookie = browser.cookies.get('__Host-portal') ?? ''

    const response = await out(browser)

    expect([response.status, response.headers.get('Location')]).toEqual([303, '/sign-in?out=1'])
    expect([...browser.cookies.keys()]).toEqual([])
    expect(await signInsOf(person.id)).toMatchObject([{ revoked_at: expect.anything() }])
    expect(await trailOf(`operator:${person.id}`)).toMatchObject([{ act: 'sign_in:accept' }, { act: 'sign_in:end', outcome: 'done' }])
    // A copy of the cookie is worth nothing afterwards.
    expect((await new Browser(portal(), { '__Host-portal': cookie }).get('/')).status).toBe(303)
  })

  it('ends the session that Vera is in, by her own hand, and its key opens nothing any more', async () => {
    const { person, browser, tenant, sessionId } = await inside('vera')
    const kept = new Map(browser.cookies)

    await out(browser)

    const rows = await owner('select ended_at is not null as ended, end_reason from app.impersonation_session where id = $1', [sessionId])
    expect(rows).toEqual([{ ended: true, end_reason: 'MANUAL' }])
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({
      act: 'impersonation:end',
      operator_id: person.id,
      session_id: sessionId,
    })
    const copied = await new Browser(portal(), Object.fromEntries(kept)).get('/workspace/cases')
    expect(copied.status).toBe(401)
    expect(await copied.text()).not.toContain(tenant.name)
  })

  it('is the same when pressed twice: one end, one trace', async () => {
    const { person, browser, tenant } = await inside('vera')
    const again = new Browser(portal(), Object.fromEntries(browser.cookies))
    const [one, two] = await Promise.all([out(browser), out(again)])
    expect([one.status, two.status]).toEqual([303, 303])
    const ends = [...(await trailOf(`operator:${person.id}`)), ...(await trailOf(`tenant:${tenant.id}`))].filter(({ act }) =>
      act.endsWith(':end'),
    )
    expect(ends.map(({ act }) => act).toSorted()).toEqual(['impersonation:end', 'sign_in:end'])
  })

  it('works for somebody who never was in, and whose sign-in ran out', async () => {
    expect((await out(new Browser(portal()))).status).toBe(303)
    const { person, browser } = await inside('vera')
    await owner("update app.login_session set expires_at = now() - interval '1 s' where operator_id = $1", [person.id])
    expect((await out(browser)).status).toBe(303)
    const rows = await owner('select 1 from app.impersonation_session where operator_id = $1 and ended_at is null', [person.id])
    expect(rows).toEqual([])
  })

  it('works although the desk that keeps the clock cannot be reached', async () => {
    const silent = () => ({
      close: () => Promise.reject(new Error('desk_down')),
      open: () => Promise.resolve(),
      check: () => Promise.resolve('live'),
    })
    const { person, browser } = await inside('vera')
    const response = await out(new Browser(portal({ desks: silent as never }), Object.fromEntries(browser.cookies)))
    expect(response.status).toBe(303)
    expect(await owner('select 1 from app.impersonation_session where operator_id = $1 and ended_at is null', [person.id])).toEqual([])
  })

  it('cannot be pressed by another site', async () => {
    const { person, browser } = await portalAs('vera')
    const response = await browser.post('/sign-out', {}, { Origin: 'https://evil.example' })
    expect(response.status).toBe(403)
    expect(await signInsOf(person.id)).toMatchObject([{ revoked_at: null }])
  })

  it('is never a link', async () => {
    const { browser } = await portalAs('vera')
    expect((await browser.get('/sign-out')).status).toBe(404)
    expect((await browser.get('/')).status).toBe(200)
  })
})
