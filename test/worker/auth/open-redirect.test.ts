import { describe, expect, it } from 'vitest'
import { alterAttempt, askDirectory, comeBack, hireListed, newBrowser } from './directory.ts'

const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'javascript:alert(1)',
  'evil.example',
  '@evil.example',
  '/%5cevil.example\\',
  '/\u0000//evil.example',
  '/ok\r\nSet-Cookie: a=b',
  '/é',
  '',
]

describe('where a sign-in leads to', () => {
  it.each(ELSEWHERE)('is never %j: the page offers no such way', async (to) => {
    const page = await (await newBrowser().get(`/sign-in?to=${encodeURIComponent(to)}`)).text()
    expect(page).toMatch(/href="\/sign-in\/start"/)
    expect(page).not.toContain('evil.example')
  })

  it.each(ELSEWHERE)('is home when the start was asked for %j', async (to) => {
    const browser = newBrowser()
    await browser.get(`/sign-in/start?to=${encodeURIComponent(to)}`)
    expect(JSON.parse(decodeURIComponent(browser.cookies.get('__Host-sign-in') ?? ''))).toMatchObject({ to: '/' })
  })

  it('is home when somebody wrote another address into the browser’s attempt', async () => {
    const browser = newBrowser()
    const back = await askDirectory(browser, await hireListed('vera'))
    alterAttempt(browser, { to: '//evil.example' })
    expect((await comeBack(browser, back)).headers.get('Location')).toBe('/')
  })

  it('is a path of ours with its filters', async () => {
    const browser = newBrowser()
    const back = await askDirectory(browser, await hireListed('vera'), '/workspace/cases?status=OPEN&older=1.case_1')
    expect((await comeBack(browser, back)).headers.get('Location')).toBe('/workspace/cases?status=OPEN&older=1.case_1')
  })
})
