import { card } from '#worker/home/card.ts'
import { recentSessions } from '#worker/impersonation/queries/sessions.ts'
import { RecentSessions } from '#views/impersonation/recent-sessions.tsx'

const MOST = 5

export const recentSessionsCard = card({
  title: 'Your recent sessions',
  icon: 'history',
  about: 'The tenants you were in last, each with its timeline.',
  permission: 'view_tenants',
  more: { href: '/impersonations', word: 'All sessions' },
  flush: true,
  ask: (operator) => recentSessions(operator.id, MOST),
  show: (rows, { operator, now }) => <RecentSessions rows={rows} zone={operator.zone} now={now} />,
})
