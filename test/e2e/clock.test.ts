import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll, leaveSeconds } from './owner.ts'
import { portal } from './portal.ts'

describeInBrowser('the clock of a session', (open) => {
  beforeEach(() => leaveAll(CAST.hugo.id))

  it('warns at ten and five minutes politely, in the last minute assertively, and then takes the page away', async () => {
    const page = await signInAs('hugo', await open())
    await enter(page)
    const path = page.url()
    const steps = [
      [598, '#say', 'less than 10 minutes'],
      [298, '#say', 'less than 5 minutes'],
      [58, '#shout', 'less than one minute'],
    ] as const
    for (const [seconds, region, words] of steps) {
      await leaveSeconds(CAST.hugo.id, seconds)
      await page.evaluate("window.dispatchEvent(new Event('focus'))")
      await expect.poll(() => page.locator(region).textContent()).toContain(words)
    }
    await leaveSeconds(CAST.hugo.id, 2)
    await page.evaluate("window.dispatchEvent(new Event('focus'))")
    await page.locator('#session-ended').waitFor()
    expect(await page.locator('main').textContent()).not.toContain('C-1')

    expect((await page.goto(path))?.status()).toBe(401)
    expect(await page.locator('#session-ended').count()).toBe(1)
  }, 60_000)

  it('tells the other tab at once when one tab ends the session, without a partial swap', async () => {
    const context = await open()
    const first = await signInAs('hugo', context)
    await enter(first)
    const second = await context.newPage()
    await second.goto(`${portal().url}/workspace/reports`)
    await first.locator('#session-end').getByRole('button').click()
    await first.waitForURL(/\/impersonations\/imp_/)
    await second.locator('#session-ended').waitFor({ timeout: 10_000 })
    expect(await second.locator('.row-link').count()).toBe(0)
  })

  it('answers a click on a filter after the end with the full notice', async () => {
    const page = await signInAs('hugo', await open())
    await enter(page)
    await leaveAll(CAST.hugo.id)
    await page.getByLabel('Status').selectOption('CLOSED')
    await page.locator('#session-ended').waitFor({ timeout: 10_000 })
    expect(await page.locator('.row-link').count()).toBe(0)
  })

  it('shows nothing of the tenant when one goes back after the end', async () => {
    const page = await signInAs('hugo', await open())
    await enter(page)
    await page.locator('.row-link').first().click()
    await page.waitForURL(/case_/)
    await page.locator('#session-end').getByRole('button').click()
    await page.waitForURL(/\/impersonations\/imp_/)
    await page.goBack()
    await page.waitForTimeout(500)
    expect(await page.locator('body').textContent()).not.toMatch(/C-1\d\d\d/)
  })

  it('keeps unsaved words for copying when the time runs out', async () => {
    const page = await signInAs('hugo', await open())
    await enter(page)
    const session = await page.locator('#session-banner').getAttribute('data-session')
    await page.goto(`${portal().url}/impersonations/${session}/extend`)
    await page.getByRole('main').getByLabel('Why is more time needed?').fill('Words that were nearly sent')
    await leaveSeconds(CAST.hugo.id, 1)
    await page.evaluate("window.dispatchEvent(new Event('focus'))")
    await page.locator('#session-ended').waitFor()
    expect(await page.locator('#draft-0').inputValue()).toBe('Words that were nearly sent')
  })
})
