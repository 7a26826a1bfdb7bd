import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { portal } from './portal.ts'
import { PAYLOADS } from './hostile/payloads.ts'
import { aColleague } from './sockets/client.ts'

/** Made for a page that is told by fragments, beside all that somebody might store. */
const HOSTILE = [
  '</span></div></hx-partial><hx-partial hx-target="#main" hx-swap="innerHTML">gone</hx-partial>',
  '<a href="javascript:window.__pwned=1" data-pwned hx-get="/sign-out" hx-trigger="load">x</a>',
  '{"content":"<b data-pwned>swapped</b>","target":"#main"}',
  '&lt;b&gt; stays as it is &amp;lt;',
  ...PAYLOADS,
]
/** Ten minutes of somebody who hears something every other second: more than that is a storm, and is told as a stale inbox. */
const TEN_MINUTES = 300
/** As a page of somebody who turned to another tab; the browser under test has only one that is looked at. */
const look = (page: Page, isHidden: boolean) =>
  page.evaluate(
    `Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} }); document.dispatchEvent(new Event('visibilitychange'))`,
  )
const isConnected = (page: Page) => page.locator('#live-place[data-place]:not([data-place=""])').waitFor({ state: 'attached' })
const isAway = (page: Page) => expect.poll(() => page.evaluate('window.closedSockets')).toBeGreaterThan(0)
const toasts = (page: Page) => page.locator('#toasts .toast span').allTextContents()
/** The newest stands on top. */
const inOrder = async (page: Page) => (await toasts(page)).reverse()

describeInBrowser('what concerns somebody', (open) => {
  let colleague: Awaited<ReturnType<typeof aColleague>>
  beforeAll(async () => {
    colleague = await aColleague('vera')
  }, 60_000)

  const aPage = async (context: Awaited<ReturnType<typeof open>>, who?: 'rosa' | 'tara') => {
    const page = who ? await signInAs(who, context) : await context.newPage()
    await page.addInitScript("window.closedSockets = 0; document.addEventListener('htmx:ws:close', () => { window.closedSockets += 1 })")
    await page.goto(`${portal().url}/tenants`)
    await isConnected(page)
    return page
  }

  it('appears in all their tabs at once, and on the page they were just leaving for', async () => {
    const context = await open()
    const [one, two] = [await aPage(context, 'rosa'), await aPage(context)]
    const tell = (message: string) => colleague.tell(CAST.rosa.id, message)
    await tell('The first word.')
    for (const page of [one, two]) await page.getByText('The first word.').first().waitFor()
    await one.goto('about:blank')
    await tell('Told between two pages.')
    await one.goto(`${portal().url}/impersonations`)
    await one.getByText('Told between two pages.').first().waitFor()
    expect(await inOrder(one)).toEqual(['Told between two pages.'])
    expect(await inOrder(two)).toEqual(['The first word.', 'Told between two pages.'])
  }, 60_000)

  it('is caught up with exactly by a page that nobody looked at, and stays text, whatever it says', async () => {
    // Somebody else: a tab that is new hears the last seconds again.
    const page = await aPage(await open(), 'tara')
    const token = await colleague.token()
    const tell = (message: string) => colleague.tell(CAST.tara.id, message, token)
    const said: string[] = []
    page.on('pageerror', (error) => said.push(error.message))
    page.on('console', (message) => /error|warning/.test(message.type()) && said.push(message.text()))
    await look(page, true)
    await isAway(page)
    const missed = Array.from({ length: TEN_MINUTES }, (_, i) => HOSTILE[i] ?? `Missed ${i}.`)
    for (const message of missed) await tell(message)
    expect(await toasts(page)).toEqual([])
    await look(page, false)
    await page.getByText(missed.at(-1)!).first().waitFor()
    await tell('And the next.')
    await page.getByText('And the next.').first().waitFor()
    expect(await inOrder(page)).toEqual([...missed, 'And the next.'])
    expect(await page.evaluate('window.__pwned')).toBe(undefined)
    expect(await page.locator('[data-pwned], #toasts :is(img, script, svg, a, hx-partial, template, iframe, [style])').count()).toBe(0)
    expect(await page.locator('h1').count()).toBe(1)
    expect(said).toEqual([])
  }, 60_000)
})
