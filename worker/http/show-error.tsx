import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { scopeOf } from '#worker/http/scope-of.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { pageOf, themeOf } from '#worker/http/show.tsx'
import { SessionEnded } from '#views/layout/ended.tsx'
import { Plain } from '#views/layout/plain.tsx'
import { ErrorPage } from '#views/layout/error.tsx'

type Ended = { sessionId: string; tenantId: string; tenantName: string; endReason: string | null } | null
type Problem = { status: number; title: string; help: string; unreachable?: true } | { status: 401; ended: Ended }

const BECAUSE: Record<EndReason, string> = {
  MANUAL: 'You ended it.',
  TIMEOUT: 'Its time was up.',
  IDLE: 'Nothing happened in it for ten minutes.',
  FORCE_LOGOUT: 'It was ended by the vendor.',
  POLICY_CHANGED: 'The customer changed who may look.',
  TICKET_CLOSED: 'Its ticket was closed.',
  CUSTOMER_ENDED: 'The customer ended it.',
  PROJECT_CLOSED: 'Its project was closed.',
}

/** The honest page of something that did not work: whole for a browser, its inner part for a swap. */
export async function showError(c: PortalContext, problem: Problem): Promise<Response> {
  const status = problem.status as ContentfulStatusCode
  const title = 'title' in problem ? problem.title : 'The session is over'
  c.header('Portal-Problem', title.replace(/[^\x20-\x7e]/g, ''))
  if ((c.req.header('accept') ?? '').startsWith('application/json')) return c.json({ status, title, requestId: c.var.requestId }, status)
  const body = <Body problem={problem} requestId={c.var.requestId} />
  if (c.req.header('hx-request-type') === 'partial') return c.html(body, status)
  const nonce = c.get('secureHeadersNonce') ?? ''
  if (!(await isKnown(c, problem))) {
    return c.html(
      <Plain title={title} nonce={nonce} theme={themeOf(c)}>
        {body}
      </Plain>,
      status,
    )
  }
  return c.html(await pageOf(c, { title, width: 'narrow' }, body), status)
}

/** An error page carries the banner of a live session like every other page, so who is asking is confirmed even where no handler did.
 *  Where the database does not answer or does not know them, the page stands alone. */
async function isKnown(c: PortalContext, problem: Problem): Promise<boolean> {
  const { operator } = c.var.who
  if (operator === null) return false
  if (c.var.scope?.entered) return true
  c.set('operator', operator)
  if ('ended' in problem) return true
  if (problem.unreachable) return false
  const scope = scopeOf(c, operator, 'staff')
  c.set('scope', scope)
  try {
    await confirmed(scope)
    return true
  } catch {
    return false
  }
}

function Body({ problem, requestId }: { problem: Problem; requestId: string }) {
  if ('title' in problem) {
    return (
      <ErrorPage
        status={problem.status}
        title={problem.title}
        help={problem.help}
        requestId={requestId}
        action={
          <a class="button button-primary" href="/">
            Home
          </a>
        }
      />
    )
  }
  if (problem.ended) return <SessionEnded {...problem.ended} because={BECAUSE[problem.ended.endReason as EndReason]} />
  return (
    <ErrorPage
      status={401}
      title="The session is over"
      help="Nothing of the customer can be read or changed from here any more."
      requestId={requestId}
      action={
        <a class="button button-primary" href="/impersonations">
          Your sessions
        </a>
      }
    />
  )
}
