import type { ACTS } from '#worker/audit/rules/acts.ts'
import { may } from '#worker/auth/rules/roles.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import { approvedActs } from './delicate-acts.ts'
import { startOf } from './entering.ts'
import { along, between, earliest, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import { rank } from './people.ts'
import { odds, type Random } from './random.ts'
import type { Dated, Records } from './records.ts'
import type { Request } from './request.ts'
import { type RevealRequest, revealsIn, wishActs } from './reveals.ts'
import type { Row } from './rows.ts'
import { itself, reading, type Said, whole } from './said.ts'
import type { Act } from './sealed.ts'
import type { Sessions } from './sessions.ts'
import type { Customer } from './tickets.ts'
import type { Stay } from './ways.ts'

type Session = Row<'impersonationSessions'>

/** What a list shows at once. */
const PAGE = 50

/** The trail of each session, from its start to its end, in the words in which the portal writes it. */
export function actsOf(
  random: Random,
  keys: Keys,
  { impersonationSessions: sessions, stays }: Pick<Sessions, 'impersonationSessions' | 'stays'>,
  lastActs: ReadonlyMap<string, Date>,
  { requests, wishes }: { requests: readonly Request[]; wishes: readonly RevealRequest[] },
  customers: readonly Customer[],
  tickets: readonly Row<'tickets'>[],
  staff: readonly Row<'internalUsers'>[],
  now: Date,
): Act[] {
  const records = new Map(customers.map(({ tenant, records }) => [tenant.row.id, records]))
  const approvals = new Map(requests.map((request) => [request.id, request]))
  const wishOf = new Map(wishes.map((wish) => [wish.sessionId, wish]))
  const people = new Map(staff.map((one) => [one.id, one]))
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]))
  const leads = staff.filter((one) => one.status === 'ACTIVE' && may(one, 'kill_sessions'))

  return sessions
    .flatMap((session) => {
      const inside = within(session)
      const { way, reveals } = stays.get(session.id) as Stay
      const [there, until] = [records.get(session.tenantId) as Records, lastActs.get(session.id) as Date]
      const wish = wishOf.get(session.id)
      return [
        inside(startOf(session, numbers.get(session.ticketId ?? ''), approvals.get(session.approvalId ?? ''))),
        ...[
          ...readings(session, there, until),
          ...approvedActs(random, session, way, there, until),
          ...revealsIn(random, session, reveals, there.rius, until),
        ].map(inside),
        ...(wish ? wishActs(wish, inside, people.get(wish.answererId ?? '') as Row<'internalUsers'>) : []),
        ...endOf(session),
        ...closingNote(session, way !== 'plain' || reveals > 0).map(inside),
      ]
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())

  /** One's own act in a session, by the browser it runs in. */
  function within(session: Session) {
    return (said: Said): Act => ({
      ...whole(said),
      operatorId: session.operatorId,
      operatorRole: session.operatorRole,
      onBehalfOf: session.targetUserId,
      sessionId: session.id,
      tenantId: session.tenantId,
      requestId: keys('req', said.at),
      ip: session.ip,
      userAgent: session.userAgent,
    })
  }

  /** The cases first, then one thing after the other, as far as the session came. */
  function readings(session: Session, { cases, rius, users }: Records, until: Date): Said[] {
    const isNarrow = session.targetUserId !== null && rank(session.seenAs) < rank('COMPLIANCE_OFFICER')
    const seen = isNarrow ? cases.filter(({ assigneeId }) => assigneeId === session.targetUserId) : cases
    // Nobody looks at an empty list for long.
    const instants = Array.from({ length: isNarrow && seen.length === 0 ? 1 : random.int(2, 7) }, () =>
      between(random, session.startedAt, until),
    ).sort((a, b) => a.getTime() - b.getTime())
    // The list comes before whatever was looked for.
    instants[0] = earliest(instants[0] as Date, along(session.startedAt, until, 0.04))
    return instants.map((at, i) => {
      const what = i === 0 ? 'case:list' : random.weighted(isNarrow ? NARROW : WIDE)
      if (what === 'riu:list') return page(at, what, 'riu', rius)
      if (what === 'tenant_user:list') return page(at, what, 'tenant_user', users)
      const there = before(what === 'riu:read' ? rius : what === 'tenant_user:read' ? users : seen, at)
      if (what === 'case:list' || there.length === 0) return page(at, 'case:list', 'case', seen)
      const one = random.pick(there.slice(0, PAGE))
      if (what === 'riu:read') return reading(at, what, 'riu', [one.id], { riu: 1 })
      if (what === 'tenant_user:read') return reading(at, what, 'tenant_user', [one.id], { tenant_user: 1 })
      const parts = before(seen.find(({ id }) => id === one.id)?.parts ?? [], at)
      const counts = { case: 1, riu: 0, investigation: 0, investigation_step: 0, participant: 0, note: 0 }
      for (const { entity } of parts) counts[entity]++
      return reading(at, 'case:read', 'case', [one.id, ...parts.map(({ id }) => id)], counts)
    })
  }

  /** One row, or two where a lead did it: the session's own and the lead's. */
  function endOf(session: Session): Act[] {
    const { endedAt, endReason } = session
    if (endedAt === null || endReason === null) return []
    const facts = { endReason, endedAt: endedAt.toISOString() }
    const end: Said = { at: endedAt, act: 'impersonation:end', sentence: ENDS[endReason], ...itself(session), facts }
    const inside = within(session)
    if (endReason === 'MANUAL' || endReason === 'TICKET_CLOSED') return [inside(end)]
    const machine = { requestId: null, ip: null, userAgent: null }
    const lead = random.pick(leads.filter(({ id }) => id !== session.operatorId))
    if (endReason !== 'FORCE_LOGOUT' || !lead) return [{ ...inside(end), ...machine, operatorId: 'system', operatorRole: null }]
    const by = { operatorId: lead.id, operatorRole: lead.role, ip: lead.lastLoginIp, userAgent: lead.lastLoginUserAgent }
    const kill = { act: 'impersonation:kill', reason: random.pick(CUT_SHORT) }
    const whose = { scope: 'session', subject: session.id, sessions: 1, operators: [session.operatorId] }
    return [
      { ...inside({ ...end, ...kill }), ...by },
      {
        ...whole({ at: endedAt, ...kill, sentence: 'Ended 1 open session by hand.', ...itself(session), facts: whose }),
        ...by,
        requestId: keys('req', endedAt),
      },
    ]
  }

  /** Whoever did something delicate mostly says what came of it. */
  function closingNote(session: Session, isDelicate: boolean): Said[] {
    const at = session.endedAt && later(session.endedAt, random.int(1, 30) * MINUTE)
    if (!at || at > now || !random.chance(isDelicate ? 0.8 : 0.3)) return []
    const note = random.pick(NOTES)
    return [{ at, act: 'impersonation:note', sentence: 'Wrote a closing note about the session.', ...itself(session), reason: note }]
  }

  function page(at: Date, act: keyof typeof ACTS, entity: string, rows: readonly Dated[]): Said {
    const ids = before(rows, at)
      .slice(0, PAGE)
      .map(({ id }) => id)
    return reading(at, act, entity, ids, { [entity]: ids.length })
  }

  function before<T extends Dated>(rows: readonly T[], at: Date): T[] {
    return rows.filter(({ createdAt }) => createdAt <= earliest(at, now))
  }
}

