import { card } from '#worker/home/card.ts'
import { waitingForAnswer } from '#worker/impersonation/queries/waiting.ts'
import { WaitingAccess } from '#views/home/waiting-access.tsx'

export const accessCard = card({
  title: 'Approvals waiting',
  icon: 'key',
  about: 'Colleagues who ask for an access to a tenant, or for more reveals in one, and wait for your answer.',
  permission: 'approve_access',
  more: { href: '/access-requests', word: 'All requests' },
  flush: true,
  ask: (operator) => waitingForAnswer(operator.id),
  show: (rows, { now }) => <WaitingAccess rows={rows} now={now} />,
})
