import { card } from '#worker/home/card.ts'
import { soonestToEnd } from '#worker/impersonation/queries/sessions.ts'
import { OpenSessions } from '#views/impersonation/open-sessions.tsx'

const MOST = 8

export const openSessions = card({
  title: 'Sessions open now',
  icon: 'users',
  about: 'Who is inside which tenant at this moment.',
  permission: 'kill_sessions',
  more: { href: '/impersonations/kill', word: 'End sessions' },
  flush: true,
  ask: () => soonestToEnd(MOST),
  show: (rows, { operator, now }) => <OpenSessions rows={rows} operatorId={operator.id} now={now} id="card-open" />,
})
