import type { BrowserContext, Page } from 'playwright-core'
import { CAST, type CastName } from '#test/cast.ts'
import { portal } from './portal.ts'

/** Signs a person of the cast in by the picker, as a new user would. */
export async function signInAs(name: CastName, context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(portal().url)
  await page.getByRole('link', { name: /sign in/i }).click()
  await page.getByRole('link', { name: new RegExp(CAST[name].name) }).click()
  await page.waitForURL(`${portal().url}/`)
  return page
}

/** Enters a tenant on the person's own first ticket there; at most two things are typed. */
export async function enter(page: Page, tenant = 'Acme Industrial'): Promise<void> {
  await page.goto(`${portal().url}/tenants?q=${encodeURIComponent(tenant)}`)
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`^${tenant}`) })
    .first()
    .click()
  await page.getByRole('link', { name: 'Enter', exact: true }).first().click()
  await page.getByLabel('What is it about?').selectOption('TROUBLESHOOTING')
  await page.getByRole('button', { name: /^Enter read-only/ }).click()
  await page.waitForURL(/\/workspace\/cases/)
}
