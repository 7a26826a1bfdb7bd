import { TENANT_ROLES, TENANT_USER_STATUSES, type TenantRole } from '#worker/tenant/rules/words.ts'

export type UserFilter = { role?: TenantRole | undefined; status?: (typeof TENANT_USER_STATUSES)[number] | undefined }

/** What narrows the list of users, as its address says it; another word narrows nothing. */
export function userFilterFrom({ role, status }: Record<string, string | undefined>): UserFilter {
  return {
    role: TENANT_ROLES.find((word) => word === role),
    status: TENANT_USER_STATUSES.find((word) => word === status),
  }
}
