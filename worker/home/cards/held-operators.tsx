import { card } from '#worker/home/card.ts'
import { heldOperators } from '#worker/home/queries/waiting.ts'
import { HeldOperators } from '#views/home/held-operators.tsx'

export const heldOperatorsCard = card({
  title: 'Held operators',
  icon: 'lock',
  about: 'Colleagues who were stopped and wait for a lead to look and release them.',
  permission: 'release_holds',
  more: { href: '/people/held', word: 'All held' },
  flush: true,
  ask: () => heldOperators(),
  show: (rows, { operator, now }) => <HeldOperators rows={rows} zone={operator.zone} now={now} />,
})
