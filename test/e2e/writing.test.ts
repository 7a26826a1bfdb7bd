import type { Page } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { askToReveal, firstOf } from './every-page.ts'
import { leaveAll, letWrite, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

const WHY = 'The customer asked us to, on the phone.'

describeInBrowser('a session that writes', (open) => {
  beforeEach(() => leaveAll(CAST.imke.id))

  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`has Imke put a case right and look at one story, ${name} and ${colorScheme}`, async () => {
      const context = await open({ viewport, colorScheme })
      const page = await signInAs('imke', context)
      await enter(page)
      const record = await firstOf(page, '/workspace/cases?status=OPEN')
      await page.goto(`${portal().url}${record}`)
      await page.locator('#changes').getByText('This session only reads.').waitFor()
      await picture(page, size, 'writing-01-read-only', true)

      await letWrite(CAST.imke.id)
      await page.reload()
      await page.getByText('Move it to another status').click()
      await page.getByText('Assign it to somebody else').click()
      await picture(page, size, 'writing-02-forms', true)
      await page.locator('#status').getByLabel('Status').selectOption('IN_PROGRESS')
      await page.locator('#status').getByRole('button', { name: 'Move it' }).click()
      await page.locator('#status #form-errors').waitFor()
      await picture(page, size, 'writing-03-refused')
      await page.locator('#status').getByLabel('Status').selectOption('IN_PROGRESS')
      await page.locator('#status').getByLabel('Why?').fill(WHY)
      await page.locator('#status').getByRole('button', { name: 'Move it' }).click()
      await page.getByText('The case was changed.').waitFor()
      expect(await page.locator('.page-head').textContent()).toContain('In progress')
      await picture(page, size, 'writing-04-changed')

      // A page waits a second before it is here: what others do before that, it hears as well.
      const elsewhere = await context.newPage()
      await elsewhere.goto(page.url())
      await elsewhere.getByText('Give it another priority').click()
      await elsewhere.locator('#priority').getByLabel('Why?').fill(WHY)
      await elsewhere.locator('#priority').getByRole('button').click()
      await elsewhere.getByText('The case was changed.').waitFor()
      await page.getByText('Somebody has changed this').waitFor()
      await picture(page, size, 'writing-05-stale')

      // Whenever it comes, and whenever it missed what cannot be told, it says what it shows.
      const said: string[] = []
      page.on('websocket', (line) => line.on('framesent', ({ payload }) => said.push(String(payload))))
      await page.evaluate("sessionStorage.setItem('live-place', '0123456789abcdef.1')")
      await page.reload()
      const shown = await page.locator('[id^=was-]').getAttribute('id')
      await expect.poll(() => said.filter((frame) => frame === `!seen ${shown}`).length, { timeout: 8_000 }).toBe(2)

      const report = await askToReveal(page)
      await page.getByLabel('Why do you need to see it?').fill(WHY)
      await picture(page, size, 'writing-06-reveal')
      await page.getByRole('button', { name: /^Show it/ }).click()
      const [row] = await owner<{ narrative: string }>('select narrative from riu where id = $1', [report.split('/').at(-1)])
      const story = (row?.narrative ?? '').split('\n')[0] ?? ''
      await page.getByText(story).waitFor()
      await picture(page, size, 'writing-07-revealed')
      await page.goto(`${portal().url}/workspace/config/retention`)
      await picture(page, size, 'writing-08-config', true)
      const user = await firstOf(page, '/workspace/users')
      await page.goto(`${portal().url}${user}`)
      await picture(page, size, 'writing-09-user', true)
    }, 90_000)
  }

  it('takes a revealed value out of the page when its time is over, by itself', async () => {
    const context = await open()
    const page = await signInAs('imke', context)
    await page.clock.install()
    await enter(page)
    await revealFirst(page)
    await page.locator('.revealed').waitFor()
    await page.clock.fastForward(61_000)
    await page.getByText('Hidden again.').waitFor()
    expect(await page.locator('.revealed').count()).toBe(0)
  })

  it('works without JavaScript: what was revealed fades by itself', async () => {
    const context = await open({ javaScriptEnabled: false })
    const page = await signInAs('imke', context)
    await enter(page)
    await letWrite(CAST.imke.id)
    const record = await firstOf(page, '/workspace/cases?status=OPEN')
    await page.goto(`${portal().url}${record}`)
    await page.getByText('Give it another priority').click()
    await page.locator('#priority').getByLabel('Why?').fill(WHY)
    await page.locator('#priority').getByRole('button').click()
    await page.getByText('The case was changed.').waitFor()

    await revealFirst(page)
    const value = page.locator('.revealed')
    expect(await value.isVisible()).toBe(true)
    const delay = await page.evaluate(
      "(() => { const [fading] = document.querySelector('.revealed').getAnimations(); const { delay } = fading.effect.getTiming(); fading.finish(); return delay })()",
    )
    expect([delay, await value.isVisible()]).toEqual([60_000, false])
  })
})

async function revealFirst(page: Page) {
  await askToReveal(page)
  await page.getByLabel('Why do you need to see it?').fill(WHY)
  await page.getByRole('button', { name: /^Show it/ }).click()
}
