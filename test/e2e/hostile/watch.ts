import type { BrowserContext, Page } from 'playwright-core'
import { portal } from '../portal.ts'

/** What the portal's own pages ask for by themselves; everything else was asked by something else. */
const OWN = /^\/(assets\/[\w.-]+|favicon\.\w+|impersonations\/current|home\/cards\/\w+|tenants)$/

export type Seen = { page: string; what: string }

/** Watches every page of a context for what stored words must never do. */
export async function watch(context: BrowserContext) {
  const problems: Seen[] = []
  await context.addInitScript(() => {
    const here = window as unknown as { violations: string[] }
    here.violations = []
    document.addEventListener(
      'securitypolicyviolation',
      (event) => here.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
      true,
    )
  })
  let visiting = ''
  const note = (what: string) => void problems.push({ page: visiting, what })
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      note(`dialog ${dialog.type()}`)
      void dialog.dismiss()
    })
    page.on('popup', () => note('popup'))
    page.on('framenavigated', (frame) => frame.parentFrame() && note(`frame ${frame.url()}`))
  })
  context.on('request', (request) => {
    const url = new URL(request.url())
    const isPage = request.isNavigationRequest() && url.pathname + url.search === visiting
    const isOwn = url.origin === portal().url && request.method() === 'GET' && OWN.test(url.pathname)
    if (!isPage && !isOwn) note(`request ${request.method()} ${url.href}`)
  })

  /** Opens a page and tells what stands on it, as a reader reads it. */
  const visit = async (page: Page, path: string): Promise<{ status: number; text: string }> => {
    visiting = path
    const answer = await page.goto(`${portal().url}${path}`)
    return { status: answer?.status() ?? 0, text: await look(page) }
  }

  /** Looks at a page as it stands, also after a part of it was swapped. */
  const look = async (page: Page): Promise<string> => {
    const found = (await page.evaluate(FOUND)) as { pwned: boolean; elements: string[]; violations: string[]; text: string }
    if (found.pwned) note('a script ran')
    for (const each of found.elements) note(`element ${each}`)
    for (const each of found.violations) note(`violation ${each}`)
    return found.text
  }
  return { problems, visit, look, expecting: (path: string) => void (visiting = path) }
}

/** Elements and attributes that nobody but a payload brings, in templates, too; and all words, those in fields as well. */
const FOUND = `(() => {
  const roots = [document, ...[...document.querySelectorAll('template')].map((each) => each.content)]
  const odd = '[data-pwned], iframe, object, embed, base, math, marquee, foreignObject, hx-partial, [srcdoc], [style], [formaction], [hx-ws], [ws-connect], meta[http-equiv], ' +
    '[href*="pwned"], [src*="pwned"], [action*="pwned"], [href^="javascript" i], [hx-get*="pwned"]'
  const elements = roots.flatMap((root) => [...root.querySelectorAll(odd)]).map((each) => each.outerHTML.slice(0, 120))
  for (const each of document.querySelectorAll('*'))
    for (const { name } of each.attributes) if (/^on|^hx-on/.test(name)) elements.push(each.outerHTML.slice(0, 120))
  const fields = [...document.querySelectorAll('input, textarea')].map((each) => each.value)
  const violations = window.violations.splice(0)
  return { pwned: window.__pwned !== undefined, elements, violations, text: [document.title, document.body.textContent, ...fields].join('\\n') }
})()`
