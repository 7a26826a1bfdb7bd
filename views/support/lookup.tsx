import type { PropsWithChildren } from 'hono/jsx'
import { Badge } from '#views/ui/badge.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords, PolicyBadge, TenantStatusBadge } from '#views/ui/status.tsx'
import { LookupField } from '#views/support/lookup-field.tsx'
import type { FoundTenant } from '#worker/support/queries/tenant-lookup.ts'

/** Finding a tenant: the words stand in the address, the results come as one types, and without a script by Enter. */
export function Lookup({ words, children }: PropsWithChildren<{ words: string }>) {
  return (
    <>
      <PageHead title="Tenants" sub="A part of the name is enough. Phone numbers can be spelled any way." />
      <LookupField words={words} target="#found" />
      <section class="found" id="found" aria-label="Tenants found">
        {children}
      </section>
    </>
  )
}

/** The tenants found, best first; the same list on the page and in the look-up over every page. */
export function LookupResults({ words, found }: { words: string; found: FoundTenant[] }) {
  if (found.length === 0) return words === '' ? <NothingTyped /> : <NothingFound words={words} />
  return (
    <>
      {words === '' ? <p class="found-why">With open tickets of yours</p> : null}
      <ul
        class="palette-list"
        data-query={words}
        data-announce={`${found.length} ${found.length === 1 ? 'tenant' : 'tenants'}${words === '' ? ' with tickets of yours' : ' found'}`}
      >
        {found.map((tenant) => (
          <li>
            <FoundTenantLink tenant={tenant} />
          </li>
        ))}
      </ul>
    </>
  )
}

function FoundTenantLink({ tenant }: { tenant: FoundTenant }) {
  const facts = [tenant.slug, tenant.domain, inWords(tenant.plan), tenant.region, ticketsOf(tenant)].filter((fact) => fact !== null)
  return (
    <a class="palette-item" href={`/tenants/${tenant.id}`}>
      <span class="palette-title">{tenant.name}</span>
      <span class="palette-facts">{facts.join(' · ')}</span>
      <span class="found-marks">
        {tenant.matched === null || tenant.matched === 'name' ? null : <Badge tone="accent">{`by ${tenant.matched}`}</Badge>}
        {tenant.status === 'ACTIVE' ? null : <TenantStatusBadge status={tenant.status} />}
        {tenant.accessPolicy === 'open' ? null : <PolicyBadge policy={tenant.accessPolicy} />}
      </span>
      <Icon name="arrow-right" size="small" />
    </a>
  )
}

function ticketsOf({ openTickets }: FoundTenant): string | null {
  if (openTickets === 0) return null
  return openTickets === 1 ? '1 open ticket' : `${openTickets} open tickets`
}

function NothingTyped() {
  return (
    <EmptyState icon="search" title="Whom do you look for?">
      Type a name, an id, a domain or the number they call from. Tenants with open tickets of yours will stand here; now there are none.
    </EmptyState>
  )
}

function NothingFound({ words }: { words: string }) {
  return (
    <div data-query={words} data-announce="No tenant found">
      <EmptyState icon="search" title="No tenant matches">
        Try a part of the name, the domain after the @ of their mail address, the slug or id, or the number they call from, in any spelling.
      </EmptyState>
    </div>
  )
}
