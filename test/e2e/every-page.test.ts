import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { type Found, faultsIn } from './accessibility/faults.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { assets, packed, type View, viewOf } from './bytes/view.ts'
import { acme, tabsOf, walks } from './every-page.ts'
import { leaveAll } from './owner.ts'
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

/** What was found good, whoever met it: paints, and what stands around every page. */
const known = new Set<string>()

/** All that is wrong with a page, in each of its looks. */
async function faultsOf(page: Page): Promise<string[]> {
  const all: string[] = []
  for (const { name, media, viewport, asks } of LOOKS) {
    await Promise.all([page.emulateMedia(media), page.setViewportSize(viewport)])
    const { faults, good } = (await page.evaluate(faultsIn({ asks, known: [...known] }))) as Found
    for (const paint of good) known.add(paint)
    for (const fault of faults) all.push(`${name}: ${fault}`)
  }
  return all
}

const SEEN = { viewport: WIDE, reducedMotion: 'reduce' } as const

/** In bytes. */
const MOST = { firstView: 40_000, requests: 4, document: 14_000, repeatView: 14_000, beyondRows: 3_000 }

/** What a list sends when one filters it, with what its rows and entries are in the markup. */
const SWAPS = {
  imke: [
    '/tenants?q=acme',
    '/search?q=theft',
    '/search?q=nobodyhasthisword',
    '/impersonations',
    '/audit',
    '/audit?outcome=refused&tenant=nobody-has-this',
    '/workspace/cases',
    '/workspace/cases?number=999999',
    '/workspace/reports',
    '/workspace/users',
  ],
  ada: ['/people', '/people?q=nobodyhasthisname', '/people/held', '/portal-jobs', '/audit', '/audit/checkpoints', '/notifications'],
}
const ROWS = /<tr role="row" (?:id|class)=.*?<\/tr>|<li\b.*?<\/li>/gs

