import { describe, expect, it } from 'vitest'
import { END_REASONS } from '#worker/impersonation/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { hire, inside, portal, signedIn, startFields, trailOf } from '#test/world.ts'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'

const row = async (id: string) =>
  (
    await owner<{ expires_at: string; ended_at: string | null; end_reason: string | null; started_at: string }>(
      'select * from app.impersonation_session where id = $1',
      [id],
    )
  )[0]
const moveBack = (id: string, by: string) =>
  owner(
    'update app.impersonation_session set started_at = started_at - $2::interval, expires_at = expires_at - $2::interval where id = $1',
    [id, by],
  )

describe('extending', () => {
  it('gives Vera half an hour more with a line on why', async () => {
    const { browser, sessionId, tenant } = await inside('vera')
    const before = await row(sessionId)

    const response = await browser.post(`/impersonations/${sessionId}/extend`, {
      minutes: '30',
      reason: 'The customer is still on the phone.',
    })

    expect(response.status).toBe(303)
    const after = await row(sessionId)
    expect(new Date(after?.expires_at ?? 0).getTime() - new Date(before?.expires_at ?? 0).getTime()).toBe(30 * 60_000)
    expect((await trailOf(`tenant:${tenant.id}`)).at(-1)).toMatchObject({
      act: 'impersonation:extend',
      outcome: 'done',
      reason: 'The customer is still on the phone.',
    })
  })

  it('stops at four hours after the start', async () => {
    const { browser, sessionId } = await inside('vera')
    await moveBack(sessionId, '3 hours 20 minutes')
    await owner("update app.impersonation_session set expires_at = started_at + interval '3 hours 50 minutes' where id = $1", [sessionId])

    expect(
      (await browser.post(`/impersonations/${sessionId}/extend`, { minutes: '30', reason: 'Still looking at the export.' })).status,
    ).toBe(303)
    const reached = await row(sessionId)
    expect(new Date(reached?.expires_at ?? 0).getTime() - new Date(reached?.started_at ?? 0).getTime()).toBe(4 * 60 * 60_000)

    const refused = await browser.post(`/impersonations/${sessionId}/extend`, { minutes: '15', reason: 'Still looking at the export.' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('No more time can be given')
  })

  it('wants a reason and known minutes, and keeps what was typed', async () => {
    const { browser, sessionId } = await inside('vera')
    const before = await row(sessionId)
    const response = await browser.post(`/impersonations/${sessionId}/extend`, { minutes: '240', reason: 'short' })
    expect(response.status).toBe(422)
    const text = await response.text()
    expect(text).toContain('href="#minutes"')
    expect(text).toContain('href="#reason"')
    expect(text).toContain('short')
    expect(await row(sessionId)).toEqual(before)
  })

  it("does not know Hugo's session when Vera asks", async () => {
    const hugos = await inside('hugo')
    const veras = await inside('vera')
    const response = await veras.browser.post(`/impersonations/${hugos.sessionId}/extend`, {
      minutes: '30',
      reason: 'The customer is still on the phone.',
    })
    expect(response.status).toBe(404)
  })
})

describe('the banner', () => {
  it('stands first on every page and error page while Vera is inside', async () => {
    const { browser, tenant } = await inside('vera')
    const pages = [
      '/',
      '/tenants',
      '/impersonations',
      '/workspace/cases',
      '/nowhere',
      '/workspace/cases/case_unknown',
      '/tenants/ten_unknown',
    ]
    for (const path of pages) {
      const text = await (await browser.get(path)).text()
      expect(text, path).toMatch(/<body[^>]*><aside class="banner banner-read-only"/)
      expect(text, path).toContain(`[AS ${tenant.name}]`)
    }
    const refused = await browser.send('/sign-in/nowhere', { method: 'POST' })
    expect(await refused.text()).toContain('session-banner')
  })
})

describe('ending', () => {
  it('puts Vera out at once, tells how it went, and shows nothing of the tenant afterwards', async () => {
    const { browser, sessionId, tenant } = await inside('vera')

    const ended = await browser.post(`/impersonations/${sessionId}/end`)

    expect(ended.headers.get('location')).toBe(`/impersonations/${sessionId}?done=ended`)
    expect(browser.cookies.has('__Host-session')).toBe(false)
    expect(await row(sessionId)).toMatchObject({ end_reason: 'MANUAL' })
    expect((await browser.get('/workspace/cases')).status).toBe(403)
    expect((await trailOf(`tenant:${tenant.id}`)).map(({ act }) => act)).toEqual(['impersonation:start', 'impersonation:end'])
  })

  it('has one end however often and from wherever it is pressed', async () => {
    const { browser, sessionId, tenant } = await inside('vera')
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.post(`/impersonations/${sessionId}/end`)))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303))
    expect((await trailOf(`tenant:${tenant.id}`)).filter(({ act }) => act === 'impersonation:end')).toHaveLength(1)
  })

  it('works when the sign-in has expired, by the overlay cookie alone', async () => {
    const { browser, sessionId, person } = await inside('vera')
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [person.id])
    browser.cookies.delete('__Host-portal')
    const response = await browser.send(`/impersonations/${sessionId}/end`, {
      method: 'POST',
      headers: { Origin: 'https://portal.example' },
    })
    expect(response.status).toBe(303)
    expect(await row(sessionId)).toMatchObject({ end_reason: 'MANUAL' })
  })

  it('works when the overlay cookie is lost, by the sign-in alone', async () => {
    const { browser, sessionId } = await inside('vera')
    browser.cookies.delete('__Host-session')
    expect((await browser.post(`/impersonations/${sessionId}/end`)).status).toBe(303)
    expect(await row(sessionId)).toMatchObject({ end_reason: 'MANUAL' })
  })

  it('of an old session leaves the one that runs alone', async () => {
    const { browser, person, sessionId } = await inside('vera')
    await browser.post(`/impersonations/${sessionId}/end`)
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    await browser.post('/impersonations', startFields(tenant.id, ticket.id))
    expect((await browser.post(`/impersonations/${sessionId}/end`)).status).toBe(303)
    expect((await browser.get('/workspace/cases')).status).toBe(200)
  })

  it('does not know a session of somebody else, or none at all', async () => {
    const { sessionId } = await inside('hugo')
    const vera = await signedIn(await hire('vera'))
    expect((await vera.post(`/impersonations/${sessionId}/end`)).status).toBe(404)
    expect((await vera.post(`/impersonations/${newId('imp')}/end`)).status).toBe(404)
    expect(await row(sessionId)).toMatchObject({ ended_at: null })
  })

  it('wins against extending, in any order', async () => {
    for (let round = 0; round < 10; round++) {
      const { browser, sessionId } = await inside('vera')
      const extend = () =>
        browser.post(`/impersonations/${sessionId}/extend`, { minutes: '30', reason: 'The customer is still on the phone.' })
      const end = () => browser.post(`/impersonations/${sessionId}/end`)
      await Promise.all(round % 2 ? [extend(), end(), extend()] : [end(), extend(), extend()])
      const after = await row(sessionId)
      expect(after?.end_reason).toBe('MANUAL')
    }
  })
})

