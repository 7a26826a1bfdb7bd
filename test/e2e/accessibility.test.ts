import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser } from './browser.ts'
import { walks } from './every-page.ts'
import { portal } from './portal.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const WCAG = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
/** What the colours alone can break. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 320, height: 800 }
/** A window of 1280 × 1024 at 200 %; at 400 % it is as wide as the narrow one. */
const ZOOMED = { width: 640, height: 512 }

/** Each page is loaded once: what differs between themes and widths is style, and a page follows that where it stands. */
const LOOKS = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' }, viewport: WIDE, rules: WCAG },
  { name: 'dark, narrow', media: { colorScheme: 'dark', forcedColors: 'none' }, viewport: NARROW, rules: WCAG },
  { name: 'forced colours, zoomed', media: { colorScheme: 'light', forcedColors: 'active' }, viewport: ZOOMED, rules: COLOURS },
] as const

describeInBrowser('every page', (open) => {
  const keeps = 'keeps WCAG 2.2 A and AA in light, dark and forced colours, stands still and fits at 200 and 400 %'
  it.concurrent.each(Object.keys(walks))(`${keeps}, as %s meets it`, { timeout: 240_000 }, async (who) => {
    // The page's own policy would keep the checker out.
    const context = await open({ viewport: WIDE, reducedMotion: 'reduce', bypassCSP: true })
    const found: string[] = []
    const check = async (page: Page, what: string, path?: string) => {
      if (path) await page.goto(`${portal().url}${path}`)
      await page.evaluate(axe)
      for (const { name, media, viewport, rules } of LOOKS) {
        await page.emulateMedia(media)
        await page.setViewportSize(viewport)
        const faults = (await page.evaluate(`(${faultsOf})(${JSON.stringify(rules)})`)) as string[]
        for (const fault of faults) found.push(`${what}, ${name}: ${fault}`)
      }
    }
    await walks[who]?.(context, (page) => (what, path) => check(page, what, path))
    await context.close()
    expect(found).toEqual([])
  })
})

/** Runs in the page. Whoever asks for less motion gets none: neither what runs, nor what would run at the next touch. */
const faultsOf = `async (runOnly) => {
  for (const each of document.getAnimations()) each.finish()
  const rules = { 'target-size': { enabled: runOnly.type === 'tag' } }
  const { violations } = await axe.run({ runOnly, rules, resultTypes: ['violations'], preload: false, iframes: false })
  const found = violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 160) + ' ' + (nodes[0].any[0]?.message ?? ''))
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) found.push(scrollWidth + ' px wide at ' + innerWidth + ' px')
  if (runOnly.type === 'tag')
    for (const each of document.querySelectorAll('*'))
      for (const part of [null, '::before', '::after']) {
        const { animationDuration, transitionDuration } = getComputedStyle(each, part)
        const longest = Math.max(...(animationDuration + ',' + transitionDuration).split(',').map(parseFloat))
        if (longest > 0.001) found.push('moves for ' + longest + ' s: ' + each.outerHTML.slice(0, 80) + (part ?? ''))
      }
  return found
}`
