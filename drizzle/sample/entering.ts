import { MINUTE } from './instants.ts'
import type { Request } from './request.ts'
import type { Row } from './rows.ts'
import type { Said } from './said.ts'

/** How a session began: right away, as it was approved, or by breaking the glass. */
export function startOf(session: Row<'impersonationSessions'>, ticket: number | undefined, approval: Request | undefined): Said {
  const { id, mode, seenAs, category, startedAt, expiresAt, breakGlass, reason } = session
  return {
    at: startedAt,
    act: 'impersonation:start',
    sentence: breakGlass
      ? 'Broke the glass and entered the tenant without asking anybody.'
      : approval
        ? 'Entered the tenant as it was approved.'
        : 'Entered the tenant.',
    entityType: 'impersonation',
    entityIds: approval ? [id, approval.id] : [id],
    facts: {
      mode,
      seenAs,
      category,
      ...(ticket !== undefined && { ticket }),
      minutes: Math.round((expiresAt.getTime() - startedAt.getTime()) / MINUTE),
      expiresAt: expiresAt.toISOString(),
      ...(breakGlass && { breakGlass }),
      ...(approval && {
        scope: approval.scope,
        approver: approval.approverId,
        requestHash: Buffer.from(approval.requestHash).toString('hex'),
      }),
    },
    reason,
  }
}
