import { Tabs } from '#views/ui/heading.tsx'
import type { IconName } from '#views/ui/icon.tsx'
import type { TenantRoom } from '#worker/support/policy.ts'

const ROOMS: Record<TenantRoom, { name: string; path: string; icon: IconName }> = {
  overview: { name: 'Overview', path: '', icon: 'building' },
  config: { name: 'Configuration', path: '/config', icon: 'gear' },
  errors: { name: 'Errors', path: '/errors', icon: 'alert' },
  jobs: { name: 'Jobs', path: '/jobs', icon: 'refresh' },
  tickets: { name: 'Tickets', path: '/tickets', icon: 'ticket' },
  activity: { name: 'Activity', path: '/activity', icon: 'history' },
  links: { name: 'Links', path: '/links', icon: 'globe' },
}

/** The rooms of a tenant's page that are open to the reader; the others are not mentioned. */
export function TenantTabs({ tenantId, rooms, room }: { tenantId: string; rooms: TenantRoom[]; room: TenantRoom }) {
  return (
    <Tabs
      label="Tenant"
      tabs={rooms.map((each) => {
        const { name, path, icon } = ROOMS[each]
        return { name, icon, href: `/tenants/${tenantId}${path}`, current: each === room }
      })}
    />
  )
}
