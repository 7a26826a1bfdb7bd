import { card } from '#worker/home/card.ts'
import { unreadNotifications } from '#worker/notifications/queries/inbox.ts'
import { UnreadNotifications } from '#views/notifications/unread.tsx'

export const unreadCard = card({
  title: 'Unread',
  icon: 'bell',
  about: 'Notifications that you have not read, the latest first.',
  permission: 'view_tenants',
  more: { href: '/notifications', word: 'All notifications' },
  flush: true,
  ask: (operator) => unreadNotifications(operator.id),
  show: (rows, { operator, now }) => <UnreadNotifications rows={rows} zone={operator.zone} now={now} />,
})
