import type { Role } from '#worker/auth/rules/roles.ts'
import { TENANT_ROLES, type TenantRole } from '#worker/tenant/rules/words.ts'

/** Whose view a role may take at most; a role that is not named here enters no tenant. `app.ceiling` in the database says the same. */
const CEILINGS: Partial<Record<Role, TenantRole>> = {
  SUPPORT_L1: 'INVESTIGATOR',
  SUPPORT_L2: 'COMPLIANCE_OFFICER',
  IMPLEMENTATION: 'COMPLIANCE_OFFICER',
  SUPPORT_L3: 'TENANT_ADMIN',
  ADMIN: 'TENANT_ADMIN',
}

export function ceilingOf(role: Role): TenantRole | undefined {
  return CEILINGS[role]
}

export function isWithin(ceiling: TenantRole, role: TenantRole): boolean {
  return TENANT_ROLES.indexOf(role) <= TENANT_ROLES.indexOf(ceiling)
}

export const TENANT_ROLE_NAMES: Record<TenantRole, string> = {
  EMPLOYEE: 'Employee',
  MANAGER: 'Manager',
  INVESTIGATOR: 'Investigator',
  COMPLIANCE_OFFICER: 'Compliance officer',
  TENANT_ADMIN: 'Tenant administrator',
}