describe('an end by somebody else', () => {
  it.each(END_REASONS)('(%s) is felt with the next click, with its reason on a whole page', async (reason) => {
    const { browser, sessionId } = await inside('vera')
    await owner('update app.impersonation_session set ended_at = now(), end_reason = $2 where id = $1', [sessionId, reason])
    const response = await browser.get('/workspace/cases')
    expect(response.status).toBe(401)
    const because = /data-ended-because[^>]*>([^<]+)</.exec(await response.text())?.[1]
    expect(because).toMatch(/\w+ .*\./)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })
})

describe('time', () => {
  it('shows nothing past the deadline although every timer is dead, and says so on a whole page', async () => {
    const { browser, sessionId } = await inside('vera')
    expect((await browser.get('/workspace/cases')).status).toBe(200)
    await moveBack(sessionId, '31 minutes')

    const response = await browser.get('/workspace/cases')

    expect(response.status).toBe(401)
    expect(response.headers.get('portal-ended')).toBe('1')
    const text = await response.text()
    expect(text).toContain('is over')
    expect(text).not.toMatch(/C-\d/)
    expect(await row(sessionId)).toMatchObject({ ended_at: null })
  })

  it('puts out who has not done anything for ten minutes', async () => {
    const { browser, sessionId } = await inside('vera')
    await owner("update app.impersonation_activity set last_act_at = now() - interval '10 minutes 1 second' where session_id = $1", [
      sessionId,
    ])
    expect((await browser.get('/workspace/cases')).status).toBe(401)
  })

  it('takes a click for a human act, and polling or prefetching for none', async () => {
    const { browser, sessionId } = await inside('vera')
    const lastAct = async () =>
      new Date(
        (await owner<{ last_act_at: string }>('select last_act_at from app.impersonation_activity where session_id = $1', [sessionId]))[0]
          ?.last_act_at ?? 0,
      ).getTime()
    await owner("update app.impersonation_activity set last_act_at = now() - interval '5 minutes' where session_id = $1", [sessionId])
    const before = await lastAct()

    await browser.get('/impersonations/current')
    await browser.get('/workspace/cases', { 'Portal-Passive': '1' })
    await browser.get('/workspace/cases', { 'Sec-Purpose': 'prefetch' })
    expect(await lastAct()).toBe(before)

    await browser.get('/workspace/cases')
    expect(await lastAct()).toBeGreaterThan(before)
  })

  it('is not lengthened or shortened by a Worker whose clock is wrong by five minutes', async () => {
    for (const skew of [-5, 5]) {
      const { browser, sessionId } = await inside('vera', { parts: { clock: () => new Date(Date.now() + skew * 60_000) } })
      await moveBack(sessionId, '29 minutes')
      expect((await browser.get('/workspace/cases')).status).toBe(200)
      await moveBack(sessionId, '1 minute 1 second')
      expect((await browser.get('/workspace/cases')).status).toBe(401)
    }
  })

  it('lets nobody pass while the desk of the operator cannot be reached, and other pages work', async () => {
    const dead = () => Promise.reject(new Error('unreachable'))
    const { person, browser } = await inside('vera')
    const cut = portal({
      desks: () => ({ open: dead, check: dead, close: dead, warning: dead, spend: dead, keepDraft: dead, draft: dead }),
    })
    const again = Object.fromEntries(browser.cookies)
    const { Browser } = await import('#test/driver.ts')
    const blocked = new Browser(cut, again)

    const response = await blocked.get('/workspace/cases')
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('cannot be reached')
    expect((await blocked.get('/tenants')).status).toBe(200)
    expect(person.id).toBeTruthy()
  })
})

