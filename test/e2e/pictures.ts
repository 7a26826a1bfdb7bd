import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Painting costs more than the walk: `PICTURES=1` leaves one of every stop in both sizes and themes for people to look at. No test compares them. */
const place = process.env.PICTURES === '1' ? 'test-results/pictures' : undefined

/** As different as can be. */
const sizes = [
  { name: 'wide', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'narrow', colorScheme: 'dark', viewport: { width: 390, height: 900 } },
] as const
export type Size = (typeof sizes)[number]

/** A long walk is gone in one of them, in another from run to run, and every stop of it is looked at in both. `SIZES=all` goes each walk twice. */
export const walked = drawn(process.env.SIZES)

function drawn(said = Math.random() < 0.5 ? 'wide' : 'narrow'): readonly Size[] {
  console.info(`long walks: SIZES=${said}`)
  return sizes.filter(({ name }) => said === 'all' || said === name)
}

/** The page must not scroll sideways, however wide its window is; it is left as it was. Themes differ in colours alone, so nothing is loaded again. */
export async function picture(page: Page, size: Size, what: string, fullPage = false): Promise<void> {
  for (const { name, viewport } of [...sizes.filter((each) => each !== size), size]) {
    await page.setViewportSize(viewport)
    for (const colorScheme of place === undefined ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${place}/${name}-${colorScheme}-${what}.png`, fullPage })
    }
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width, `${what} scrolls sideways where it is ${name}`).toBeLessThanOrEqual(viewport.width)
  }
  if (place !== undefined) await page.emulateMedia({ colorScheme: size.colorScheme })
}
