import { expect, it } from 'vitest'
import { portal } from './portal.ts'

/** What the platform serves before the Worker is asked: nobody's middleware sets headers there. */
it('what was fetched once is told to be the same, and a browser may still do no more with it', async () => {
  const page = await (await fetch(`${portal().url}/sign-in`)).text()
  for (const address of [...page.matchAll(/(?:href|src)="(\/(?:assets\/[^"#]+|favicon\.svg))"/g)].map(
    ([, path]) => `${portal().url}${path}`,
  )) {
    const first = await fetch(address)
    const again = await fetch(address, { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } })
    expect([address, first.status, again.status]).toEqual([address, 200, 304])
    for (const { headers } of [first, again]) {
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
      expect(headers.get('Cache-Control')).toMatch(/^public, max-age=\d+/)
      expect(headers.get('Set-Cookie')).toBeNull()
    }
  }
})

it.each(['/assets/nothing.css', '/css/10-reset.css', '/app/index.js'])(
  'what is not there, or not for browsers, is an answer of the portal: %s',
  async (path) => {
    const response = await fetch(portal().url + path)
    expect(response.status).toBe(404)
    expect(response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  },
)
