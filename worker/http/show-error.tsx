import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import { type Code, codeOf, isCode } from '#worker/api/codes.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { problem as problemDetails } from '#worker/http/problem.ts'
import { scopeOf } from '#worker/http/scope-of.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { pageOf, themeOf } from '#worker/http/show.tsx'
import { isForCustomers } from '#worker/http/for-customers.ts'
import { isForPrograms } from '#worker/http/for-programs.ts'
import { SessionEnded } from '#views/layout/ended.tsx'
import { Plain } from '#views/layout/plain.tsx'
import { ErrorPage } from '#views/layout/error.tsx'

type Ended = { sessionId: string; tenantId: string; tenantName: string; endReason: string | null } | null
type Problem = { status: number; code?: Code; title: string; help: string; unreachable?: true } | { status: 401; ended: Ended }

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

/** The honest page of something that did not work. */
export async function showError(c: PortalContext, problem: Problem): Promise<Response> {
  if (isForPrograms(c)) return answerProgram(c, problem)
  const { status } = problem
  const title = 'title' in problem ? problem.title : 'The session is over'
  const alone = 'unreachable' in problem && problem.unreachable
  const body = <Body problem={problem} requestId={c.var.requestId} isForCustomers={isForCustomers(c)} />
  return showInShell(c, { status, title, ...(alone ? { alone } : {}), ...('ended' in problem ? { confirmed: true } : {}) }, body)
}

/** `alone`: nobody is asked who the reader is. `confirmed`: the database has just told. */
type Shell = { status: number; title: string; code?: string; alone?: true; confirmed?: true }

/** What stands in the place of the page that was asked for: whole for a browser, its inner part for a swap, a few words for a program. */
export async function showInShell(c: PortalContext, shell: Shell, body: Child): Promise<Response> {
  const { title, code } = shell
  if (isForPrograms(c)) return problemDetails(c, isCode(code) ? code : codeOf(shell.status))
  const status = shell.status as ContentfulStatusCode
  c.header('Portal-Problem', title.replace(/[^\x20-\x7e]/g, ''))
  if ((c.req.header('accept') ?? '').startsWith('application/json'))
    return c.json({ status, title, ...(code === undefined ? {} : { code }), requestId: c.var.requestId }, status)
  if (c.req.header('hx-request-type') === 'partial') return c.html(<>{body}</>, status)
  const nonce = c.get('secureHeadersNonce') ?? ''
  if (!(await isKnown(c, shell))) {
    return c.html(
      <Plain title={title} nonce={nonce} theme={themeOf(c)}>
        {body}
      </Plain>,
      status,
    )
  }
  return c.html(await pageOf(c, { title, width: 'narrow' }, body), status)
}

/** The same to a program: what would help a person is not said to it, what ended the session is. */
function answerProgram(c: PortalContext, problem: Problem): Response {
  if ('ended' in problem) {
    const { sessionId, endReason } = problem.ended ?? {}
    return problemDetails(c, 'IMPERSONATION_ENDED', problem.ended ? { sessionId, endReason } : {})
  }
  return problemDetails(c, problem.code ?? codeOf(problem.status), problem.status === 403 ? { detail: problem.help } : {})
}

/** An error page carries the banner of a live session like every other page, so who is asking is confirmed even where no handler did.
 *  Where the database does not answer or does not know them, the page stands alone. */
async function isKnown(c: PortalContext, { alone, confirmed: isConfirmed }: Shell): Promise<boolean> {
  const { operator } = c.var.who
  if (operator === null || alone) return false
  if (c.var.scope?.entered) return true
  c.set('operator', operator)
  if (isConfirmed) return true
  const scope = scopeOf(c, operator, 'staff')
  c.set('scope', scope)
  try {
    await confirmed(scope)
    return true
  } catch {
    return false
  }
}

function Body({ problem, requestId, isForCustomers: isTheirs }: { problem: Problem; requestId: string; isForCustomers: boolean }) {
  if ('title' in problem) {
    return (
      <ErrorPage
        status={problem.status}
        title={problem.title}
        help={problem.help}
        requestId={requestId}
        action={
          isTheirs ? undefined : (
            <a class="button button-primary" href="/">
              Home
            </a>
          )
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
