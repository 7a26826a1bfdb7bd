import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { type TrailRow, trailOf } from '#test/world.ts'
import { alterAttempt, askDirectory, comeBack, hireListed, newBrowser, signInAs, signInsOf } from './directory.ts'

/** Nothing came of it: no cookie, no sign-in, and the attempt is over. */
async function expectNobody(response: Response, status: number, operatorId: string) {
  expect(response.status).toBe(status)
  const given = response.headers.getSetCookie().filter((cookie) => !/max-age=0/i.test(cookie))
  expect(given).toEqual([])
  expect(await signInsOf(operatorId)).toEqual([])
}

describe('coming back from the directory', () => {
  it.each([
    ['another state', { state: 'x'.repeat(43) }],
    ['another nonce', { nonce: 'x'.repeat(43) }],
    ['another verifier', { verifier: 'x'.repeat(43) }],
    ['no state', { state: undefined }],
    ['a state that is no text', { state: 7 }],
  ])('with %s in the browser than was asked with: nobody is signed in', async (_, change) => {
    const vera = await hireListed('vera')
    const browser = newBrowser()
    const back = await askDirectory(browser, vera)
    alterAttempt(browser, change)
    const response = await comeBack(browser, back)
    await expectNobody(response, 400, vera.id)
    expect(browser.cookies.has('__Host-sign-in')).toBe(false)
  })

  it.each([
    ['without the cookie of an attempt', (browser: ReturnType<typeof newBrowser>) => browser.cookies.delete('__Host-sign-in')],
    ['with a cookie that is not ours', (browser: ReturnType<typeof newBrowser>) => browser.cookies.set('__Host-sign-in', 'garbage')],
    ['with an empty attempt', (browser: ReturnType<typeof newBrowser>) => browser.cookies.set('__Host-sign-in', '%7B%7D')],
  ])('%s: nobody is signed in', async (_, spoil) => {
    const vera = await hireListed('vera')
    const browser = newBrowser()
    const back = await askDirectory(browser, vera)
    spoil(browser)
    await expectNobody(await comeBack(browser, back), 400, vera.id)
  })

  it('in a browser that did not ask: a link with somebody’s code signs nobody in', async () => {
    const [vera, mallory] = [await hireListed('vera'), await hireListed('hugo')]
    const hers = newBrowser()
    await askDirectory(hers, vera)
    const planted = await askDirectory(newBrowser(), mallory)
    await expectNobody(await comeBack(hers, planted), 400, mallory.id)
  })

  it('with a code that was used before: once is all it is worth', async () => {
    const vera = await hireListed('vera')
    const browser = newBrowser()
    const back = await askDirectory(browser, vera)
    const attempt = browser.cookies.get('__Host-sign-in') ?? ''
    expect((await comeBack(browser, back)).status).toBe(303)
    expect(browser.cookies.has('__Host-sign-in')).toBe(false)

    const thief = newBrowser()
    thief.cookies.set('__Host-sign-in', attempt)
    expect((await comeBack(thief, back)).status).toBe(400)
    expect(thief.cookies.has('__Host-portal')).toBe(false)
    expect(await signInsOf(vera.id)).toHaveLength(1)
  })

  it.each([
    ['no code', 'code'],
    ['no state', 'state'],
  ])('with %s: the page says to try again', async (_, missing) => {
    const vera = await hireListed('vera')
    const browser = newBrowser()
    const back = await askDirectory(browser, vera)
    back.searchParams.delete(missing)
    await expectNobody(await comeBack(browser, back), 400, vera.id)
  })

  it('with an error of the directory whose words are not repeated on our page', async () => {
    const browser = newBrowser()
    const back = await askDirectory(browser, await hireListed('vera'))
    const state = back.searchParams.get('state')
    const response = await browser.get(
      `/sign-in/callback?error=access_denied&error_description=%3Cscript%3Eowned%3C/script%3E&state=${state}`,
    )
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('owned')
  })
})

describe('people whom the directory knows and we do not let in', () => {
  it('gita, who is deactivated, is refused, gets no cookie, and the trail says so', async () => {
    const person = await hireListed('gita')
    const { response } = await signInAs(person)
    await expectNobody(response, 403, person.id)
    expect(await trailOf(`operator:${person.id}`)).toMatchObject([
      {
        act: 'sign_in:refuse',
        outcome: 'refused',
        operator_id: person.id,
        entity_ids: [person.id],
        facts: { because: 'DEACTIVATED' },
        ip: '203.0.113.7',
      },
    ])
  })

  it('a stranger is refused and gets no cookie, although the address is one of ours: only the directory id counts', async () => {
    const stranger = await hireListed('vera')
    const browser = newBrowser()
    const back = await askDirectory(browser, stranger)
    await owner('delete from app.internal_user where id = $1', [stranger.id])
    const sameAddress = await hireListed('hugo', { email: `${stranger.id}@vendor.example` })

    const response = await comeBack(browser, back)

    await expectNobody(response, 403, sameAddress.id)
    const refused = await owner<TrailRow>("select * from audit.trail where chain = 'operator:nobody' and entity_ids = $1", [
      [stranger.directoryId],
    ])
    expect(refused).toMatchObject([{ act: 'sign_in:refuse', outcome: 'refused', operator_id: 'nobody', facts: { because: 'UNKNOWN' } }])
  })

  it('hear on the page what they can do, and read nothing of the portal', async () => {
    const { browser, response } = await signInAs(await hireListed('gita'))
    const page = await response.text()
    expect(page).toContain('Sign in')
    expect(page).not.toMatch(/DEACTIVATED|Somebody|@vendor\.example/)
    expect((await browser.get('/')).status).toBe(303)
  })
})
