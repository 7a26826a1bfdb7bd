import { JSON_TYPE, ORIGIN, Program } from '../api/program.ts'
import type { Browser } from '#test/driver.ts'
import type { portal } from '#test/world.ts'

export type Pair = { accessToken: string; refreshToken: string }

/** What a browser that is signed in gets for its program: both tokens. */
export async function pairFor(browser: Browser): Promise<Pair> {
  const response = await browser.send('/api/v1/auth/tokens', { method: 'POST', headers: { Origin: ORIGIN, ...JSON_TYPE }, body: '{}' })
  if (response.status !== 201) throw new Error(`no tokens: ${response.status}`)
  return (await response.json()) as Pair
}

export type Answer = { status: number } & Partial<Pair> & { code?: string }

/** Shows a refresh token, with nothing else. */
export async function refresh(refreshToken: string, app?: ReturnType<typeof portal>): Promise<Answer> {
  const { status, body } = await new Program(undefined, app).post('/api/v1/auth/refresh', { refreshToken })
  return { status, ...(body as Partial<Pair>) }
}

/** What became of an access token. */
export const opens = async (accessToken: string | undefined) => (await new Program(accessToken).get('/api/v1/me')).status === 200
