import { TENANT_ROLE_NAMES, isWithin } from '#worker/impersonation/rules/ceiling.ts'
import type { Mode } from '#worker/impersonation/rules/words.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** What is written inside a tenant, and the least one looks as who writes it: nobody changes what the one they look as could not.
 *  The policies of the database say the same. */
export const LEAST_TO_WRITE = {
  case: 'INVESTIGATOR',
  note: 'INVESTIGATOR',
  assignee: 'COMPLIANCE_OFFICER',
  user: 'COMPLIANCE_OFFICER',
  config: 'COMPLIANCE_OFFICER',
} as const satisfies Record<string, TenantRole>
export type Writing = keyof typeof LEAST_TO_WRITE

export type Barrier = 'NOT_PERMITTED' | 'READ_ONLY' | 'VIEW_TOO_LOW' | 'ABOVE_VIEW'
export type Writer = { mayWrite: boolean; mode: Mode; seenAs: TenantRole }

/** What stands between somebody in a session and a change; `about` is the role of the user whom it concerns. */
export function barrierTo(what: Writing, { mayWrite, mode, seenAs }: Writer, about?: TenantRole): Barrier | null {
  if (!mayWrite) return 'NOT_PERMITTED'
  if (mode !== 'READ_WRITE') return 'READ_ONLY'
  if (!isWithin(seenAs, LEAST_TO_WRITE[what])) return 'VIEW_TOO_LOW'
  return about === undefined || isWithin(seenAs, about) ? null : 'ABOVE_VIEW'
}

/** Why a control is blocked, with what would help. */
export function reasonOf(barrier: Barrier, what: Writing): string {
  switch (barrier) {
    case 'NOT_PERMITTED':
      return 'Support L3, implementation and administrators change things inside a tenant. Hand the ticket over to one of them.'
    case 'READ_ONLY':
      return 'This session only reads. To change something, end it and ask for a read-write session.'
    case 'VIEW_TOO_LOW':
      return `Whoever you look as may not change this. Start a session as ${TENANT_ROLE_NAMES[LEAST_TO_WRITE[what]].toLowerCase()} or higher.`
    case 'ABOVE_VIEW':
      return 'This user may do more than the one you look as. Start a session as somebody of at least their role.'
  }
}

export type ExportBarrier = 'NOT_PERMITTED' | 'NOT_APPROVED'

/** What stands between somebody in a session and a file of what they see there; `app.may_export()` says the same. */
export function barrierToExport({ mayExport, isApproved }: { mayExport: boolean; isApproved: boolean }): ExportBarrier | null {
  if (!mayExport) return 'NOT_PERMITTED'
  return isApproved ? null : 'NOT_APPROVED'
}

export const EXPORT_REASONS: Record<ExportBarrier, string> = {
  NOT_PERMITTED: 'Support L3 and administrators take files out of a tenant. Hand the ticket over to one of them.',
  NOT_APPROVED: 'Nobody approved an export for this session. Leave, and ask for one with export where you enter the tenant.',
}
