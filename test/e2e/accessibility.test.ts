import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { type Found, faultsIn } from './accessibility/faults.ts'
import { signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { walks } from './every-page.ts'
import { portal } from './portal.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 320, height: 800 }
/** A window of 1280 × 1024 at 200 %; at 400 % it is as wide as the narrow one. */
const ZOOMED = { width: 640, height: 512 }

/** Each page is loaded once: what differs between themes and widths is style, and a page follows that where it stands. Structure and names
 *  are asked once; at another width, of what was not seen before, and whatever follows from sizes. */
const LOOKS = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' }, viewport: WIDE, asks: 'structure' },
  { name: 'dark, narrow', media: { colorScheme: 'dark', forcedColors: 'none' }, viewport: NARROW, asks: 'sizes' },
  { name: 'forced colours, zoomed', media: { colorScheme: 'light', forcedColors: 'active' }, viewport: ZOOMED, asks: 'colours' },
] as const

/** Paints that were found good, whoever met them. */
const known = new Set<string>()

/** All that is wrong with a page, in each of its looks. */
async function faultsOf(page: Page): Promise<string[]> {
  const all: string[] = []
  await page.evaluate(axe)
  for (const { name, media, viewport, asks } of LOOKS) {
    await page.emulateMedia(media)
    await page.setViewportSize(viewport)
    const { faults, good } = (await page.evaluate(faultsIn({ asks, known: [...known] }))) as Found
    for (const paint of good) known.add(paint)
    for (const fault of faults) all.push(`${name}: ${fault}`)
  }
  return all
}

/** The page's own policy would keep the checker out. */
const SEEN = { viewport: WIDE, reducedMotion: 'reduce', bypassCSP: true } as const

describeInBrowser('every page', (open) => {
  const keeps = 'keeps WCAG 2.2 A and AA in light, dark and forced colours, stands still and fits at 200 and 400 %'
  it.concurrent.each(Object.keys(walks))(`${keeps}, as %s meets it`, { timeout: 600_000 }, async (who) => {
    const context = await open(SEEN)
    const found: string[] = []
    await walks[who]?.(context, (page) => async (what, path) => {
      if (path) await page.goto(`${portal().url}${path}`)
      for (const fault of await faultsOf(page)) found.push(`${what}, ${fault}`)
    })
    await context.close()
    expect(found).toEqual([])
  })

  it('would be noticed where it is spoiled, although its like was found good', { timeout: 120_000 }, async () => {
    const context = await open(SEEN)
    const page = await signInAs('lena', context)
    await page.goto(`${portal().url}/tenants`)
    expect(await faultsOf(page)).toEqual([])
    for (const [change, fault] of SPOILED) {
      await page.reload()
      await page.evaluate(
        `((word) => { ${change} })([...document.querySelectorAll('#main li span')].findLast((each) => each.textContent.length > 3))`,
      )
      expect((await faultsOf(page)).join('\n'), change).toMatch(fault)
    }
    await context.close()
  })
})

/** What becomes of the last of many words alike, or of the page around it. */
const SPOILED: [change: string, fault: RegExp][] = [
  ["word.style.color = 'oklch(0.8 0.02 230)'", /light: color-contrast/],
  ["word.parentElement.style.opacity = '0.4'", /dark, narrow: color-contrast/],
  ["word.closest('li').style.backgroundColor = 'oklch(0.6 0.1 230)'", /light: color-contrast/],
  ["document.querySelector('#main button').textContent = ''", /button-name/],
  [
    "const at = document.querySelector('h1'); at.innerHTML = '<button>a</button>'.repeat(2); for (const each of at.children) each.style.cssText = 'all: unset; font-size: 9px; line-height: 9px'",
    /light: target-size/,
  ],
  [
    "word.innerHTML += '<style>#main .late { display: none } @media (width < 400px) { #main .late { display: inline-block; min-width: 48px; min-height: 48px } }</style><button class=late></button>'",
    /^(?!light).*narrow: button-name/,
  ],
  ["document.querySelector('h1').style.minWidth = '2000px'", /2\d{3} px wide at 320 px/],
]
