import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Painting costs more than the walk: `PICTURES=1` leaves one of every stop in both themes for people to look at. No test compares them. */
const place = process.env.PICTURES === '1' ? 'test-results/pictures' : undefined

/** Long walks are done twice, as different as can be. */
export const sizes = [
  { name: 'wide', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'narrow', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const
export type Size = (typeof sizes)[number]

/** The page must not scroll sideways. Themes differ in colours alone, so nothing is loaded again for its pictures. */
export async function picture(page: Page, { name, colorScheme, viewport }: Size, what: string, fullPage = false): Promise<void> {
  const other = colorScheme === 'light' ? 'dark' : 'light'
  for (const theme of place === undefined ? [] : ([other, colorScheme] as const)) {
    await page.emulateMedia({ colorScheme: theme })
    await page.screenshot({ path: `${place}/${name}-${theme}-${what}.png`, fullPage })
  }
  expect(await page.evaluate('document.documentElement.scrollWidth'), `${what} scrolls sideways`).toBeLessThanOrEqual(viewport.width)
}
