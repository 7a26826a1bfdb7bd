import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { anOpenSession, leaveAll } from './owner.ts'
import { portal } from './portal.ts'

const WHY = 'The customer asked us on the phone to stop looking.'

describeInBrowser('a session that a lead ends', (open) => {
  beforeEach(() => leaveAll(CAST.vera.id))

  it('is gone from both tabs of its operator at once, and the lead’s board follows by itself', async () => {
    const lena = await signInAs('lena', await open())
    await lena.goto(`${portal().url}/impersonations`)
    const rows = lena.locator('#open-rows tr', { hasText: CAST.vera.name })
    expect(await rows.count()).toBe(0)

    const context = await open()
    const first = await signInAs('vera', context)
    await enter(first)
    await rows.first().waitFor()
    const second = await context.newPage()
    await second.goto(`${portal().url}/workspace/reports`)
    await expect.poll(() => second.locator('#session-banner').count()).toBe(1)

    const elsewhere = await lena.context().newPage()
    await elsewhere.goto(`${portal().url}${await rows.first().getByRole('link').first().getAttribute('href')}`)
    await elsewhere.getByLabel('Why is it ended?').fill(WHY)
    await elsewhere.getByRole('button', { name: /end it now/i }).click()
    await elsewhere.waitForURL(/done=killed/)

    // Nobody touches Vera's tabs, and neither asks by itself sooner than in half a minute.
    for (const tab of [first, second]) {
      await tab.locator('#session-ended').waitFor({ timeout: 10_000 })
      expect(await tab.locator('.row-link').count()).toBe(0)
      expect(await tab.locator('#session-banner').count()).toBe(0)
    }
    await expect.poll(() => rows.count()).toBe(0)
  }, 60_000)

  it('stands on the lead’s board although it began before the board could hear of it', async () => {
    const lena = await signInAs('lena', await open())
    await lena.goto(`${portal().url}/impersonations`)
    // A page waits a second before it opens its socket. Nobody is told of this one.
    await anOpenSession(CAST.vera.id)
    await lena.locator('#open-rows tr', { hasText: CAST.vera.name }).first().waitFor({ timeout: 10_000 })
  }, 60_000)
})
