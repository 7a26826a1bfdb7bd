import { gzipSync } from 'node:zlib'
import type { Page, Request } from 'playwright-core'
import { portal } from '../portal.ts'

/** A page as it was loaded: in bytes, itself and with all that it asked for, where nothing is kept yet; and what it loaded that was kept. */
export type View = { path: string; document: number; requests: string[]; first: number; again: string[]; html: string }

/** By gzip at its usual level. Browsers that know better packings load less. */
export const packed = (content: string | ArrayBuffer) => gzipSync(content, { level: 6 }).length

/** What each stylesheet, script and sprite weighs, by its address. */
export const assets = new Map<string, number>()

/** Does not count: a browser asks for it once a day, and shows it when it comes. */
const isFavicon = (url: string) => url.endsWith('/favicon.svg')

/** Opens a page, and says what that took. `kept`: the addresses of what its browser keeps by then. */
export async function viewOf(page: Page, path: string, kept: Set<string>): Promise<View> {
  const requests: string[] = []
  const hear = (request: Request) => void (isFavicon(request.url()) || requests.push(request.url()))
  page.on('request', hear)
  const response = await page.goto(`${portal().url}${path}`)
  page.off('request', hear)
  const html = (await response?.text()) ?? ''
  const document = packed(html)
  for (const url of requests.slice(1)) if (!assets.has(url)) assets.set(url, packed(await (await fetch(url)).arrayBuffer()))
  const first = requests.slice(1).reduce((sum, url) => sum + (assets.get(url) ?? 0), document)
  const loaded = (await page.evaluate(LOADED)) as string[]
  const again = loaded.filter((url) => kept.has(url))
  for (const url of requests) if (url.includes('/assets/')) kept.add(url)
  return { path, document, requests, first, again, html }
}

/** What came over the line, and not from what the browser keeps. */
const LOADED = "performance.getEntriesByType('resource').filter(({ transferSize }) => transferSize > 0).map(({ name }) => name)"
