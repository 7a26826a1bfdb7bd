import { ACTS } from '#worker/audit/rules/acts.ts'
import { along, later } from './instants.ts'
import type { Random } from './random.ts'
import type { Records } from './records.ts'
import type { Row } from './rows.ts'
import { itself, reading, type Said } from './said.ts'
import type { Way } from './ways.ts'

type Session = Row<'impersonationSessions'>

/** What a session was approved for beyond reading: a user who left is deactivated, or a list leaves as a file. */
export function approvedActs(random: Random, session: Session, way: Way, { cases, users }: Records, until: Date): Said[] {
  const at = along(session.startedAt, until, 0.8)
  if (way === 'write') {
    const gone = users.filter(({ createdAt, goneSince }) => goneSince !== null && createdAt < at && goneSince < at)
    return gone.length === 0 ? [] : deactivation(at, random.pick(gone).id)
  }
  if (way !== 'export') return []
  const ids = cases.flatMap(({ id, createdAt }) => (createdAt <= at ? [id] : [])).slice(0, random.int(12, 60))
  return ids.length === 0
    ? []
    : [reading(at, 'case:export', 'case', ids, { case: ids.length }), fileOf(random, session, later(at, 40), ids.length)]
}

const deactivation = (at: Date, id: string): Said[] => [
  reading(later(at, -20_000), 'tenant_user:read', 'tenant_user', [id], { tenant_user: 1 }),
  {
    at,
    act: 'tenant_user:deactivate',
    sentence: ACTS['tenant_user:deactivate'],
    entityType: 'tenant_user',
    entityIds: [id],
    facts: { before: { [id]: { status: 'ACTIVE' } }, after: { [id]: { status: 'DEACTIVATED' } } },
  },
]

/** The hash is drawn: of these files there is no copy. */
const fileOf = (random: Random, session: Session, at: Date, rows: number): Said => ({
  at,
  act: 'file:seal',
  sentence: ACTS['file:seal'],
  ...itself(session),
  facts: { file: `cases-${session.id}.csv`, rows, sha256: Buffer.from(random.bytes(32)).toString('hex') },
})
