import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

/** A case of a tenant on which Hugo has an open ticket of his own, with its title. */
async function aCaseOfHugos() {
  const [row] = await owner<{ id: string; number: number; tenant: string; title: string }>(
    `select c.id, c.number, t.name as tenant, c.title from "case" c join tenant t on t.id = c.tenant_id
     where t.slug = 'acme-industrial' order by c.created_at desc limit 1`,
  )
  if (!row) throw new Error('no case')
  return row
}

describeInBrowser('the search across tenants', (open) => {
  beforeEach(() => leaveAll(CAST.hugo.id))

  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`leads Hugo from a number to the case, through the way in, ${name} and ${colorScheme}`, async () => {
      const file = await aCaseOfHugos()
      const context = await open({ viewport, colorScheme })
      const problems: string[] = []
      context.on('weberror', (error) => problems.push(error.error().message))
      context.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      const page = await signInAs('hugo', context, '/')
      const shot = (what: string) => picture(page, size, `search-${what}`, true)

      await page.keyboard.press('/')
      await page.locator('#palette-q:focus').waitFor()
      await page.keyboard.type('theft leip')
      await page.getByRole('link', { name: /Search across tenants for/ }).waitFor()
      await shot('palette')
      await page.getByRole('link', { name: /Search across tenants for/ }).click()
      await page.waitForURL(/\/search\?q=theft/)
      await shot('words')

      await page.getByLabel('Id, number, mail address or words').fill('a')
      await page.keyboard.press('Enter')
      await page.locator('.empty-title').getByText('Two letters').waitFor()
      await page.getByLabel('Id, number, mail address or words').fill('nobody-has-this')
      await page.keyboard.press('Enter')
      await page.locator('.empty-title').getByText('Nothing found').waitFor()
      await shot('nothing')

      await page.getByLabel('Id, number, mail address or words').fill('acme')
      await page.keyboard.press('Enter')
      await page.locator('#found-tenant').waitFor()
      await shot('acme')

      await page.getByLabel('Id, number, mail address or words').fill(`C-${file.number}`)
      await page.keyboard.press('Enter')
      await page.waitForURL(new RegExp(`q=C-${file.number}`))
      await page.locator(`#${file.id}`).waitFor()
      expect(await page.content()).not.toContain(file.title)
      await page
        .locator(`#${file.id}`)
        .getByRole('link', { name: `Only in ${file.tenant}` })
        .click()
      await page.waitForURL(/tenant=ten_/)
      await shot('only')
      await page.locator(`#${file.id} .row-link`).click()
      await page.waitForURL(/\/enter\?next=/)
      await page.getByLabel('What is it about?').selectOption('TROUBLESHOOTING')
      await page.getByRole('button', { name: /^Enter read-only/ }).click()
      await page.waitForURL(new RegExp(`/workspace/cases/${file.id}$`))
      expect(await page.locator('h1').textContent()).toContain(`C-${file.number}`)

      await page.goto(`${portal().url}/search?q=C-${file.number}`)
      await page.getByText('Opens in your session').first().waitFor()
      await shot('inside')
      await page.locator(`#${file.id} .row-link`).click()
      await page.waitForURL(new RegExp(`/workspace/cases/${file.id}$`))
      expect(problems).toEqual([])
      await context.close()
    }, 60_000)
  }

  it('works without JavaScript as well', async () => {
    const file = await aCaseOfHugos()
    const context = await open({ javaScriptEnabled: false })
    const page = await signInAs('hugo', context)
    await page.goto(`${portal().url}/search`)
    await page.getByLabel('Id, number, mail address or words').fill(file.id)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/search\?q=case_/)
    await page.locator(`#${file.id} .row-link`).click()
    await page.waitForURL(/\/enter\?next=/)
    await page.getByLabel('What is it about?').selectOption('HOW_TO')
    await page.getByRole('button', { name: /^Enter read-only/ }).click()
    await page.waitForURL(new RegExp(`/workspace/cases/${file.id}$`))
    await context.close()
  }, 60_000)
})
