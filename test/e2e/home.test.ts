import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

const order = "[...document.querySelectorAll('.home-card')].map((card) => card.id.slice(5))"

describeInBrowser('home', (open) => {
  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`is arranged by Imke with keys and with the mouse, ${name} and ${colorScheme}`, async () => {
      await owner('delete from app.home_card where operator_id = $1', [CAST.imke.id])
      const context = await open({ viewport, colorScheme })
      const page = await signInAs('imke', context, '/')
      await picture(page, size, 'home', true)
      const before = (await page.evaluate(order)) as string[]
      expect(before.slice(0, 3)).toEqual(['approvals', 'my_session', 'unread'])

      await page.getByRole('link', { name: 'Arrange' }).click()
      await page.waitForURL(/\/home\/arrange/)
      await picture(page, size, 'arrange', true)
      await page.getByRole('button', { name: /^Earlier.*My open tickets/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Arranged.').waitFor()
      await page.getByRole('button', { name: /^Remove.*Your recent sessions/ }).click()
      await page.getByRole('button', { name: /^Add.*Your recent sessions/ }).waitFor()
      await page.locator('#arrange-my_tickets').dragTo(page.locator('#arrange-approvals'), { targetPosition: { x: 20, y: 4 } })
      await expect.poll(() => page.locator('.arrange-card').first().getAttribute('data-kind')).toBe('my_tickets')

      await page.goto(portal().url)
      expect(((await page.evaluate(order)) as string[]).slice(0, 2)).toEqual(['my_tickets', 'approvals'])
      await context.close()
    })
  }

  it('keeps its cards up to date without a press, and stays as it is where that fails', async () => {
    const context = await open({ viewport: { width: 1280, height: 900 } })
    const page = await signInAs('imke', context, '/')
    const refreshed = page.waitForResponse((response) => response.url().includes('/home/cards/my_tickets'))
    await page.evaluate("htmx.trigger('#home-my_tickets', 'every', {}, false)")
    expect((await refreshed).request().headers()['portal-passive']).toBe('1')
    await page.route('**/home/cards/**', (route) => route.fulfill({ status: 503, body: 'broken' }))
    await page.evaluate("htmx.trigger('#home-my_tickets', 'every', {}, false)")
    await page.waitForTimeout(300)
    expect(await page.locator('#home-my_tickets h2').textContent()).toContain('My open tickets')
    expect(await page.locator('.toast').count()).toBe(0)
    await context.close()
  })
})
