import type { Page } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, pickOneself, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

describeInBrowser('the main job', (open) => {
  beforeEach(() => leaveAll(CAST.vera.id))

  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`is done by Vera from sign-in to timeline, ${name} and ${colorScheme}`, async () => {
      const context = await open({ viewport, colorScheme })
      const problems: string[] = []
      context.on('weberror', (error) => problems.push(error.error().message))
      context.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404')) problems.push(message.text())
      })
      let taken = 0
      const shot = (page: Page, what: string) => picture(page, size, `${String(++taken).padStart(2, '0')}-${what}`)

      const page = await pickOneself('vera', context)
      await shot(page, 'home')

      await page.keyboard.press('/')
      await page.keyboard.type('acme indus')
      await page
        .locator('#palette-results')
        .getByRole('link', { name: /Acme Industrial/ })
        .waitFor()
      await shot(page, 'palette')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/tenants\/ten_/)
      await shot(page, 'tenant')

      await page.getByRole('link', { name: 'Enter', exact: true }).first().click()
      await page.waitForURL(/\/enter/)
      await shot(page, 'enter')
      await page.getByRole('button', { name: /^Enter read-only/ }).click()
      await page.getByText('Choose what it is about.').first().waitFor()
      await shot(page, 'enter-refused')
      await page.getByLabel('What is it about?').selectOption('TROUBLESHOOTING')
      await page.getByRole('button', { name: /^Enter read-only/ }).click()
      await page.waitForURL(/\/workspace\/cases/)
      await expect.poll(() => page.title()).toContain('[AS Acme Industrial]')
      expect(await page.locator('body > *').first().getAttribute('id')).toBe('session-banner')
      const cut =
        "[...document.querySelectorAll('#session-banner :is(p, a, span):not(.unseen)')].filter((each) => each.scrollWidth > each.clientWidth + 1)"
      expect(
        await page.evaluate(`${cut}.filter((each) => getComputedStyle(each).overflow === 'hidden').map((each) => each.textContent)`),
      ).toEqual([])
      await shot(page, 'cases')

      await page.getByLabel('Status').selectOption('CLOSED')
      await page.waitForURL(/status=CLOSED/)
      await shot(page, 'cases-filtered')
      await page.getByLabel('Number').fill('C-1042')
      await page.getByLabel('Status').selectOption('')
      await page.waitForURL(/number=C-1042/)
      await page
        .getByRole('link', { name: /C-1042|./ })
        .and(page.locator('.row-link'))
        .first()
        .click()
      await page.waitForURL(/\/workspace\/cases\/case_/)
      expect(await page.locator('h1').textContent()).toContain('C-1042')
      const caseId = page.url().split('/').at(-1) ?? ''
      await shot(page, 'case')

      await page.getByRole('link', { name: 'Reports' }).first().click()
      await page.waitForURL(/reports/)
      await shot(page, 'reports')
      await page.getByRole('link', { name: 'Users' }).first().click()
      await page.waitForURL(/users/)
      await shot(page, 'users')

      await page.locator('#session-extend summary').click()
      await page.getByLabel('Why is more time needed?').fill('The customer is still on the phone.')
      await shot(page, 'extend')
      await page.locator('#session-extend').getByRole('button', { name: 'Extend' }).click()
      await page.getByText('The session was extended.').waitFor()
      const [row] = await owner<{ minutes: number }>(
        'select extract(epoch from expires_at - started_at)::int / 60 as minutes from app.impersonation_session where operator_id = $1 and ended_at is null',
        [CAST.vera.id],
      )
      expect(row?.minutes).toBe(45)

      await page.locator('#session-end').getByRole('button').click()
      await page.waitForURL(/\/impersonations\/imp_/)
      expect(await page.locator('#session-banner').count()).toBe(0)
      await page.getByText('Left the tenant.').waitFor()
      await shot(page, 'summary')
      for (const sentence of ['Entered the tenant.', 'Read a case with its reports', 'Took more time in the tenant.']) {
        expect(await page.getByText(sentence).count()).toBeGreaterThan(0)
      }
      expect(await page.content()).toContain(caseId)

      await page.getByLabel(/note/i).fill('Explained to the customer which filter hid the case.')
      await page.getByRole('button', { name: /note/i }).click()
      await page.getByText('Your closing note was added.').waitFor()

      await page.goBack()
      await page.goto(`${portal().url}/workspace/cases/${caseId}`)
      expect(await page.content()).not.toContain('C-1042')
      expect(problems.filter((problem) => !/40[134]|422|beforeunload/.test(problem))).toEqual([])
      await context.close()
    }, 60_000)
  }

  it('is done without JavaScript as well', async () => {
    const context = await open({ javaScriptEnabled: false })
    const page = await pickOneself('vera', context)
    await page
      .getByPlaceholder(/Name, id/)
      .first()
      .fill('0044 131 496 0292')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/tenants\?q=/)
    await page
      .getByRole('link', { name: /Acme Industrial/ })
      .first()
      .click()
    await page.getByRole('link', { name: 'Enter', exact: true }).first().click()
    await page.getByLabel('What is it about?').selectOption('HOW_TO')
    await page.getByRole('button', { name: /^Enter read-only/ }).click()
    await page.waitForURL(/\/workspace\/cases/)
    expect(await page.locator('#session-clock').textContent()).toMatch(/^(30:00|29:5\d)$/)

    await page.getByLabel('Status').selectOption('CLOSED')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL(/status=CLOSED/)
    await page.getByRole('link', { name: 'Older' }).click()
    await page.waitForURL(/older=/)
    await page.locator('.row-link').first().click()
    await page.waitForURL(/case_/)

    await page.locator('#session-extend summary').click()
    await page.getByLabel('Why is more time needed?').fill('The customer is still on the phone.')
    await page.locator('#session-extend').getByRole('button', { name: 'Extend' }).click()
    await page.getByText('The session was extended.').waitFor()
    await page.locator('#session-end').getByRole('button').click()
    await page.waitForURL(/\/impersonations\/imp_/)
    await page.getByText('Left the tenant.').waitFor()
    await context.close()
  }, 60_000)

  it('is seen by a support lead afterwards, and by no colleague', async () => {
    const context = await open()
    const page = await signInAs('vera', context)
    await enter(page)
    await page.locator('#session-end').getByRole('button').click()
    await page.waitForURL(/\/impersonations\/imp_/)
    const url = page.url().split('?')[0] ?? ''

    const lena = await signInAs('lena', await open())
    expect((await lena.goto(url))?.status()).toBe(200)
    await lena.getByText('Entered the tenant.').waitFor()
    const hugo = await signInAs('hugo', await open())
    expect((await hugo.goto(url))?.status()).toBe(404)
  })
})