describeInBrowser('every page', (open) => {
  const keeps = 'keeps WCAG 2.2 A and AA in light, dark and forced colours, stands still and fits at 200 and 400 %'
  const views: View[] = []
  const said: string[] = []
  it.concurrent.each(Object.keys(walks))(`${keeps}, as %s meets it`, { timeout: 600_000 }, async (who) => {
    const context = await open(SEEN)
    await context.addInitScript(axe)
    listen(context, said)
    const kept = new Set<string>()
    const found: string[] = []
    await walks[who]?.(context, (page) => async (what, path) => {
      if (path) views.push(await viewOf(page, path, kept))
      for (const fault of await faultsOf(page)) found.push(`${what}, ${fault}`)
    })
    await context.close()
    expect(found).toEqual([])
  })

  /** Pages of developers weigh what they weigh. */
  const ours = () => views.filter(({ path }) => !path.startsWith('/dev/'))
  const over = (what: 'document' | 'first', most: number) =>
    ours().flatMap((view) => (view[what] > most ? [`${view.path}: ${view[what]}`] : []))

  it('is there for the first time with at most 40 kB in 4 requests: itself, one stylesheet, one script, one sprite', () => {
    if (process.env.SHOW_BYTES)
      console.table(views.map(({ path, document, first, requests }) => ({ path, document, first, requests: requests.length })))
    expect(ours().length).toBeGreaterThan(60)
    expect(over('first', MOST.firstView)).toEqual([])
    expect(ours().flatMap(({ path, requests }) => (requests.length > MOST.requests ? [[path, requests]] : []))).toEqual([])
  })

  it('is itself at most 14 kB, with fifty rows on it', () => {
    expect(over('document', MOST.document)).toEqual([])
  })

  it('brings nothing but itself the next time, at most 14 kB: the browser keeps the rest for good', async () => {
    expect(over('document', MOST.repeatView)).toEqual([])
    expect(views.flatMap(({ path, again }) => (again.length > 0 ? [[path, again]] : []))).toEqual([])
    expect(assets.size).toBe(MOST.requests - 1)
    for (const url of assets.keys()) {
      const headers = (await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } })).headers
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'gzip',
        'x-content-type-options': 'nosniff',
      })
    }
  })

  it('says nothing in the console, names its language and itself, and asks every search engine to stay out', () => {
    expect(said).toEqual([])
    for (const { path, html } of views) {
      const [head = ''] = html.split('<body')
      expect([path, head]).toEqual([
        path,
        expect.stringMatching(
          /<html lang="en".*<meta name="viewport".*content="noindex, nofollow".*<title>[^<]+ · Operations Portal<\/title>/s,
        ),
      ])
    }
    expect(new Set(views.map(({ html }) => /<title>(.*?)<\/title>/.exec(html)?.[1])).size).toBeGreaterThan(25)
  })

  it('changes a list with at most 3 kB beyond its rows', { timeout: 60_000 }, async () => {
    await leaveAll(CAST.imke.id)
    const [imke, ada] = [await open(), await open()]
    await enter(await signInAs('imke', imke))
    await signInAs('ada', ada)
    const tabs = tabsOf((await acme()).id).filter((tab) => /errors|jobs|tickets|activity/.test(tab))
    const swaps = [...(await swapped(imke, [...SWAPS.imke, ...tabs])), ...(await swapped(ada, SWAPS.ada))]
    if (process.env.SHOW_BYTES) console.table(swaps)
    expect(swaps.filter(({ beyondRows }) => beyondRows > MOST.beyondRows)).toEqual([])
    await leaveAll(CAST.imke.id)
  })

  it('would be noticed where it is spoiled, although its like was found good', { timeout: 120_000 }, async () => {
    // Whoever spoils it brings a style of their own, which its policy would keep out.
    const context = await open({ ...SEEN, bypassCSP: true })
    await context.addInitScript(axe)
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

/** What a page says to developers. The browser itself reports what is refused. */
function listen(context: BrowserContext, said: string[]) {
  context.on('console', (message) => {
    if (/error|warning/.test(message.type()) && !/status of 4\d\d/.test(message.text()))
      said.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', (error) => said.push(error.error().message))
}

async function swapped({ request }: BrowserContext, paths: string[]) {
  const swaps: { path: string; beyondRows: number }[] = []
  for (const path of paths) {
    const headers = { 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'HX-Target': 'section#results' }
    const response = await request.get(`${portal().url}${path}`, { headers })
    const part = await response.text()
    expect([path, response.status(), part.includes('<html')]).toEqual([path, 200, false])
    swaps.push({ path, beyondRows: packed(part.replaceAll(ROWS, '')) })
  }
  return swaps
}

/** What becomes of the last of many words alike, or of the page around it. */
const SPOILED: [change: string, fault: RegExp][] = [
  ["word.style.color = 'oklch(0.8 0.02 230)'", /light: color-contrast/],
  ["word.parentElement.style.opacity = '0.4'", /dark, narrow: color-contrast/],
  ["word.closest('li').style.backgroundColor = 'oklch(0.6 0.1 230)'", /light: color-contrast/],
  // By themselves they would be the first.
  [
    "word.innerHTML += '<style>#main li:nth-child(n + 4) span { color: oklch(0.8 0.02 230) }</style>'; const at = word.closest('li'); for (let i = 0; i < 4; i++) at.after(at.cloneNode(true))",
    /light: color-contrast/,
  ],
  [
    "word.closest('ul').insertAdjacentHTML('beforebegin', '<p><b>Words and</b> <a href=/tenants style=\"all: unset; color: oklch(0.35 0.1 230)\">a link</a> <b>amid words</b></p>')",
    /light: link-in-text-block/,
  ],
  ["document.querySelector('#main button').textContent = ''", /button-name/],
  ["document.querySelector('.header .nav a').innerHTML = '<svg></svg>'", /light: link-name/],
  [
    "document.querySelector('.header .menu-nav a').innerHTML = '<svg></svg>'; document.querySelector('.menu-nav').open = true",
    /narrow: link-name/,
  ],
  ["word.innerHTML = '<a href=/tenants></a>'", /light: link-name/],
  [
    "const at = document.querySelector('h1'); at.innerHTML = '<button>a</button>'.repeat(2); for (const each of at.children) each.style.cssText = 'all: unset; font-size: 9px; line-height: 9px'",
    /light: target-size/,
  ],
  [
    "word.innerHTML += '<style>#main .late { display: none } @media (width < 400px) { #main .late { display: inline-block; min-width: 48px; min-height: 48px } }</style><button class=late></button>'",
    /^(?!light).*narrow: button-name/,
  ],
  [
    "word.innerHTML = '<span style=\"display: block; overflow: auto; inline-size: 40px; block-size: 40px\">' + 'more than fits '.repeat(9) + '</span>'",
    /light: scrollable-region-focusable/,
  ],
  [
    'word.style.color = getComputedStyle(document.body).backgroundColor; word.style.backgroundColor = word.style.color',
    /light: as light as/,
  ],
  [
    "word.innerHTML += '<style>@media (forced-colors: active) { #main li span { color: Canvas } }</style>'",
    /forced colours, zoomed: as light as/,
  ],
  [
    "word.innerHTML += '<style>@media (forced-colors: active) { #main li span { forced-color-adjust: none; color: #eee; background: #fff } }</style>'",
    /forced colours, zoomed: color-contrast/,
  ],
  ["document.querySelector('h1').style.minWidth = '2000px'", /2\d{3} px wide at 320 px/],
]