const WIDE = odds({ 'case:read': 5, 'riu:list': 2, 'riu:read': 2, 'tenant_user:list': 2, 'tenant_user:read': 1, 'case:list': 1 })
const NARROW = odds({ 'case:read': 3, 'case:list': 1 })

const ENDS: Record<EndReason, string> = {
  MANUAL: 'Left the tenant.',
  TIMEOUT: 'Was put out of the tenant when the time was up.',
  IDLE: 'Was put out of the tenant after ten idle minutes.',
  FORCE_LOGOUT: 'Was put out of the tenant by hand.',
  TICKET_CLOSED: 'Was put out of the tenant because the ticket was closed.',
  POLICY_CHANGED: 'Was put out of the tenant because its status or access policy changed.',
  CUSTOMER_ENDED: 'Was put out of the tenant.',
  PROJECT_CLOSED: 'Was put out of the tenant.',
}

const CUT_SHORT = [
  'The customer asked us to stop for today.',
  'Two of us were looking at the same ticket.',
  'Left open at the end of the shift.',
] as const

const NOTES = [
  'Found it: a filter was set. Explained it to the customer on the phone.',
  'Could reproduce it. Handed over to development with the steps.',
  'Nothing wrong with the data. The customer looked at the wrong site.',
  'Done as the customer asked, and they checked it while we spoke.',
  'Not solved yet. The next look takes a longer session.',
] as const
