import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const place = 'test-results/pictures'
mkdirSync(place, { recursive: true })

/** Long walks are done twice, as different as can be; the other theme of each is only pictured on the way. */
export const sizes = [
  { name: 'wide', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'narrow', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const
export type Size = (typeof sizes)[number]

/** A picture of the page in both themes, which also must not scroll sideways. Themes differ in colours alone, so nothing is loaded again. */
export async function picture(page: Page, { name, colorScheme, viewport }: Size, what: string, fullPage = false): Promise<void> {
  const other = colorScheme === 'light' ? 'dark' : 'light'
  for (const theme of [other, colorScheme] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: `${place}/${name}-${theme}-${what}.png`, fullPage })
  }
  expect(await page.evaluate('document.documentElement.scrollWidth'), `${what} scrolls sideways`).toBeLessThanOrEqual(viewport.width)
}
