import { may, type Role } from '#worker/auth/rules/roles.ts'
import { ceilingOf } from '#worker/impersonation/rules/ceiling.ts'
import type { Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { AccessPolicy, TenantStatus } from '#worker/tenant/rules/words.ts'

export type Entry = {
  operator: { id: string; role: Role; mayImpersonate: boolean }
  tenant: { status: TenantStatus; accessPolicy: AccessPolicy }
  inSession: boolean
}

/** Whether the door of a tenant opens at all, before a ticket or a reason is looked at. The start page shows it beforehand;
 *  `app.start_impersonation` asks again under lock. */
export function decideEntry({ operator, tenant, inSession }: Entry): Refusal | null {
  if (!operator.mayImpersonate || ceilingOf(operator.role) === undefined) return 'NOT_PERMITTED'
  if (inSession) return 'ALREADY_IN_SESSION'
  if (tenant.status !== 'ACTIVE' && tenant.status !== 'PROVISIONING') return 'TENANT_NOT_ACTIVE'
  switch (tenant.accessPolicy) {
    case 'open':
    case 'notify':
      return null
    case 'approve':
      return 'APPROVAL_NEEDED'
    case 'closed':
      return 'TENANT_CLOSED'
  }
}

/** Whose sessions a list holds; row-level security decides what is shown, this tells which index serves. */
export type Whose = { operatorId?: string; operatorRole?: Role }

export function whoseSessions(operator: { id: string; role: Role; lead: boolean }): Whose {
  if (may(operator, 'view_audit')) return {}
  return operator.lead ? { operatorRole: operator.role } : { operatorId: operator.id }
}
