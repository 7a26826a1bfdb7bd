import { Count } from '#views/ui/badge.tsx'
import { Blocked, ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState, Notice } from '#views/ui/notice.tsx'
import { inWords, PolicyBadge, TenantStatusBadge } from '#views/ui/status.tsx'
import { TenantContacts, TenantDomains, TenantPhones } from '#views/support/tenant-addresses.tsx'
import { TenantFacts } from '#views/support/tenant-facts.tsx'
import { TenantTickets } from '#views/support/tenant-tickets.tsx'
import { REFUSALS, type Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { TenantCard } from '#worker/support/queries/tenant-card.ts'
import type { MaskedContact } from '#worker/support/rules/contacts.ts'

type TenantPageProps = {
  tenant: Omit<TenantCard, 'contacts'> & { contacts: MaskedContact[] }
  operatorId: string
  refusal: Refusal | null
  isInside: boolean
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** What staff may know of a tenant from outside, and the way in. */
export function TenantPage({ tenant, operatorId, refusal, isInside, csrf, formKey, zone, now }: TenantPageProps) {
  return (
    <>
      <PageHead
        title={tenant.name}
        crumbs={[{ name: 'Tenants', href: '/tenants' }]}
        marks={
          <>
            <TenantStatusBadge status={tenant.status} />
            <PolicyBadge policy={tenant.accessPolicy} />
          </>
        }
        sub={`${inWords(tenant.industry)}, ${inWords(tenant.plan)} plan, ${tenant.region}`}
        actions={<WayIn tenantId={tenant.id} refusal={refusal} isInside={isInside} />}
      />
      <Columns look="main-side">
        <Stack>
          {isInside ? (
            <Notice tone="warn" icon="eye" title="You are inside">
              This page shows what everyone may see from outside. Cases, reports and users are in the workspace.
            </Notice>
          ) : null}
          <Card id="tickets" title="Open tickets" icon="ticket" mark={<Count of={tenant.tickets.length} />} flush>
            {tenant.tickets.length === 0 ? (
              <EmptyState icon="ticket" title="No open tickets">
                A tenant is entered on an open ticket. When the customer calls, have them write one, or write it for them.
              </EmptyState>
            ) : (
              <TenantTickets
                tickets={tenant.tickets}
                tenantId={tenant.id}
                operatorId={operatorId}
                mayEnter={refusal === null}
                mayTake={refusal !== 'NOT_PERMITTED'}
                csrf={csrf}
                formKey={formKey}
                now={now}
              />
            )}
          </Card>
          <TenantContacts contacts={tenant.contacts} />
        </Stack>
        <Stack>
          <TenantFacts tenant={tenant} zone={zone} now={now} />
          <TenantDomains domains={tenant.domains} zone={zone} />
          <TenantPhones phones={tenant.phones} />
        </Stack>
      </Columns>
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
