import { env } from 'cloudflare:workers'
import { runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Browser } from '#test/driver.ts'
import { aTenant, aTicket } from '#test/facts.ts'
import { owner, settings } from '#test/owner.ts'
import { hire, inside, type Person, portal, signedIn, startFields, trailOf } from '#test/world.ts'
import { openLogin } from '#worker/auth/login-cookie.ts'
import { isProof } from '#worker/auth/rules/fresh.ts'
import { type Door, doors } from '#worker/doors.ts'
import type { Bindings } from '#worker/env.ts'
import { alterAttempt, askDirectory, comeBack, hireListed, portalHere, signInAs, signInsOf } from './directory.ts'

const desks = (env as unknown as Bindings).OPERATOR_DESK
const WHY = 'They moved to another team for good.'

/** Ada signed in a while ago, and Vera, whom she is about to hold. */
async function adaAndVera({ minutes = 16 } = {}) {
  const ada = await hireListed('ada', { role: 'ADMIN' })
  const vera = await hire('vera')
  const { browser } = await signInAs(ada, new Browser(portalHere()))
  const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
  const own = new Browser(portalHere(), Object.fromEntries(browser.cookies), login?.loginKey)
  await provedAgo(ada, minutes)
  return { ada, vera, browser: own, path: `/people/${vera.id}/hold` }
}
const provedAgo = (person: Person, minutes: number) =>
  owner('update app.login_session set proved_at = now() - make_interval(mins => $2) where operator_id = $1', [person.id, minutes])
const statusOf = async (person: Person) =>
  (await owner<{ status: string }>('select status from app.internal_user where id = $1', [person.id]))[0]?.status
const acts = async (person: Person) => (await trailOf(`operator:${person.id}`)).map(({ act }) => act)

/** Where the button of the page leads. */
async function startOn(response: Response): Promise<string> {
  const page = await response.text()
  const href = /id="confirm-start"/.test(page) ? /href="(\/sign-in\/start[^"]*)"/.exec(page)?.[1] : undefined
  if (href === undefined) throw new Error(`no way to confirm: ${page.slice(0, 300)}`)
  return href.replaceAll('&amp;', '&')
}
/** From the button through the directory and back. */
async function confirm(browser: Browser, start: string, person: Person) {
  const authorize = new URL((await browser.get(start)).headers.get('Location') ?? '')
  const asked = Object.fromEntries(authorize.searchParams)
  authorize.searchParams.set('login_hint', person.directoryId)
  const answer = await fetch(authorize, { redirect: 'manual' })
  const response = await comeBack(browser, new URL(answer.headers.get('Location') ?? ''))
  return { asked, response, to: response.headers.get('Location') ?? '' }
}

afterEach(() => void vi.restoreAllMocks())

describe('a sign-in older than fifteen minutes', () => {
  it('changes nothing where a fresh one is asked for, says why, and leads back to the form with what was typed', async () => {
    const { ada, vera, browser, path } = await adaAndVera()
    const cookie = browser.cookies.get('__Host-portal')

    const refused = await browser.post(path, { reason: WHY })

    expect(refused.status).toBe(403)
    const start = await startOn(refused.clone())
    expect(await refused.text()).toContain('Confirm that it is you')
    expect(await statusOf(vera)).toBe('ACTIVE')
    expect(await acts(ada)).toEqual(['sign_in:accept'])

    const { asked, response, to } = await confirm(browser, start, ada)
    expect(asked).toMatchObject({ prompt: 'login', max_age: '0', code_challenge_method: 'S256' })
    expect([response.status, to]).toEqual([303, expect.stringMatching(new RegExp(`^/people/${vera.id}\\?draft=[\\w-]{43}$`))])
    expect(browser.cookies.get('__Host-portal')).toBe(cookie)
    expect(await signInsOf(ada.id)).toMatchObject([{ revoked_at: null }])
    expect(await acts(ada)).toEqual(['sign_in:accept', 'sign_in:prove'])

    expect(await (await browser.get(to)).text()).toContain(WHY)
    expect((await browser.post(path, { reason: WHY })).status).toBe(303)
    expect(await statusOf(vera)).toBe('HELD')
  })

  it('is asked for once more when the same form is sent again, with the same key, and that key works afterwards', async () => {
    const { ada, vera, browser, path } = await adaAndVera()
    const form = { reason: WHY, key: 'key_0123456789ABCDEFGHIJ' }
    expect((await browser.post(path, form)).status).toBe(403)
    expect((await browser.post(path, form)).status).toBe(403)
    await provedAgo(ada, 0)
    expect((await browser.post(path, form)).status).toBe(303)
    expect((await browser.post(path, form)).status).toBe(303)
    expect(await acts(vera)).toEqual([])
    expect((await acts(ada)).filter((act) => act === 'person:hold')).toHaveLength(1)
  })

  it('is enough for whatever does not ask for more: entering a tenant to read', async () => {
    const vera = await hire('vera')
    const browser = await signedIn(vera)
    await provedAgo(vera, 300)
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, vera.id)
    expect((await browser.post('/impersonations', startFields(tenant.id, ticket.id))).status).toBe(303)
  })

  it('of fourteen minutes passes, at no cost', async () => {
    const { vera, browser, path } = await adaAndVera({ minutes: 14 })
    expect((await browser.post(path, { reason: WHY })).status).toBe(303)
    expect(await statusOf(vera)).toBe('HELD')
  })

  it('hears of a mistake in the form first', async () => {
    const { browser, path } = await adaAndVera()
    expect((await browser.post(path, { reason: 'no' })).status).toBe(422)
  })

  it('tells a program by a code', async () => {
    const { browser, path } = await adaAndVera()
    const response = await browser.post(path, { reason: WHY }, { Accept: 'application/json' })
    expect([response.status, await response.json()]).toEqual([403, expect.objectContaining({ code: 'SIGN_IN_NOT_FRESH' })])
  })
})

