import { may, type Permission, type Role } from '#worker/auth/rules/roles.ts'
import { EVERYONES_NAV, type NavItem } from '#views/layout/header.tsx'

type Room = NavItem & {
  permission: Permission
  /** Whoever has this one reaches the room from another. */
  unless?: Permission
}

/** Rooms that not everybody has, by what they need. */
const ROOMS: Room[] = [
  { key: 'search', name: 'Search', href: '/search', icon: 'search', permission: 'search_all_tenants' },
  { key: 'access', name: 'Approvals', href: '/access-requests', icon: 'key', permission: 'approve_access', unless: 'manage_users' },
  { key: 'reviews', name: 'Reviews', href: '/reviews', icon: 'shield', permission: 'review_sessions', unless: 'manage_users' },
  { key: 'people', name: 'People', href: '/people', icon: 'users', permission: 'manage_users' },
  { key: 'held', name: 'Held', href: '/people/held', icon: 'lock', permission: 'release_holds', unless: 'manage_users' },
  { key: 'webhooks', name: 'Webhooks', href: '/webhook-endpoints', icon: 'globe', permission: 'manage_webhooks' },
  { key: 'portal-jobs', name: 'Portal jobs', href: '/portal-jobs', icon: 'gear', permission: 'view_portal_jobs' },
]

/** The navigation of one person. */
export function roomsOf(operator: { role: Role; lead: boolean }): NavItem[] {
  const own = ROOMS.filter(({ permission, unless }) => may(operator, permission) && !(unless && may(operator, unless)))
  return [...EVERYONES_NAV, ...own.map(({ key, name, href, icon }) => ({ key, name, href, icon }))]
}
