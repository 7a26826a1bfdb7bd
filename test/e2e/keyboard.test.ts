import type { Page } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { leaveAll } from './owner.ts'
import { portal } from './portal.ts'

/** What has the focus: its name, whether a ring shows it, and whether one can see the ring. Runs in the page. */
const FOCUS = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  for (const each of document.getAnimations()) each.finish()
  const around = [at, at.nextElementSibling, at.closest('form, label')].filter(Boolean)
  const styles = around.flatMap((each) => [getComputedStyle(each), getComputedStyle(each, '::after')])
  const forced = matchMedia('(forced-colors: active)').matches
  const ring = styles.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || (!forced && style.boxShadow !== 'none'))
  const { left, top, width, height } = at.getBoundingClientRect()
  const banner = document.getElementById('session-banner')
  const covered = banner && !banner.contains(at) && !at.closest('dialog') && top + height <= banner.getBoundingClientRect().bottom
  const inView = left >= 0 && top + height > 0 && left < innerWidth && top < innerHeight && !covered
  const chip = at.matches('input[type=radio]') ? at.labels[0]?.getBoundingClientRect().width : width
  const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent
  return { name: label.replace(/\\s+/g, ' ').trim(), kind: at.localName, id: at.id, seen: ring && inView && chip > 0 && height > 0, order: [...document.querySelectorAll('*')].indexOf(at) }
})()`
/** The same of what is put in focus once more: whoever last pressed a key sees the ring of that as well. */
const FOCUS_AGAIN = `(order) => {
  document.querySelectorAll('*')[order].focus()
  return ${FOCUS}
}`
type Focus = { name: string; kind: string; id: string; seen: boolean; order: number } | null

const focus = (page: Page) => page.evaluate(FOCUS) as Promise<Focus>

/** Tabs until the thing of this name has the focus; on the way every stop must be seen, and each must come after the one before it. */
async function tabTo(page: Page, kind: string, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  const stops: NonNullable<Focus>[] = []
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press(key)
    const stop = await focus(page)
    if (stop === null) continue
    const before = stops.at(-1)
    stops.push(stop)
    expect(stop, `on the way to ${name}`).toMatchObject({ seen: true })
    if (before && stop.order !== 0 && key === 'Tab' && stop.order <= before.order)
      expect(stops.length - 1, `no way round past ${name}`).toBe(0)
    if (stop.kind === kind && name.test(stop.name)) return stop
  }
  throw new Error(`${name} is not reached: ${stops.map((stop) => stop.name).join(' | ')}`)
}

describeInBrowser('with the keyboard alone', (open) => {
  beforeEach(() => leaveAll(CAST.vera.id))

  it('Vera does the main job from sign-in to the end of a session', { timeout: 60_000 }, async () => {
    const context = await open({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const press = (key: string) => page.keyboard.press(key)
    await page.goto(portal().url)
    await tabTo(page, 'a', /sign in/i)
    await press('Enter')
    await page.getByRole('link', { name: new RegExp(CAST.vera.name) }).waitFor()
    for (let presses = 0; presses < 60 && !(await focus(page))?.name.includes(CAST.vera.name); presses++) await press('Tab')
    await press('Enter')
    await page.waitForURL(`${portal().url}/`)

    await tabTo(page, 'a', /^Skip to content$/)
    await press('Enter')
    await expect.poll(async () => (await focus(page))?.id).toBe('main')
    await press('Tab')
    const inMain = await focus(page)
    expect(await page.evaluate("document.getElementById('main').contains(document.activeElement)")).toBe(true)

    await press('/')
    await expect.poll(async () => (await focus(page))?.id).toBe('palette-q')
    await press('Escape')
    expect(await page.locator('#palette').isVisible()).toBe(false)
    expect((await focus(page))?.order).toBe(inMain?.order)
    await press('?')
    await page.locator('#keyboard').waitFor()
    await press('Escape')
    expect((await focus(page))?.order).toBe(inMain?.order)

    await press('Control+k')
    await page.keyboard.type('acme indus')
    await page
      .locator('#palette-results')
      .getByRole('link', { name: /Acme Industrial/ })
      .waitFor()
    await press('ArrowDown')
    expect(await focus(page)).toMatchObject({ seen: true, name: expect.stringContaining('Acme Industrial') })
    await press('Enter')
    await page.waitForURL(/\/tenants\/ten_/)

    await tabTo(page, 'a', /^Enter$/)
    await press('Enter')
    await page.waitForURL(/\/enter/)
    await tabTo(page, 'select', /What is it about/)
    await press('T')
    await tabTo(page, 'button', /^Enter read-only/)
    await press('Enter')
    await page.waitForURL(/\/workspace\/cases/)

    await tabTo(page, 'select', /^Status/)
    await page.keyboard.type('Clos')
    await page.waitForURL(/status=CLOSED/)
    expect(await focus(page)).toMatchObject({ kind: 'select', id: 'status' })
    await tabTo(page, 'a', /^Older$/)
    await press('Enter')
    await page.waitForURL(/older=/)
    await expect.poll(async () => (await focus(page))?.id).toMatch(/^(pager-older|results)$/)
    await tabTo(page, 'a', /^(?!Newer)/, 'Shift+Tab')
    expect(await page.evaluate("document.activeElement.closest('tbody') !== null")).toBe(true)
    await press('Enter')
    await page.waitForURL(/\/workspace\/cases\/case_/)

    await tabTo(page, 'summary', /Extend/)
    await press('Space')
    await tabTo(page, 'input', /15 min/)
    await press('Escape')
    expect(await focus(page)).toMatchObject({ kind: 'summary', name: 'Extend' })
    await press('Enter')
    await tabTo(page, 'input', /15 min/)
    await press('ArrowRight')
    expect(await focus(page)).toMatchObject({ seen: true, name: '30 min' })
    await tabTo(page, 'input', /Why is more time needed/)
    await page.keyboard.type('The customer is still on the phone.')
    await tabTo(page, 'button', /^Extend$/)
    await press('Enter')
    await page.getByText('The session was extended.').waitFor()

    await tabTo(page, 'button', /^End session$/)
    await press('Space')
    await page.waitForURL(/\/impersonations\/imp_/)
    await page.getByText('Left the tenant.').waitFor()
    await tabTo(page, 'textarea', /note/i)
    await page.keyboard.type('Explained to the customer which filter hid the case.')
    await tabTo(page, 'button', /note/i)
    await press('Enter')
    await page.getByText('Your closing note was added.').waitFor()
    await context.close()
  })

  it('nobody is caught on a page, and the focus is seen at each stop, in forced colours, too', async () => {
    const context = await open({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
    const page = await signInAs('vera', context)
    for (const path of ['/', '/tenants?q=acme', '/impersonations', '/audit', '/dev/looks']) await goRound(page, path)
    await context.close()
  })
})

/** From the top to the end of the page, and back at the top. */
async function goRound(page: Page, path: string) {
  await page.emulateMedia({ forcedColors: 'none' })
  await page.goto(`${portal().url}${path}`)
  const seen: NonNullable<Focus>[] = []
  for (let presses = 0; presses < 250; presses++) {
    await page.keyboard.press('Tab')
    const stop = await focus(page)
    if (stop === null || stop.order === seen[0]?.order) break
    seen.push(stop)
  }
  expect(seen.length, `${path}: ${seen.map((stop) => stop.name).join(' | ')}`).toBeGreaterThan(7)
  expect(seen.length, `${path} has an end`).toBeLessThan(250)
  await page.emulateMedia({ forcedColors: 'active' })
  const forced = (await page.evaluate(`${JSON.stringify(seen.map(({ order }) => order))}.map(${FOCUS_AGAIN})`)) as Focus[]
  expect(forced.map((stop) => stop?.name)).toEqual(seen.map((stop) => stop.name))
  const unseen = (stops: Focus[]) => stops.flatMap((stop) => (stop?.seen ? [] : [`${path}: ${stop?.kind} ${stop?.name}`]))
  expect({ plain: unseen(seen), forced: unseen(forced) }).toEqual({ plain: [], forced: [] })
  expect(seen.map((stop) => stop.order)).toEqual(seen.map((stop) => stop.order).toSorted((a, b) => a - b))
}
