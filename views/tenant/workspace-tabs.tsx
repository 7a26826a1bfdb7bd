import { Tabs } from '#views/ui/heading.tsx'

type Room = 'cases' | 'reports' | 'users' | 'config'

/** The rooms of a tenant that one is inside of. Which tenant it is, the banner says. */
export function WorkspaceTabs({ current }: { current: Room }) {
  return (
    <Tabs
      label="Workspace"
      tabs={[
        { name: 'Cases', href: '/workspace/cases', icon: 'briefcase', current: current === 'cases' },
        { name: 'Reports', href: '/workspace/reports', icon: 'inbox', current: current === 'reports' },
        { name: 'Users', href: '/workspace/users', icon: 'users', current: current === 'users' },
        { name: 'Configuration', href: '/workspace/config', icon: 'gear', current: current === 'config' },
      ]}
    />
  )
}
