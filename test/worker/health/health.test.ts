import { describe, expect, it } from 'vitest'
import { database, settings } from '#test/owner.ts'
import { Browser } from '#test/driver.ts'
import { portal } from '#test/world.ts'
import type { Database } from '#worker/db/driver.ts'

/** A database whose every question ends as told. */
const failing = (fetchAnswer: () => Promise<never>) =>
  ((duty) => Object.assign(() => {}, database(duty), { query: database(duty).query, transaction: fetchAnswer })) as Database

const facts = async (response: Response) => ({
  status: response.status,
  body: await response.json(),
  cookies: response.headers.getSetCookie(),
  cache: response.headers.get('Cache-Control'),
  type: response.headers.get('Content-Type'),
})

describe('the watcher outside', () => {
  it('is told that the Worker runs, and which version, without a question to the database', async () => {
    const app = portal({ database: failing(() => Promise.reject(new Error('nobody is there'))) })
    expect(await facts(await new Browser(app).get('/healthz'))).toEqual({
      status: 200,
      body: { ok: true, version: settings.appVersion },
      cookies: [],
      cache: 'no-store',
      type: 'application/json',
    })
  })

  it('is told that the database answers', async () => {
    expect(await facts(await new Browser(portal()).get('/readyz'))).toMatchObject({
      status: 200,
      body: { ok: true },
      cookies: [],
      cache: 'no-store',
    })
  })

  it('is told that it does not, and no word more', async () => {
    const app = portal({ database: failing(() => Promise.reject(new Error('password authentication failed for portal_staff'))) })
    expect(await facts(await new Browser(app).get('/readyz'))).toMatchObject({
      status: 503,
      body: { ok: false },
      cookies: [],
      cache: 'no-store',
    })
  })

  it('gets its answers whatever cookies it shows, and none are taken off or set', async () => {
    const browser = new Browser(portal(), { '__Host-portal': 'made-up', '__Host-session': 'made-up' })
    for (const path of ['/healthz', '/readyz']) expect(await facts(await browser.get(path))).toMatchObject({ status: 200, cookies: [] })
  })
})
