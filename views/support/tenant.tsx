import { Count } from '#views/ui/badge.tsx'
import { Card, Columns, Stack } from '#views/ui/card.tsx'
import { EmptyState, Notice } from '#views/ui/notice.tsx'
import { TenantContacts, TenantDomains, TenantPhones } from '#views/support/tenant-addresses.tsx'
import { TenantFacts } from '#views/support/tenant-facts.tsx'
import { type HeadProps, TenantHead } from '#views/support/tenant-head.tsx'
import { TenantTickets } from '#views/support/tenant-tickets.tsx'
import type { TenantCard } from '#worker/support/queries/tenant-card.ts'
import type { MaskedContact } from '#worker/support/rules/contacts.ts'

type TenantPageProps = {
  tenant: Omit<TenantCard, 'contacts'> & { contacts: MaskedContact[] }
  operatorId: string
  head: HeadProps
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** What staff may know of a tenant from outside, and the way in. */
export function TenantPage({ tenant, operatorId, head, csrf, formKey, zone, now }: TenantPageProps) {
  const { refusal, isInside } = head
  return (
    <>
      <TenantHead {...head} room="overview" />
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
