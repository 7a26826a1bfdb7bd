import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { recordRefusal } from '#worker/audit/queries/refusal.ts'
import { reportStolen } from '#worker/auth/queries/sign-in.ts'
import { isOverloaded, isTrailFault, sqlState } from '#worker/db/refusal.ts'
import { isSilence } from '#worker/db/silence.ts'
import { OverBudget } from '#worker/http/budget.ts'
import { askToConfirm } from '#worker/http/confirm.tsx'
import { dropCookie } from '#worker/http/cookies.ts'
import { answerOverBudget } from '#worker/http/over-budget.tsx'
import { SessionEnded } from '#worker/http/session-ended.ts'
import { noOperation } from '#worker/http/no-operation.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { problem, Refusal } from '#worker/http/problem.ts'
import { scopeOf } from '#worker/http/scope-of.ts'
import { showError } from '#worker/http/show-error.tsx'
import { isForCustomers } from '#worker/http/for-customers.ts'
import { isForPrograms } from '#worker/http/for-programs.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { tell } from '#worker/live/tell.ts'

/** Everything a handler did not answer itself. The reader gets a sentence, what would help and a request id; the log gets codes. */
export const onError: ErrorHandler<Portal> = async (error, c) => {
  const state = sqlState(error)
  if (error instanceof Refusal) return problem(c, error.code, error.more)
  if (error instanceof HTTPException) return refused(c, error)
  if (state === 'IM400') return signedOut(c)
  if (state === 'IM401' || error instanceof SessionEnded) return ended(c, error)
  if (state === 'IM402') return stolen(c)
  if (state === 'IM428') return askToConfirm(c)
  if (error instanceof OverBudget) return answerOverBudget(c, error)
  if (state === 'IM404') return noSuchReader(c)
  if (state === 'IM403')
    return showError(c, {
      status: 403,
      code: 'READ_ONLY_SESSION',
      title: 'This session only reads.',
      help: 'Start a read-write session to change something.',
    })
  if (state === 'IK422') {
    return showError(c, {
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
      title: 'This form was already sent with other words.',
      help: 'Reload the page and send it again.',
    })
  }
  if (state === '55P03' || state === '57014') {
    c.header('Retry-After', '5')
    return showError(c, {
      status: 503,
      code: 'BUSY',
      title: 'Somebody else is at the same record.',
      help: 'Nothing was changed. Try again in a few seconds.',
    })
  }
  if (isOverloaded(state) || isSilence(error)) return unreachable(c, error)
  if (isTrailFault(error)) return untraced(c, error)
  log(c, 'unexpected', error)
  return showError(c, {
    status: 500,
    title: 'Something broke on our side.',
    help: `${isAsking(c) ? 'Nothing was changed.' : NOBODY_KNOWS} If it happens again, tell us the request id below.`,
  })
}

export const onNotFound: NotFoundHandler<Portal> = (c) => {
  if (isForPrograms(c)) return noOperation(c as PortalContext)
  if (isForCustomers(c)) return noSuchReader(c as PortalContext)
  return showError(c as PortalContext, {
    status: 404,
    title: 'There is nothing here.',
    help: 'It may never have existed, or it is not yours to see. Look the tenant up, or go home.',
  })
}

async function refused(c: PortalContext, error: HTTPException): Promise<Response> {
  const { status } = error
  if (status === 401) return signedOut(c)
  if (status === 404 && isForCustomers(c)) return noSuchReader(c)
  const { operator } = c.var.who
  if (status === 403 && operator !== null)
    await recordRefusal(scopeOf(c, operator, 'staff'), {
      door: c.var.door?.name ?? 'form',
      because: c.var.door ? 'NOT_PERMITTED' : 'NOT_OUR_FORM',
    }).catch((cause) => log(c, 'refusal_not_recorded', cause))
  if (status === 503) c.header('Retry-After', '5')
  if (status === 429) c.header('Retry-After', '60')
  return showError(c, { status, title: TITLES[status] ?? 'This did not work.', help: error.message })
}

const TITLES: Record<number, string> = {
  403: 'Not yours to do.',
  404: 'There is nothing here.',
  413: 'That is too much at once.',
  422: 'Something is missing.',
  429: 'Too many requests.',
  503: 'Not reachable right now.',
}

/** A link that opens nothing, whatever is wrong with it; and a user of the product whom the database knows otherwise, or not at all. */
function noSuchReader(c: PortalContext): Promise<Response> {
  if (isForPrograms(c))
    return showError(c, { status: 403, title: 'Not yours to do.', help: 'The tenant has no active user of this name and role.' })
  return showError(c, {
    status: 404,
    title: 'This link opens nothing.',
    help: 'It may be over, or revoked, or not whole. Ask whoever gave it to you for a new one.',
  })
}