describe('coming back from the directory', () => {
  it('as somebody else is their own sign-in, and shows nothing of what was typed', async () => {
    const { ada, browser, path } = await adaAndVera()
    const lena = await hireListed('lena', { role: 'ADMIN' })
    const { to } = await confirm(browser, await startOn(await browser.post(path, { reason: WHY })), lena)
    const login = await openLogin(browser.cookies.get('__Host-portal') ?? '', settings.sessionKey)
    expect(login?.operator.id).toBe(lena.id)
    expect(await signInsOf(ada.id)).toMatchObject([{ revoked_at: expect.anything() }])
    expect(await acts(lena)).toEqual(['sign_in:accept'])
    const page = await browser.get(to)
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain(WHY)
  })

  it('after the sign-in was revoked is a new one', async () => {
    const { ada, browser, path } = await adaAndVera()
    const start = await startOn(await browser.post(path, { reason: WHY }))
    await owner('update app.login_session set revoked_at = now() where operator_id = $1', [ada.id])
    await confirm(browser, start, ada)
    expect(await acts(ada)).toEqual(['sign_in:accept', 'sign_in:accept'])
    expect(await signInsOf(ada.id)).toHaveLength(2)
  })

  it('keeps the session in a tenant that Ada is in', async () => {
    const somebody = await hireListed('ada', { role: 'ADMIN' })
    const browser = await signedIn(somebody, portalHere())
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, somebody.id)
    await browser.post('/impersonations', startFields(tenant.id, ticket.id))
    await provedAgo(somebody, 20)
    const vera = await hire('vera')
    const refused = await browser.post(`/people/${vera.id}/hold`, { reason: WHY })
    expect(await refused.clone().text()).toContain(`[AS ${tenant.name}]`)
    const overlay = browser.cookies.get('__Host-session')
    const { to } = await confirm(browser, await startOn(refused), somebody)
    expect(browser.cookies.get('__Host-session')).toBe(overlay)
    expect((await browser.get('/workspace/cases')).status).toBe(200)
    expect((await browser.get(to)).status).toBe(200)
  })

  it('from a directory that only remembered her is not believed', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { ada, browser } = await adaAndVera()
    const back = await askDirectory(browser, ada)
    const later = Math.floor(Date.now() / 1000) + 300
    alterAttempt(browser, { again: later })
    expect((await comeBack(browser, back)).status).toBe(400)
    expect(await acts(ada)).toEqual(['sign_in:accept'])
  })

  it.each([
    ['does not say when it asked', { authTime: undefined, began: 1000, now: 1005 }, true],
    ['asked after the attempt began', { authTime: 1003, began: 1000, now: 1005 }, true],
    ['has a clock that is a minute behind', { authTime: 940, began: 1000, now: 1005 }, true],
    ['asked before the attempt began', { authTime: 939, began: 1000, now: 1005 }, false],
    ['asked long ago, and the browser says that it set out then', { authTime: 1000, began: 1000, now: 9000 }, false],
  ])('from a directory that %s', (_, times, believed) => {
    expect(isProof(times)).toBe(believed)
  })

  it('asks nobody twice who is not signed in: it is a sign-in as usual', async () => {
    const browser = new Browser(portalHere())
    const authorize = new URL((await browser.get('/sign-in/start?again=1&to=/people')).headers.get('Location') ?? '')
    expect(authorize.searchParams.has('prompt')).toBe(false)
  })
})

