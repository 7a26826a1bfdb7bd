import { card } from '#worker/home/card.ts'
import { openGrants } from '#worker/home/queries/waiting.ts'
import { OpenGrants } from '#views/home/open-grants.tsx'

export const adminGrantsCard = card({
  title: 'Wishes for administrators',
  icon: 'shield',
  about: 'Who shall become an administrator and waits for a second one to decide.',
  permission: 'manage_users',
  more: { href: '/people/grants', word: 'All wishes' },
  flush: true,
  ask: () => openGrants(),
  show: (rows, { operator, now }) => <OpenGrants rows={rows} operatorId={operator.id} zone={operator.zone} now={now} />,
})
