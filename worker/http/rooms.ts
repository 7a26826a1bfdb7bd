import { may, type Permission, type Role, type StaffStatus } from '#worker/auth/rules/roles.ts'
import { EVERYONES, type Nav, type NavItem } from '#views/layout/header.tsx'

type Room = NavItem & { permission?: Permission }
type Group = { name: string; icon: NavItem['icon']; rooms: readonly Room[] }

/** Every room of the portal, in the order of the header. A new one stands with its kind. */
const ROOMS: readonly (Room | Group)[] = [
  EVERYONES.home,
  { ...EVERYONES.tenants, permission: 'view_tenants' },
  { key: 'search', name: 'Search', href: '/search', icon: 'search', permission: 'search_all_tenants' },
  {
    name: 'Access',
    icon: 'shield',
    rooms: [
      EVERYONES.sessions,
      { key: 'access', name: 'Approvals', href: '/access-requests', icon: 'key', permission: 'approve_access' },
      { key: 'reviews', name: 'Reviews', href: '/reviews', icon: 'check-circle', permission: 'review_sessions' },
      EVERYONES.trail,
    ],
  },
  {
    name: 'Portal',
    icon: 'gear',
    rooms: [
      { key: 'people', name: 'People', href: '/people', icon: 'users', permission: 'manage_users' },
      { key: 'held', name: 'Held', href: '/people/held', icon: 'lock', permission: 'release_holds' },
      { key: 'webhooks', name: 'Webhooks', href: '/webhook-endpoints', icon: 'globe', permission: 'manage_webhooks' },
      { key: 'portal-jobs', name: 'Portal jobs', href: '/portal-jobs', icon: 'briefcase', permission: 'view_portal_jobs' },
    ],
  },
]

/** Fewer are found sooner where they stand than behind a word. */
const FOLDS_FROM = 3

type Person = { role: Role; lead: boolean; status: StaffStatus }

/** The navigation of one person: the rooms that are open to them. */
export function navOf(person: Person): Nav {
  const isOpen = ({ permission }: Room) => permission === undefined || may(person, permission)
  return ROOMS.flatMap((entry): Nav => {
    if (!('rooms' in entry)) return [entry].filter(isOpen)
    const rooms = entry.rooms.filter(isOpen)
    return rooms.length < FOLDS_FROM ? rooms : [{ ...entry, rooms }]
  })
}
