import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { aCustomerLink, leaveAcme, leaveAll, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

describeInBrowser('a customer', (open) => {
  beforeEach(() => Promise.all([leaveAll(CAST.vera.id), leaveAcme()]))

  it('is told by letter that somebody came in, sees it by a link, ends it, and the operator’s tab is empty at once', async () => {
    await owner("update tenant set access_policy = 'notify' where slug = 'acme-industrial'")
    const letters = () =>
      owner<{ letter: string }>("select letter from app.kept_mail where operator_id is null and letter like '%Support L1%'")
    const before = (await letters()).length
    const vera = await signInAs('vera', await open())
    await enter(vera)
    await expect.poll(async () => (await letters()).length).toBeGreaterThan(before)
    const named = vera.locator('.row-link').first()
    await named.click()
    await vera.locator('#session-banner').waitFor()

    const customer = await (await open()).newPage()
    const path = await aCustomerLink()
    await customer.goto(`${portal().url}${path}`)
    const row = customer.locator('#sessions-rows tr').first()
    await row.getByText('Inside now').waitFor()
    expect(await row.getByText('Support L1').count()).toBe(1)
    expect(await customer.content()).not.toContain(CAST.vera.name)
    expect(await customer.context().cookies()).toEqual([])
    await row.locator('summary').click()
    await row.locator('code').first().waitFor()

    await row.getByRole('button', { name: 'End it now' }).click()
    await customer.waitForURL(/done=ended/)
    // Nobody touches Vera's tab.
    await vera.locator('#session-ended').waitFor({ timeout: 10_000 })
    expect(await vera.locator('#session-banner').count()).toBe(0)
    await customer.locator('#sessions-rows tr').first().getByText('You ended it').waitFor()
    expect(await customer.getByRole('button', { name: 'End it now' }).count()).toBe(0)

    await customer.locator('label[for="policy-closed"]').click()
    await customer.getByRole('button', { name: 'Set the policy' }).click()
    await customer.waitForURL(/done=policy/)
    await customer.getByText('Closed. Nobody comes in.').waitFor()
    await owner("update tenant set access_policy = 'open' where slug = 'acme-industrial'")
  }, 60_000)

  it('finds the page fit for a phone and for a desk', async () => {
    const path = await aCustomerLink()
    for (const size of walked) {
      const page = await (await open({ viewport: size.viewport, colorScheme: size.colorScheme })).newPage()
      await page.goto(`${portal().url}${path}`)
      await page.locator('details summary').first().click()
      await picture(page, size, 'customer', true)
      await page.goto(`${portal().url}/customer/nothing`)
      await picture(page, size, 'customer-nothing')
    }
  }, 60_000)
})
