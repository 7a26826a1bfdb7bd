import { describe, expect, it } from 'vitest'
import type { Browser } from '#test/driver.ts'
import { owner } from '#test/owner.ts'
import { hire, type Person, portalAs } from '#test/world.ts'
import { actsOf, grantsOf, seenOf, WHY } from './facts.ts'

const signedInLongAgo = (person: Person) =>
  owner("update app.login_session set proved_at = now() - interval '16 minutes' where operator_id = $1", [person.id])

/** Sends a form with a sign-in that is too old, and opens the page that one comes back to. */
async function cameBack(browser: Browser, path: string, fields: Record<string, string>) {
  const refused = await browser.post(path, fields)
  expect(refused.status).toBe(403)
  const to = /href="\/sign-in\/start\?[^"]*to=([^"&]*)/.exec(await refused.text())?.[1] ?? ''
  const response = await browser.get(decodeURIComponent(to))
  expect(response.status).toBe(200)
  return { page: await response.text(), to: decodeURIComponent(to) }
}

describe('a form that was sent with a sign-in too old for it', () => {
  it('comes back open on the page of the person, as it was typed', async () => {
    const [ada, vera] = [await portalAs('ada'), await hire('vera')]
    await signedInLongAgo(ada.person)
    const { page, to } = await cameBack(ada.browser, `/people/${vera.id}/role`, {
      role: 'HOTLINE_OPS',
      lead: 'yes',
      version: '1',
      reason: WHY,
    })
    expect(to).toMatch(new RegExp(`^/people/${vera.id}\\?draft=`))
    expect(page).toMatch(/<details class="act-form" id="role" open/)
    expect(page).toMatch(/<details class="act-form" id="hold"(?! open)/)
    expect(page).toMatch(/value="HOTLINE_OPS" selected/)
    expect(page).toMatch(/id="role-lead"[^>]*checked/)
    expect(page).toContain(WHY)
    expect(await actsOf(ada.person.id)).toEqual([])
  })

  it('comes back when somebody is added', async () => {
    const ada = await portalAs('ada')
    await signedInLongAgo(ada.person)
    const fay = {
      name: 'Fay Lindgren',
      email: 'fay@vendor.example',
      directoryId: crypto.randomUUID(),
      role: 'SUPPORT_L2',
      zone: 'Asia/Tokyo',
    }
    const { page, to } = await cameBack(ada.browser, '/people', fay)
    expect(to).toMatch(/^\/people\/new\?draft=/)
    for (const each of [fay.name, fay.email, fay.directoryId, fay.zone]) expect(page).toContain(`value="${each}"`)
  })

  it('comes back beside the person who is to be released, and beside the wish that is to be refused', async () => {
    const [lena, kurt, other] = [await portalAs('lena'), await hire('kurt'), await hire('kurt')]
    await signedInLongAgo(lena.person)
    const held = await cameBack(lena.browser, `/people/${kurt.id}/release`, { reason: WHY, of: kurt.id })
    expect(held.page).toMatch(new RegExp(`id="release-${kurt.id}" open`))
    expect(held.page).not.toMatch(new RegExp(`id="release-${other.id}" open`))

    const [ada, ben, vera] = [await portalAs('ada'), await portalAs('ben'), await hire('vera')]
    await ada.browser.post(`/people/${vera.id}/admin`, { reason: WHY })
    const [grant] = await grantsOf(vera.id)
    if (!grant) throw new Error('no wish')
    await signedInLongAgo(ben.person)
    const refuse = { reason: WHY, of: grant.id, seen: seenOf(grant) }
    const wishes = await cameBack(ben.browser, `/people/grants/${grant.id}/refuse`, refuse)
    expect(wishes.page).toMatch(new RegExp(`id="refuse-${grant.id}" open`))
    expect(await grantsOf(vera.id)).toMatchObject([{ state: 'asked' }])
  })
})
