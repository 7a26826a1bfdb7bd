import type { BrowserContext, Page } from 'playwright-core'
import { CAST, type CastName } from '#test/cast.ts'
import { owner } from './owner.ts'
import { portal } from './portal.ts'

/** Signs a person of the cast in as the directory would once it is told who, without its pages. Nothing is open but what is said: their home has
 *  nine lists, and most go elsewhere at once. */
export async function signInAs(name: CastName, context: BrowserContext, path?: string): Promise<Page> {
  await signInByHint(CAST[name].directoryId, context)
  const page = await context.newPage()
  if (path) await page.goto(`${portal().url}${path}`)
  return page
}

/** Signs a person of the cast in by the picker, as a new user would. */
export async function pickOneself(name: CastName, context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(portal().url)
  await page.getByRole('link', { name: /sign in/i }).click()
  await page.getByRole('link', { name: new RegExp(CAST[name].name) }).click()
  await page.waitForURL(`${portal().url}/`)
  return page
}

export async function signInByHint(directoryId: string, { request }: BrowserContext): Promise<void> {
  const next = async (address = '') => (await request.get(address, { maxRedirects: 0 })).headers().location
  const start = await next(`${portal().url}/sign-in/start`)
  const back = await next(`${start}&login_hint=${directoryId}`)
  if ((await next(back)) === undefined) throw new Error('not signed in')
}

/** Enters a tenant on the person's own first ticket there. */
export async function enter(page: Page, tenant = 'Acme Industrial'): Promise<void> {
  const [row] = await owner<{ id: string }>('select id from tenant where name = $1', [tenant])
  await page.goto(`${portal().url}/tenants/${row?.id}/enter`)
  await page.getByLabel('What is it about?').selectOption('TROUBLESHOOTING')
  await page.getByRole('button', { name: /^Enter read-only/ }).click()
  await page.waitForURL(/\/workspace\/cases/)
}
