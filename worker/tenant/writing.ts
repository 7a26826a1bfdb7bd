import { may } from '#worker/auth/rules/roles.ts'
import type { Outcome } from '#worker/db/change.ts'
import { Refusal } from '#worker/http/problem.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { barrierToExport, reasonOf, type Writer } from '#worker/tenant/policy.ts'
import type { Unchanged } from '#worker/tenant/rules/unchanged.ts'

/** Who would write here, as the database said of their session with its last answer. */
export function writerOf(c: PortalContext): Writer {
  const { operator, scope } = c.var
  const { mode = 'READ_ONLY', seenAs = 'EMPLOYEE' } = scope.entered?.session ?? {}
  return { mayWrite: may(operator, 'write_in_session'), mode, seenAs }
}

/** What stands between whoever asks and a file of the list they see, as the database said with its rows. */
export const exportBarrierOf = (c: PortalContext, isApproved: boolean) =>
  barrierToExport({ mayExport: may(c.var.operator, 'export_in_session'), isApproved })

/** After a change its page is read like every other: by the login that reads, which holds nobody's session. */
export function lookOnly(c: PortalContext): void {
  c.set('scope', { ...c.var.scope, duty: 'tenant_ro' })
}

const STATUS = { WRITE_BEYOND_VIEW: 403, ASSIGNEE_NOT_ELIGIBLE: 422, INVALID_TRANSITION: 409, VERSION_CONFLICT: 409 } as const

/** How a page answers on which a form comes back: by its errors, or by what was in the way. */
export function statusOf(sent: { unchanged?: Unchanged } | undefined): 200 | 403 | 409 | 422 {
  if (sent === undefined) return 200
  return sent.unchanged === undefined ? 422 : STATUS[sent.unchanged.because]
}

/** What became of a change, for a program: the record as it is now, undefined where there is none, or why it is as it was. */
export function changedOrRefused<Row>(
  outcome: Outcome<Row>,
  currentOf: (row: Row) => object,
  why: (row: Row) => Unchanged,
): Row | undefined {
  if (outcome.ok) return outcome.changed[0]
  const [current] = outcome.refused
  if (current === undefined) return undefined
  const { because, ...more } = why(current)
  if ('barrier' in more) throw new Refusal(because, { detail: reasonOf(more.barrier, more.what) })
  throw new Refusal(because, because === 'VERSION_CONFLICT' ? { current: currentOf(current) } : more)
}
