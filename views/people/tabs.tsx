import { Tabs } from '#views/ui/heading.tsx'

/** The rooms of people. */
export function PeopleTabs({ current }: { current: 'people' | 'grants' | 'held' }) {
  return (
    <Tabs
      label="People"
      tabs={[
        { name: 'Everybody', href: '/people', icon: 'users', current: current === 'people' },
        { name: 'Held', href: '/people/held', icon: 'lock', current: current === 'held' },
        { name: 'Wishes', href: '/people/grants', icon: 'shield', current: current === 'grants' },
      ]}
    />
  )
}