describe('what was typed', () => {
  const drafted = async () => {
    const found = await adaAndVera()
    const start = await startOn(await found.browser.post(found.path, { reason: WHY }))
    await provedAgo(found.ada, 0)
    return { ...found, page: new URL(start, 'https://portal.example').searchParams.get('to') ?? '' }
  }

  it('is shown as often as the page is loaded, to nobody else, at no other form and under no other name', async () => {
    const { ada, vera, browser, page } = await drafted()
    for (let i = 0; i < 2; i++) expect(await (await browser.get(page)).text()).toContain(WHY)
    const other = await signedIn(await hireListed('ada', { role: 'ADMIN' }))
    expect(await (await other.get(page)).text()).not.toContain(WHY)
    const id = new URL(page, 'https://portal.example').searchParams.get('draft') ?? ''
    const at = (door: string) => desks.getByName(ada.id).draft({ id, door })
    expect(await at('POST /people/:personId/hold')).toMatchObject({ reason: WHY })
    for (const door of ['POST /people/:personId/role', 'POST /people', '']) expect([door, await at(door)]).toEqual([door, null])
    expect(await (await browser.get(`/people/${vera.id}?draft=${'x'.repeat(43)}`)).text()).not.toContain(WHY)
    expect((await browser.get(`/people/${vera.id}?draft=..%2f..`)).status).toBe(200)
  })

  it('is forgotten after a quarter of an hour', async () => {
    const { ada, browser, page } = await drafted()
    await runInDurableObject(desks.getByName(ada.id), async (_, state) => {
      const draft = (await state.storage.get<{ endsAt: number }>('draft')) ?? { endsAt: 0 }
      expect(draft.endsAt - Date.now()).toBeLessThanOrEqual(15 * 60_000)
      expect(await state.storage.getAlarm()).toBe(draft.endsAt)
      await state.storage.put('draft', { ...draft, endsAt: Date.now() - 1 })
    })
    // The alarm may be late: what is past its time is not shown.
    expect(await (await browser.get(page)).text()).not.toContain(WHY)
    await runInDurableObject(desks.getByName(ada.id), async (desk, state) => {
      await desk.alarm?.()
      expect(await state.storage.get('draft')).toBeUndefined()
    })
    expect(await (await browser.get(page)).text()).not.toContain(WHY)
  })

  it('makes room for what is typed next: one draft per person', async () => {
    const { ada, browser, page, path } = await drafted()
    await provedAgo(ada, 20)
    const next = await startOn(await browser.post(path, { reason: 'Another reason that is long enough.' }))
    expect(await (await browser.get(page)).text()).not.toContain(WHY)
    const to = new URL(next, 'https://portal.example').searchParams.get('to') ?? ''
    expect(await (await browser.get(to)).text()).toContain('Another reason')
  })

  it('holds neither the token and key of the form nor what is write-only', async () => {
    const door: Door = doors['POST /tenants/:tenantId/secrets']
    door.fresh = '/tenants/:tenantId/config'
    try {
      const imke = await hire('imke')
      const browser = await signedIn(imke)
      await provedAgo(imke, 20)
      const tenant = await aTenant()
      const refused = await browser.post(`/tenants/${tenant.id}/secrets`, {
        kind: 'API_KEY',
        name: 'case-sync',
        value: 'sk-live-Zanzibar-0042',
      })
      expect(await refused.clone().text()).toContain('secret values are never kept')
      expect(await startOn(refused)).toContain(encodeURIComponent(`/tenants/${tenant.id}/config?draft=`))
      const kept = await runInDurableObject(desks.getByName(imke.id), (_, state) => state.storage.get<{ typed: object }>('draft'))
      expect(kept?.typed).toEqual({ kind: 'API_KEY', name: 'case-sync' })
      expect(await owner('select 1 from tenant_secret where tenant_id = $1', [tenant.id])).toEqual([])
    } finally {
      delete door.fresh
    }
  })

  it('is said not to be kept when the desk cannot be reached, and the way to confirm is there all the same', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const ada = await hire('ada')
    const vera = await hire('vera')
    const cut = () => {
      throw new Error('unreachable')
    }
    const browser = await signedIn(ada, portal({ desks: cut }))
    await provedAgo(ada, 20)
    const refused = await browser.post(`/people/${vera.id}/hold`, { reason: WHY })
    expect(refused.status).toBe(403)
    expect(await refused.clone().text()).toContain('could not be kept')
    expect(await startOn(refused)).toBe(`/sign-in/start?again=1&to=${encodeURIComponent(`/people/${vera.id}`)}`)
  })
})

describe('inside a tenant', () => {
  it('Vera, whose sign-in is old, is asked for nothing while she reads', async () => {
    const { person, browser } = await inside('vera')
    await provedAgo(person, 300)
    expect((await browser.get('/workspace/cases')).status).toBe(200)
  })
})
