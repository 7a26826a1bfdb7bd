import { describe, expect, it } from 'vitest'
import { owner } from '#test/owner.ts'
import { hire, inside, portal, portalAs, signedIn } from '#test/world.ts'
import { tokenOf } from './token.ts'

describe('leaving', () => {
  it('works without a token, because it must always work and harms nobody, but not from another site', async () => {
    const { browser, sessionId } = await inside('vera')
    const end = (Origin: string) => browser.post(`/impersonations/${sessionId}/end`, { csrf: 'of yesterday' }, { Origin })
    expect((await end('https://evil.example')).status).toBe(403)
    const [still] = await owner('select ended_at from app.impersonation_session where id = $1', [sessionId])
    expect(still).toEqual({ ended_at: null })
    expect((await end('https://portal.example')).status).toBe(303)
  })

  it('lends its exception to no other address', async () => {
    const { browser } = await portalAs('vera')
    for (const path of [
      '/tickets/sign-out/take',
      '/impersonations/x/end/../extend',
      '/impersonations/x/end/',
      '/sign-out/',
      '/impersonations//end',
    ]) {
      expect([path, (await browser.post(path, { csrf: '' })).status]).toEqual([path, 403])
    }
  })
})

describe('the token', () => {
  it('stands in every form that we send, and in no address', async () => {
    const { browser } = await inside('vera')
    const page = await (await browser.get('/')).text()
    const forms = page.match(/<form[^>]*method="post"[\s\S]*?<\/form>/gi) ?? []
    expect(forms.length).toBeGreaterThan(0)
    const token = await tokenOf(browser)
    for (const form of forms) expect(form).toContain(`value="${token}"`)
    expect(page).not.toMatch(new RegExp(`(href|action|src)="[^"]*${token}`))
  })

  it('is another one for every sign-in, and tells nothing of its key', async () => {
    const vera = await hire('vera')
    const [one, two] = [await signedIn(vera, portal()), await signedIn(vera, portal())]
    expect(await tokenOf(one)).not.toBe(await tokenOf(two))
    expect(await tokenOf(one)).toMatch(/^[0-9a-f]{64}$/)
  })
})
