import type { MiddlewareHandler } from 'hono'
import { lineOf } from '#worker/http/log.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { newId } from '#worker/rules/ids.ts'

const LONGEST_USER_AGENT = 300

/** A person who pressed a button looks at an answer after this, in ms, even where nothing can be heard of the database. */
const PATIENCE = 8_000

/** What is known of every request before anybody looks at it: its id, its clock, who it says it is. */
export function remember(parts: Parts): MiddlewareHandler<Portal> {
  return async (c, next) => {
    const now = parts.clock()
    const requestId = newId('req', now)
    c.set('parts', parts)
    c.set('now', now)
    c.set('requestId', requestId)
    c.set('spent', { roundTrips: 0, statements: 0, until: performance.now() + PATIENCE })
    c.set('context', {
      requestId,
      ip: c.req.header('cf-connecting-ip') ?? null,
      userAgent: c.req.header('user-agent')?.slice(0, LONGEST_USER_AGENT) ?? null,
      appVersion: parts.settings.appVersion,
    })
    c.set('who', await parts.whoIs(c))
    const began = performance.now()
    await next()
    c.header('X-Request-Id', requestId)
    const { roundTrips, statements } = c.var.spent
    parts.log?.(lineOf(c, performance.now() - began))
    c.header(
      'Server-Timing',
      `total;dur=${(performance.now() - began).toFixed(1)}, db;desc="${roundTrips} round trips, ${statements} statements"`,
    )
  }
}
