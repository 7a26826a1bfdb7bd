import { may, type Role } from '#worker/auth/rules/roles.ts'
import { ceilingOf } from '#worker/impersonation/rules/ceiling.ts'
import type { Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { Mode, Scope } from '#worker/impersonation/rules/words.ts'
import type { AccessPolicy, TenantStatus } from '#worker/tenant/rules/words.ts'

/** What an access costs: nothing but a ticket of one's own, a colleague's yes, the customer's too, or it is not to be had. */
export const DECISIONS = ['auto', 'approve', 'approve+customer', 'deny'] as const
export type Decision = (typeof DECISIONS)[number]

/** Who may enter whose data, how, and what it costs. `app.decide_access` says the same, and a test compares every combination. That a
 *  ticket is open and the operator's own is asked beside it. */
export function decide(role: Role, policy: AccessPolicy, mode: Mode, scope: Scope): Decision {
  const person = { role, lead: false }
  if (policy === 'closed' || ceilingOf(role) === undefined || !may(person, 'impersonate')) return 'deny'
  if (mode === 'READ_WRITE' && !may(person, 'write_in_session')) return 'deny'
  if (scope === 'EXPORT' && !may(person, 'export_in_session')) return 'deny'
  if (policy === 'approve') return 'approve+customer'
  return mode === 'READ_ONLY' && scope === 'CONTENT' ? 'auto' : 'approve'
}

export type Entry = {
  operator: { id: string; role: Role; mayImpersonate: boolean }
  tenant: { status: TenantStatus; accessPolicy: AccessPolicy }
  inSession: boolean
}

/** Whether the door of a tenant opens at all, before a ticket, a reason or an approval is looked at. The start page shows it beforehand;
 *  the database asks again under lock. */
export function decideEntry({ operator, tenant, inSession }: Entry): Refusal | null {
  if (!operator.mayImpersonate || ceilingOf(operator.role) === undefined) return 'NOT_PERMITTED'
  if (inSession) return 'ALREADY_IN_SESSION'
  if (tenant.status !== 'ACTIVE' && tenant.status !== 'PROVISIONING') return 'TENANT_NOT_ACTIVE'
  return tenant.accessPolicy === 'closed' ? 'TENANT_CLOSED' : null
}

/** Whose requests a list holds, likewise: all for who answers or audits, else one's own. */
export function whoseAccess(operator: { id: string; role: Role; lead: boolean }): Whose {
  return may(operator, 'approve_access') || may(operator, 'view_audit') ? {} : { operatorId: operator.id }
}

/** Whose sessions a list holds; row-level security decides what is shown, this tells which index serves. */
export type Whose = { operatorId?: string; operatorRole?: Role }

export function whoseSessions(operator: { id: string; role: Role; lead: boolean }): Whose {
  if (may(operator, 'view_audit')) return {}
  return operator.lead ? { operatorRole: operator.role } : { operatorId: operator.id }
}
