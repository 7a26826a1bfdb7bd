import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { acme } from './every-page.ts'
import { leaveAll, takeBackAll } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

const NOTE = 'I know about it, go ahead with care.'

describeInBrowser('an access that takes a yes', (open) => {
  const forget = () => Promise.all([leaveAll(CAST.imke.id), takeBackAll(CAST.imke.id)])
  beforeEach(forget)
  afterEach(forget)

  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`goes from Imke's question through Ada's answer into the tenant and, by Ada's no, out again, ${name} and ${colorScheme}`, async () => {
      const at = { viewport, colorScheme }
      const [imke, ada] = [await signInAs('imke', await open(at)), await signInAs('ada', await open(at))]
      let taken = 0
      const shot = (page: Page, what: string) => picture(page, size, `access-${String(++taken).padStart(2, '0')}-${what}`, true)
      const { id } = await acme()

      await imke.goto(`${portal().url}/tenants/${id}/enter`)
      await imke.locator('.ticket-choice input:not(:disabled)').first().check()
      await imke.getByLabel('What is it about?').selectOption('CONFIGURATION')
      await imke.locator('.chip', { hasText: 'Read-write' }).click()
      expect(await imke.locator('#enter').innerText()).toBe('Ask for approval')
      await shot(imke, 'what-it-costs')
      await imke.locator('#enter').click()
      await imke.waitForURL(/\/access-requests\/acr_/)
      const address = imke.url().split('?')[0] ?? ''
      await shot(imke, 'asked')

      await ada.goto(`${portal().url}/access-requests`)
      await shot(ada, 'waiting')
      await ada.locator('#waiting-access .row-link').first().click()
      await ada.waitForURL(address)
      await shot(ada, 'to-answer')
      // By keyboard: the field has the focus, Enter is the yes.
      await ada.keyboard.type(NOTE)
      await ada.keyboard.press('Enter')
      await ada.getByText('Your yes is on record.').waitFor()
      await shot(ada, 'approved')

      await imke.goto(address)
      await imke.getByText('Everybody said yes').waitFor()
      await shot(imke, 'approved')
      await imke.locator('#enter').click()
      await imke.waitForURL(/\/workspace\/cases/)
      await imke.locator('.banner-read-write').waitFor()
      await shot(imke, 'inside')

      await ada.goto(address)
      await ada.locator('#note').fill('I was wrong about this one.')
      await ada.getByRole('button', { name: 'Deny, and end the session' }).click()
      await ada.getByText('what had begun is over').waitFor()
      await imke.goto(`${portal().url}/workspace/cases`)
      expect(await imke.locator('.banner-read-write').count()).toBe(0)
      await imke.goto(address)
      await imke.getByText('I was wrong about this one.').first().waitFor()
      await shot(imke, 'denied')
    }, 120_000)
  }
})
