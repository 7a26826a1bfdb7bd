import { card } from '#worker/home/card.ts'
import { waitingAccess } from '#worker/impersonation/queries/access.ts'
import { WaitingAccess } from '#views/home/waiting-access.tsx'

export const accessCard = card({
  title: 'Approvals waiting',
  icon: 'key',
  about: 'Colleagues who ask for an access to a tenant and wait for your answer.',
  permission: 'approve_access',
  more: { href: '/access-requests', word: 'All requests' },
  flush: true,
  ask: (operator) => waitingAccess(operator.id),
  show: (rows, { now }) => <WaitingAccess rows={rows} now={now} />,
})
