import { afterEach, describe, expect, it, vi } from 'vitest'
import { settings } from '#test/owner.ts'
import { askDirectory, comeBack, hireListed, newBrowser, signInsOf } from './directory.ts'

afterEach(() => void vi.restoreAllMocks())

/** Only the directory is gone; each test has one of its own address, so that nobody remembers it from before. */
function directoryIs(answer: () => Promise<Response>, issuer: string) {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    String(input instanceof Request ? input.url : input).startsWith(issuer) ? answer() : real(input, init),
  )
}

const silent: [string, () => Promise<Response>][] = [
  ['cannot be reached', () => Promise.reject(new TypeError('connect ECONNREFUSED 10.0.0.7'))],
  ['answers with a page of a proxy', () => Promise.resolve(new Response('<h1>502 at 10.0.0.7</h1>', { status: 502 }))],
  ['takes too long', () => Promise.reject(new DOMException('10.0.0.7 timed out', 'TimeoutError'))],
]

describe('when the directory', () => {
  it.each(silent)('%s, the start of a sign-in says so and asks to try again', async (_, answer) => {
    const issuer = `https://directory-${crypto.randomUUID()}.example`
    const browser = newBrowser({ settings: { ...settings, signIn: { ...settings.signIn, issuer } } })
    directoryIs(answer, issuer)
    const response = await browser.get('/sign-in/start')
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5'])
    const page = await response.text()
    expect(page).toContain('The company directory')
    expect(page).not.toMatch(/10\.0\.0\.7|database/)
  })

  it.each(silent.slice(0, 1))('%s when Vera comes back, she is told, and is not in', async (_, answer) => {
    const vera = await hireListed('vera')
    const browser = newBrowser()
    const back = await askDirectory(browser, vera)
    directoryIs(answer, settings.signIn.issuer)
    const response = await comeBack(browser, back)
    expect([response.status, browser.cookies.has('__Host-portal')]).toEqual([503, false])
    expect(await signInsOf(vera.id)).toEqual([])
  })
})
