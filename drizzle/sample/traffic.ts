import { createHash } from 'node:crypto'
import { attemptsOf, JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { JOB_PRIORITIES, type JobKind } from '#worker/jobs/rules/words.ts'
import type { MessageType, ToldEvent } from '#worker/webhooks/rules/words.ts'
import { DAY, HOUR, later, MINUTE } from './instants.ts'
import type { Keys } from './keys.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'
import { whole } from './said.ts'
import type { Act } from './sealed.ts'

type Session = Row<'impersonationSessions'>
type Ticket = Row<'tickets'>
type Delivery = Row<'webhookDeliveries'>
type Receipt = Row<'webhookReceipts'>
type Job = Row<'jobs'>
type Endpoint = Row<'webhookEndpoints'>
/** A visit as it is told: `at` is when it happened. */
type News = { at: Date; kind: ToldEvent; session: Session }

export type Traffic = { webhookReceipts: Receipt[]; webhookDeliveries: Delivery[]; jobs: Job[]; acts: Act[] }

/** A receipt is kept for a week. */
const KEPT = 6 * DAY
const MOST = 80
const SECOND = 1000
/** As many of the last messages found nobody: that is why the address was disabled. */
const UNHEARD = 2

/** What went through the endpoints lately: what the product told of tickets, and what a customer was told of visits until their receiver
 *  fell silent. The work of each is over, well or badly: a sample does nothing. */
export function trafficOf(
  random: Random,
  keys: Keys,
  { inward, outward, until }: { inward: Endpoint; outward: Endpoint; until: Date },
  { tickets, sessions }: { tickets: readonly Ticket[]; sessions: readonly Session[] },
  now: Date,
): Traffic {
  const [jobs, acts]: [Job[], Act[]] = [[], []]
  const webhookDeliveries = visitsOf(sessions, outward, until).map((news, i, all) =>
    delivery(news, { isUnheard: i >= all.length - UNHEARD, isSlow: i % 3 === 1 }),
  )
  const told = tickets.flatMap((ticket) => toldOf(ticket, now)).toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const webhookReceipts = [...told.slice(-MOST).map(received), lost()]
  return { webhookReceipts, webhookDeliveries, jobs, acts }

  function delivery({ at, kind, session }: News, { isUnheard, isSlow }: { isUnheard: boolean; isSlow: boolean }): Delivery {
    const createdAt = later(at, random.int(1, 50) * SECOND)
    const eventId = keys('evt', at)
    const attempts = isUnheard ? random.int(4, 7) : isSlow ? random.int(2, 4) : 1
    // After the n-th attempt 2ⁿ times ten seconds (worker/jobs/rules/backoff.ts).
    const last = later(createdAt, (2 ** attempts - 2) * 10 * SECOND + random.int(80, 900))
    const args = { endpoint: outward.id, event: eventId }
    const job = done('webhook-out', createdAt, isUnheard ? until : last, {
      args,
      attempts: isUnheard ? attempts + 1 : attempts,
      priority: JOB_PRIORITIES.urgent,
      dedup: `${eventId}:webhook-out:${outward.id}`,
      lastError: isUnheard ? 'NOTHING_TO_TELL' : null,
    })
    return {
      id: keys('whd', createdAt),
      endpointId: outward.id,
      eventId,
      kind,
      message: JSON.stringify({ type: kind, timestamp: at.toISOString(), data: dataOf(session) }),
      jobId: job.id,
      status: isUnheard ? 'FAILED' : 'DELIVERED',
      attempts,
      lastCode: isUnheard ? random.pick(['OUT_SILENT', 'OUT_HTTP_503']) : 'OUT_HTTP_204',
      createdAt,
      deliveredAt: isUnheard ? null : last,
    }
  }

  function received({ at, type, ticket }: ReturnType<typeof toldOf>[number]): Receipt {
    const doneAt = later(at, random.int(200, 50_000))
    const row = receipt(at, type, { tenantId: ticket.tenantId, number: ticket.number }, doneAt)
    const verb = type === 'ticket.opened' ? 'Opened' : 'Closed'
    const effect = { at: doneAt, act: 'webhook:effect', sentence: `${verb} a ticket that a webhook told of.`, entityType: 'ticket' }
    acts.push(whole({ ...effect, tenantId: row.tenantId, entityIds: [ticket.id, row.id], facts: { type, endpoint: inward.id } }))
    return row
  }

  /** It names a ticket that never came. */
  function lost(): Receipt {
    const of = tickets.at(-1) as Ticket
    return receipt(later(now, -5 * HOUR), 'ticket.closed', { tenantId: of.tenantId, number: of.number + 1000 }, null)
  }

  function receipt(createdAt: Date, type: MessageType, said: { tenantId: string; number: number }, doneAt: Date | null): Receipt {
    const id = keys('whr', createdAt)
    const messageId = `msg_${Buffer.from(random.bytes(12)).toString('hex')}`
    const { id: jobId } = done('webhook-effect', createdAt, doneAt ?? later(createdAt, 45 * MINUTE), {
      args: { receipt: id },
      attempts: doneAt ? 1 : attemptsOf(JOB_LIMITS['webhook-effect']),
      priority: type === 'ticket.closed' ? JOB_PRIORITIES.urgent : JOB_PRIORITIES.normal,
      dedup: `wh:${inward.id}:${messageId}`,
      lastError: doneAt ? null : 'WH404',
    })
    const { tenantId } = said
    const act = { at: createdAt, act: 'webhook:receive', sentence: 'Received a webhook.', entityType: 'webhook_receipt' }
    acts.push(whole({ ...act, tenantId, entityIds: [id, inward.id], facts: { type } }))
    const bodyHash = new Uint8Array(createHash('sha256').update(`${messageId} ${type}`).digest())
    return { id, endpointId: inward.id, messageId, bodyHash, type, tenantId, payload: doneAt ? null : said, jobId, createdAt, doneAt }
  }

  function done(
    kind: JobKind,
    createdAt: Date,
    finishedAt: Date,
    rest: Pick<Job, 'args' | 'attempts' | 'priority' | 'dedup' | 'lastError'>,
  ): Job {
    const job: Job = {
      id: keys('pjob', createdAt),
      kind,
      tenantId: null,
      sessionId: null,
      state: rest.lastError === null ? 'completed' : 'discarded',
      runAt: createdAt,
      maxAttempts: attemptsOf(JOB_LIMITS[kind]),
      leaseUntil: null,
      fence: rest.attempts,
      createdAt,
      finishedAt,
      ...rest,
    }
    jobs.push(job)
    return job
  }
}

/** The visits in the tenant while its endpoint was open, as far back as a delivery is kept. */
export function visitsOf(sessions: readonly Session[], { tenantId, createdAt }: Pick<Endpoint, 'tenantId' | 'createdAt'>, until: Date) {
  const meanwhile = ({ at }: News) => createdAt < at && at < later(until, -HOUR)
  return sessions
    .filter((session) => session.tenantId === tenantId)
    .flatMap((session): News[] => {
      const { startedAt, endedAt, endReason } = session
      const end: News[] = endedAt ? [{ at: endedAt, kind: endReason === 'FORCE_LOGOUT' ? 'session.killed' : 'session.ended', session }] : []
      return [{ at: startedAt, kind: 'session.started', session }, ...end]
    })
    .filter(meanwhile)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

const dataOf = ({ id, tenantId, operatorRole, mode, breakGlass, seenAs, category, startedAt, expiresAt }: Session) => ({
  tenantId,
  sessionId: id,
  operatorRole,
  mode,
  breakGlass,
  seenAs,
  category,
  startedAt,
  expiresAt,
})

function toldOf(ticket: Ticket, now: Date) {
  const { openedAt, closedAt } = ticket
  const opened = { at: later(openedAt, 2 * SECOND), type: 'ticket.opened' as const, ticket }
  const closed = closedAt === null ? [] : [{ at: later(closedAt, 2 * SECOND), type: 'ticket.closed' as const, ticket }]
  return [opened, ...closed].filter(({ at }) => at > later(now, -KEPT) && at < later(now, -MINUTE))
}
