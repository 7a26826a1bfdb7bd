import { gzipSync } from 'node:zlib'
import type { BrowserContext } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { acme, firstOf, INBOX, INSIDE, OUTSIDE, PEOPLE, tabsOf } from './every-page.ts'
import { aDiscardedLetter, leaveAll } from './owner.ts'
import { portal } from './portal.ts'

/** In bytes, packed by gzip at its usual level. Browsers that know better packings load less. */
const MOST = { firstView: 40_000, requests: 4, document: 14_000, repeatView: 14_000, beyondRows: 3_000 }

/** Without the pages of developers. The favicon does not count: a browser asks for it once a day, and shows it when it comes. */
const pagesOutside = OUTSIDE.filter((path) => !path.startsWith('/dev/'))
const isFavicon = (url: string) => url.endsWith('/favicon.svg')

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

type View = { path: string; document: number; requests: string[]; first: number; html: string }
const packed = (content: string | Buffer) => gzipSync(content, { level: 6 }).length

describeInBrowser('a page', (open) => {
  const views: View[] = []
  const swaps: { path: string; beyondRows: number }[] = []
  const said: string[] = []
  const assets = new Map<string, number>()
  let kept: { name: string; transferSize: number }[] = []

  beforeAll(async () => {
    await leaveAll(CAST.imke.id)
    const stranger = await open()
    await load(stranger, ['/sign-in'])
    const imke = await open()
    const page = await signInAs('imke', imke)
    const { id } = await acme()
    await load(imke, pagesOutside)
    await enter(page)
    const lists = ['/workspace/cases', '/workspace/reports', '/workspace/users', '/impersonations', '/audit']
    const records: string[] = []
    for (const list of lists) records.push(await firstOf(page, list))
    await load(imke, [...INSIDE, ...tabsOf(id), ...records])
    kept = (await page.evaluate(
      "performance.getEntriesByType('resource').map(({ name, transferSize }) => ({ name, transferSize }))",
    )) as never
    const ada = await open()
    await signInAs('ada', ada)
    await load(ada, ['/', ...PEOPLE, ...INBOX, `/people/${CAST.vera.id}`, `/portal-jobs/${await aDiscardedLetter(CAST.vera.id)}`])
    await swap(imke, [...SWAPS.imke, ...tabsOf(id).filter((tab) => /errors|jobs|tickets|activity/.test(tab))])
    await swap(ada, SWAPS.ada)
  }, 90_000)

  const load = async (context: BrowserContext, paths: string[]) => {
    const page = await context.newPage()
    // The browser itself reports a 404 there.
    page.on(
      'console',
      (message) => /error|warning/.test(message.type()) && !/status of 40[34]/.test(message.text()) && said.push(message.text()),
    )
    page.on('pageerror', (error) => said.push(error.message))
    for (const path of paths) {
      const requests: string[] = []
      const hear = (request: { url(): string }) => void (isFavicon(request.url()) || requests.push(request.url()))
      page.on('request', hear)
      const response = await page.goto(`${portal().url}${path}`)
      page.off('request', hear)
      const html = (await response?.text()) ?? ''
      const document = packed(html)
      for (const url of requests.slice(1)) if (!assets.has(url)) assets.set(url, packed(await (await context.request.get(url)).body()))
      const first = requests.slice(1).reduce((sum, url) => sum + (assets.get(url) ?? 0), document)
      views.push({ path, document, requests, first, html })
    }
    await page.close()
  }

  const swap = async (context: BrowserContext, paths: string[]) => {
    for (const path of paths) {
      const headers = { 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'HX-Target': 'section#results' }
      const response = await context.request.get(`${portal().url}${path}`, { headers })
      const part = await response.text()
      expect([path, response.status(), part.includes('<html')]).toEqual([path, 200, false])
      swaps.push({ path, beyondRows: packed(part.replaceAll(ROWS, '')) })
    }
  }

  const over = (what: 'document' | 'first', most: number) =>
    views.filter((view) => view[what] > most).map((view) => `${view.path}: ${view[what]}`)

  it('is there for the first time with at most 40 kB in 4 requests: itself, one stylesheet, one script, one sprite', () => {
    if (process.env.SHOW_BYTES)
      console.table([
        ...views.map(({ path, document, first, requests }) => ({ path, document, first, requests: requests.length })),
        ...swaps,
      ])
    expect(views.length).toBeGreaterThan(40)
    expect(over('first', MOST.firstView)).toEqual([])
    expect(views.filter(({ requests }) => requests.length > MOST.requests).map(({ path, requests }) => [path, requests])).toEqual([])
  })

  it('is itself at most 14 kB, with fifty rows on it', () => {
    expect(over('document', MOST.document)).toEqual([])
  })

  it('brings nothing but itself the next time, at most 14 kB: the browser keeps the rest for good', async () => {
    expect(over('document', MOST.repeatView)).toEqual([])
    const shared = kept.filter(({ name }) => !isFavicon(name))
    expect(shared.length).toBe(MOST.requests - 1)
    expect(shared.filter(({ transferSize }) => transferSize > 0)).toEqual([])
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

  it('changes a list with at most 3 kB beyond its rows', () => {
    expect(swaps.filter(({ beyondRows }) => beyondRows > MOST.beyondRows)).toEqual([])
  })
})
