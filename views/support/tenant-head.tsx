import { Blocked, ButtonLink } from '#views/ui/button.tsx'
import { type Crumb, PageHead } from '#views/ui/heading.tsx'
import { inWords, PolicyBadge, TenantStatusBadge } from '#views/ui/status.tsx'
import { TenantTabs } from '#views/support/tenant-tabs.tsx'
import { REFUSALS, type Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { TenantRoom } from '#worker/support/policy.ts'
import type { TenantHead as Tenant } from '#worker/support/queries/tenant-head.ts'

export type HeadProps = { tenant: Tenant; rooms: TenantRoom[]; refusal: Refusal | null; isInside: boolean }

/** The same head in every room of a tenant: which one it is, the way in, and the other rooms. */
export function TenantHead({ tenant, rooms, refusal, isInside, room, crumbs = [] }: HeadProps & { room: TenantRoom; crumbs?: Crumb[] }) {
  return (
    <>
      <PageHead
        title={tenant.name}
        crumbs={[{ name: 'Tenants', href: '/tenants' }, ...crumbs]}
        marks={
          <>
            <TenantStatusBadge status={tenant.status} />
            <PolicyBadge policy={tenant.accessPolicy} />
          </>
        }
        sub={`${inWords(tenant.industry)}, ${inWords(tenant.plan)} plan, ${tenant.region}`}
        actions={<WayIn tenantId={tenant.id} refusal={refusal} isInside={isInside} />}
      />
      <TenantTabs tenantId={tenant.id} rooms={rooms} room={room} />
    </>
  )
}

function WayIn({ tenantId, refusal, isInside }: { tenantId: string; refusal: Refusal | null; isInside: boolean }) {
  if (isInside)
    return (
      <ButtonLink look="primary" icon="arrow-right" href="/workspace/cases" id="enter">
        Go to the cases
      </ButtonLink>
    )
  if (refusal !== null)
    return (
      <Blocked id="enter" reason={REFUSALS[refusal].message}>
        Enter
      </Blocked>
    )
  return (
    <ButtonLink look="primary" icon="play" href={`/tenants/${tenantId}/enter`} id="enter">
      Enter
    </ButtonLink>
  )
}
