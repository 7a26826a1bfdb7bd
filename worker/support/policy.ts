import type { Operator } from '#worker/auth/rules/operator.ts'
import { may, type Permission } from '#worker/auth/rules/roles.ts'
import { decideEntry } from '#worker/impersonation/policy.ts'
import type { AccessPolicy, TenantStatus } from '#worker/tenant/rules/words.ts'

/** The rooms of a tenant's page that need more than looking tenants up. The doors say the same; this only spares a press in vain. */
const NEEDS = {
  overview: 'view_tenants',
  config: 'view_config',
  errors: 'view_errors',
  jobs: 'view_jobs',
  tickets: 'view_tenants',
  activity: 'view_tenants',
  links: 'manage_accounts',
} as const satisfies Record<string, Permission>

export type TenantRoom = keyof typeof NEEDS

type Tenant = { id: string; status: TenantStatus; accessPolicy: AccessPolicy }

/** What stands at the top of every room of a tenant for this member of staff: the rooms open to them, and whether they may enter. */
export function headFor<T extends Tenant>(operator: Operator, tenant: T, session: { tenantId: string } | undefined) {
  return {
    tenant,
    rooms: (Object.keys(NEEDS) as TenantRoom[]).filter((room) => may(operator, NEEDS[room])),
    refusal: decideEntry({
      operator: { ...operator, mayImpersonate: may(operator, 'impersonate') },
      tenant,
      inSession: session !== undefined,
    }),
    isInside: session?.tenantId === tenant.id,
  }
}