describe('a stolen overlay cookie', () => {
  it('opens nothing beside another sign-in, ends the session, and names who showed it', async () => {
    const vera = await inside('vera')
    const hugo = await hire('hugo')
    const thief = await signedIn(hugo)
    thief.cookies.set('__Host-session', vera.browser.cookies.get('__Host-session') ?? '')

    const response = await thief.get('/workspace/cases')

    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain(vera.tenant.name)
    expect(await row(vera.sessionId)).toMatchObject({ end_reason: 'FORCE_LOGOUT' })
    expect((await trailOf(`tenant:${vera.tenant.id}`)).at(-1)).toMatchObject({
      act: 'impersonation:stolen',
      operator_id: hugo.id,
      session_id: vera.sessionId,
    })
    expect((await vera.browser.get('/workspace/cases')).status).toBe(401)
  })

  it('opens nothing without any sign-in', async () => {
    const vera = await inside('vera')
    vera.browser.cookies.delete('__Host-portal')
    const response = await vera.browser.get('/workspace/cases')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toContain('/sign-in')
  })

  it('opens nothing beside an earlier sign-in of the same person', async () => {
    const vera = await inside('vera')
    const other = await signedIn(vera.person)
    other.cookies.set('__Host-session', vera.browser.cookies.get('__Host-session') ?? '')
    expect((await other.get('/workspace/cases')).status).toBe(401)
  })
})
