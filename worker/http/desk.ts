import { HTTPException } from 'hono/http-exception'
import type { PortalContext } from '#worker/http/portal.ts'
import { hex } from '#worker/http/csrf.ts'
import { SessionEnded } from '#worker/http/session-ended.ts'

/** How long an impersonated request waits for the operator's desk, in ms. */
const PATIENCE = 2_000

/** Every impersonated request asks the operator's desk. It cannot lengthen access, the row in the database decides; but what it
 *  knows to be over is over, and when it cannot be reached nobody passes. */
export async function askDesk(c: PortalContext, sessionKey: string): Promise<'live' | 'unknown'> {
  const { operator, parts, door } = c.var
  let standing: 'live' | 'ended' | 'unknown'
  try {
    const asked = parts.desks(operator.id).check({ keyDigest: await digestOf(sessionKey), human: !isPassive(c) && !door.passive })
    standing = await within(PATIENCE, asked)
  } catch {
    throw new HTTPException(503, {
      message: 'The clock of your session cannot be reached, so nothing of the tenant is shown. Try again in a moment.',
    })
  }
  if (standing === 'ended') throw new SessionEnded()
  return standing
}

/** Polling and prefetching say so themselves; it only ever shortens a session. */
export function isPassive(c: PortalContext): boolean {
  return c.req.header('portal-passive') === '1' || (c.req.header('sec-purpose') ?? '').includes('prefetch')
}

/** The desk compares sessions without knowing their keys. */
export async function digestOf(sessionKey: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`desk:${sessionKey}`)))
}

async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: number | null = null
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('desk_silent')), ms)
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    clearTimeout(timer)
  }
}
