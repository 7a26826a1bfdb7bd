import type { Page } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll, owner } from './owner.ts'
import { portal } from './portal.ts'

const TENANT = 'Acme Industrial'
const to = (page: Page, path: string) => page.goto(`${portal().url}${path}`)

async function acme(): Promise<{ id: string }> {
  const [tenant] = await owner<{ id: string }>('select id from tenant where name = $1', [TENANT])
  if (!tenant) throw new Error('no Acme')
  return tenant
}

/** The rooms of the console that the main job does not pass. */
describeInBrowser('the support console', (open) => {
  beforeEach(() => Promise.all([leaveAll(CAST.vera.id), leaveAll(CAST.imke.id)]))

  it('lets Imke change a document, set a secret and run a failed job again', async () => {
    const { id } = await acme()
    const context = await open({ viewport: { width: 1280, height: 900 } })
    const page = await signInAs('imke', context)

    await to(page, `/tenants/${id}/config/retention`)
    const months = page.locator('#change input[type=number], #change input[inputmode=numeric]').first()
    await months.fill(String(Number(await months.inputValue()) + 1))
    await page.getByLabel('Why does it change?').fill('The customer asked for one more month.')
    await page.getByRole('button', { name: /^Save as version/ }).click()
    await page.getByText('The new version is in force.').waitFor()
    await page.getByText('The customer asked for one more month.').first().waitFor()

    await to(page, `/tenants/${id}/config`)
    await page.locator('#set-secret').getByLabel('Kind').selectOption('API_KEY')
    await page.locator('#set-secret').getByLabel('Name').fill('browser')
    await page.locator('#set-secret').getByLabel('Value').fill('a-value-that-nobody-reads-9f3c')
    await page.locator('#set-secret').getByRole('button').click()
    await page.getByText('The secret was set.').waitFor()
    const shown = await page.content()
    expect(shown).toContain('9f3c')
    expect(shown).not.toContain('that-nobody-reads')

    const [job] = await owner<{ tenant_id: string }>(
      "select tenant_id from tenant_job where state = 'DISCARDED' order by created_at desc limit 1",
    )
    await to(page, `/tenants/${job?.tenant_id}/jobs?state=DISCARDED`)
    await page
      .getByRole('button', { name: /^Run again|^Retry/ })
      .first()
      .click()
    await page.getByText('The job is due again.').waitFor()
    await to(page, `/tenants/${job?.tenant_id}/errors`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await to(page, `/tenants/${job?.tenant_id}/tickets`)
    await to(page, `/tenants/${job?.tenant_id}/activity`)
    expect(await page.locator('main').textContent()).not.toContain('Something broke')
    await context.close()
  })

  it('lets Lena see who is inside, put Vera out, and find it in the trail', async () => {
    const [theirs, hers] = [await open({ viewport: { width: 1280, height: 900 } }), await open({ viewport: { width: 390, height: 900 } })]
    const vera = await signInAs('vera', theirs)
    await enter(vera)
    const lena = await signInAs('lena', hers)
    await to(lena, `/impersonations/kill?scope=operator&subject=${CAST.vera.id}`)
    await lena.getByLabel(/Why/).fill('They left their desk unlocked.')
    await lena.getByRole('button', { name: /^End 1 / }).click()
    await lena.getByText('Ended.').waitFor()
    await vera.goto(`${portal().url}/workspace/cases`)
    await vera.getByText('It was ended by the vendor.').waitFor()

    await to(lena, '/audit?act=impersonation%3Akill')
    await lena.locator('.row-link').first().click()
    await lena.getByText('They left their desk unlocked.').first().waitFor()
    await theirs.close()
    await hers.close()
  })

  it('lets everybody end a sign-in that they forgot somewhere', async () => {
    const [desk, cafe] = [await open({ viewport: { width: 1280, height: 900 } }), await open({ viewport: { width: 1280, height: 900 } })]
    const forgotten = await signInAs('rosa', cafe)
    const page = await signInAs('rosa', desk)
    await to(page, '/account/sign-ins')
    await page.locator('tr:not(:has-text("This browser, now"))').getByRole('button', { name: /^End/ }).first().click()
    await page.getByText('The sign-in was ended.').waitFor()
    await to(forgotten, '/tenants')
    expect(new URL(forgotten.url()).pathname).toBe('/sign-in')
    await desk.close()
    await cafe.close()
  })
})
