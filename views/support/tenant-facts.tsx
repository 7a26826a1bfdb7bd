import { Card, type Fact, Facts } from '#views/ui/card.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { TenantCard } from '#worker/support/queries/tenant-card.ts'

type TenantFactsProps = { tenant: Omit<TenantCard, 'contacts'>; zone: string; now: Date }

/** The register card of a tenant. */
export function TenantFacts({ tenant, zone, now }: TenantFactsProps) {
  const facts: Fact[] = [
    { name: 'Id', value: <Id copy={tenant.id}>{tenant.id}</Id> },
    { name: 'Slug', value: <Id copy={tenant.slug}>{tenant.slug}</Id> },
    { name: 'Plan', value: inWords(tenant.plan) },
    { name: 'Region', value: tenant.region },
    { name: 'Industry', value: inWords(tenant.industry) },
    { name: 'Employees', value: tenant.employees.toLocaleString('en') },
    { name: 'Languages', value: tenant.locales.length === 0 ? <None /> : tenant.locales.join(', ') },
    { name: 'Success manager', value: tenant.csmName ?? <None /> },
    { name: 'Live since', value: tenant.liveAt === null ? 'Not live yet' : <When at={tenant.liveAt} zone={zone} look="date" /> },
    { name: 'Sign-ins, 30 days', value: tenant.logins.toLocaleString('en') },
    { name: 'Staff inside now', value: tenant.openSessions === 0 ? 'Nobody' : tenant.openSessions },
    {
      name: 'Last entered',
      value: tenant.lastAccessAt === null ? 'Never' : <When at={tenant.lastAccessAt} zone={zone} look="relative" now={now} />,
    },
  ]
  return (
    <Card id="facts" title="About this tenant" icon="building">
      <Facts facts={facts} look="rows" />
    </Card>
  )
}
