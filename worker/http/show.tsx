import type { Child } from 'hono/jsx'
import { getCookie } from 'hono/cookie'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { Entered, EnteredSession } from '#worker/db/entered.ts'
import { dropCookie } from '#worker/http/cookies.ts'
import { csrfToken } from '#worker/http/csrf.ts'
import { flashOf } from '#worker/http/flash.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { navOf } from '#worker/http/rooms.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { newId } from '#worker/rules/ids.ts'
import { OnlyResults } from '#views/layout/only-results.ts'
import { type LiveSession, Page, type Theme } from '#views/layout/page.tsx'

export type PageFacts = { title: string; nav?: string; width?: 'narrow' | 'normal' | 'wide'; status?: 200 | 403 | 409 | 422 }

/** Answers a swap of htmx with the part and a browser with the whole page, so that every page also works without JavaScript. */
export async function show(c: PortalContext, facts: PageFacts, part: Child): Promise<Response> {
  c.header('Vary', 'HX-Request-Type, HX-Target', { append: true })
  // Also a page that needed nothing from the database is for whom the database knows, and carries the banner of their session.
  if (c.var.scope && !c.var.scope.entered) await confirmed(c.var.scope)
  const session = c.var.scope.entered?.session
  if (session) c.header('Portal-Session', clocksOf(c.var.scope.entered as Entered, session))
  const body = wantsPart(c) ? <OnlyResults.Provider value={wantsResults(c)}>{part}</OnlyResults.Provider> : await pageOf(c, facts, part)
  return c.html(body, facts.status ?? 200)
}

/** The whole page. The banner shows what the database said of the session with this very request. */
export async function pageOf(c: PortalContext, facts: Omit<PageFacts, 'status'>, part: Child) {
  const { operator, scope } = c.var
  const ended = scope?.entered?.state === 'ended'
  if (ended) dropCookie(c, 'session')
  return (
    <Page
      title={facts.title}
      operator={{
        id: operator.id,
        name: operator.name,
        roleName: ROLE_NAMES[operator.role] + (operator.lead ? ', lead' : ''),
        zone: operator.zone,
      }}
      csrf={await csrfToken(c)}
      formKey={newKey()}
      nonce={c.get('secureHeadersNonce') ?? ''}
      nav={navOf(operator)}
      current={facts.nav}
      width={facts.width}
      theme={themeOf(c)}
      unread={operator.status === 'HELD' ? undefined : (scope?.entered?.unread ?? 0)}
      session={liveSession(c)}
      flash={ended ? { tone: 'info', title: 'Your session is over.', text: 'You are outside the tenant again.' } : flashOf(c)}
    >
      {part}
    </Page>
  )
}

/** htmx asks for a part by its type, or for a list's results by their place: it cuts them out of whatever comes. */
function wantsPart(c: PortalContext): boolean {
  return c.req.header('hx-request-type') === 'partial' || wantsResults(c)
}

const wantsResults = (c: PortalContext) => (c.req.header('hx-target') ?? '').endsWith('#results')

/** A key for one rendering of a form: pressed twice, it is one act. */
export const newKey = () => newId('key')

export function themeOf(c: PortalContext): Theme {
  const theme = getCookie(c, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export function liveSession(c: PortalContext): LiveSession | undefined {
  const entered = c.var.scope?.entered
  if (!entered?.session) return undefined
  const { session } = entered
  return {
    id: session.id,
    mode: session.mode,
    breakGlass: session.breakGlass,
    operatorName: c.var.operator.name,
    asWhom: session.targetName === null ? TENANT_ROLE_NAMES[session.seenAs] : `one ${TENANT_ROLE_NAMES[session.seenAs].toLowerCase()}`,
    tenantId: session.tenantId,
    tenantName: session.tenantName,
    ticketNumber: session.ticketNumber === null ? null : `T-${session.ticketNumber}`,
    startedAt: session.startedAt,
    expiresAt: session.expiresAt,
    maxEndsAt: session.longestUntil,
    idleEndsAt: session.idleUntil,
    now: entered.now,
  }
}

/** What is left of the session, in ms by the database clock: of its time, and until it counts as idle. */
function clocksOf({ now }: Entered, session: EnteredSession): string {
  return `${session.expiresAt.getTime() - now.getTime()};${session.idleUntil.getTime() - now.getTime()};${session.id}`
}