/** Only a page one can come back to is remembered across the sign-in. */
function signedOut(c: PortalContext): Response {
  if (isForPrograms(c)) return problem(c, 'SIGNED_OUT')
  if (c.req.header('upgrade') !== undefined) return c.body(null, 401)
  dropCookie(c, 'login')
  const to = c.req.method === 'GET' && !c.req.path.startsWith('/impersonations/current') ? new URL(c.req.url) : null
  const where = to === null || to.pathname === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to.pathname + to.search)}`
  if (c.req.header('hx-request-type') === 'partial') return c.body(null, 401, { 'HX-Redirect': where })
  if ((c.req.header('accept') ?? '').includes('application/json')) return c.json({ code: 'SIGNED_OUT' }, 401)
  return c.redirect(where, 303)
}

async function ended(c: PortalContext, error: Error): Promise<Response> {
  dropCookie(c, 'session')
  c.header('Portal-Ended', '1')
  return showError(c, { status: 401, ended: error instanceof SessionEnded ? await whyEnded(c) : endedSession(error) })
}

/** The desk knows that a session is over; the database knows whose decision that was. Without it the page says only that it is. */
async function whyEnded(c: PortalContext) {
  const { operator } = c.var.who
  if (operator === null || isForPrograms(c)) return null
  try {
    await confirmed(scopeOf(c, operator, 'tenant_ro'))
    return null
  } catch (error) {
    return endedSession(error)
  }
}

/** What the database tells the session's own operator about its end. */
function endedSession(error: unknown): { sessionId: string; tenantId: string; tenantName: string; endReason: string | null } | null {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { detail } = each as { detail?: unknown }
    if (typeof detail === 'string' && detail.startsWith('{')) return JSON.parse(detail)
  }
  return null
}

/** Somebody shows a session that belongs to another sign-in: it is ended and recorded, and they get nothing. */
async function stolen(c: PortalContext): Promise<Response> {
  const { parts, who, context, spent } = c.var
  const ended = await reportStolen(parts.database, { sessionKey: who.sessionKey ?? '', loginKey: who.loginKey, context, spent })
  for (const { id: sessionId, operatorId } of ended)
    await tell(parts, { what: 'session', operatorId, sessionId, because: 'FORCE_LOGOUT' }).catch((error) => log(c, 'desk_not_told', error))
  console.error(
    JSON.stringify({ alert: 'overlay_of_another_sign_in', sessions: ended.map((session) => session.id), requestId: c.var.requestId }),
  )
  dropCookie(c, 'session')
  c.header('Portal-Ended', '1')
  return showError(c, { status: 401, ended: null })
}

/** Looking changes nothing. */
const isAsking = (c: PortalContext) => c.req.method === 'GET' || c.req.method === 'HEAD'

/** The answer may have been lost after the commit. The same form, sent again, has the same key. */
const NOBODY_KNOWS =
  'It is not known whether it was done. In a moment, send the same form again: reload this page, or press the button where it still stands. What was done already is not done twice.'

function unreachable(c: PortalContext, error: unknown): Promise<Response> {
  log(c, 'database_unreachable', error)
  c.header('Retry-After', '5')
  return showError(c, {
    status: 503,
    unreachable: true,
    title: 'The database cannot be reached.',
    help: isAsking(c) ? 'Nothing can be shown without it, and nothing is shown from memory. Try again in a moment.' : NOBODY_KNOWS,
  })
}

/** What cannot be recorded does not happen. */
function untraced(c: PortalContext, error: unknown): Promise<Response> {
  log(c, 'trail_not_written', error)
  c.header('Retry-After', '5')
  return showError(c, {
    status: 503,
    code: 'TRAIL_UNAVAILABLE',
    title: 'The trail cannot be written right now.',
    help: 'Nothing is shown or changed without it. Try again in a moment, and tell us the request id if it stays so.',
  })
}

/** Names, codes and places in the code. Messages stay out: drizzle's hold the parameters of the statement. */
function log(c: PortalContext, what: string, error: unknown) {
  const at =
    error instanceof Error
      ? (error.stack ?? '')
          .split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 8)
      : []
  console.error(
    JSON.stringify({
      alert: what,
      requestId: c.var.requestId,
      door: c.var.door?.name ?? null,
      error: error instanceof Error ? error.name : 'unknown',
      sqlState: sqlState(error) ?? null,
      at: at.map((line) => line.trim()),
    }),
  )
}
