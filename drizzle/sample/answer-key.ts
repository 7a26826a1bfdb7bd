import type { RiuStatus, CaseStatus } from '#worker/tenant/rules/words.ts'
import { LOST_CASE } from './acme.ts'
import { CAST, type CastName } from './cast.ts'
import type { Twin } from './look-alikes.ts'
import type { Profile } from './profiles.ts'
import type { Row, Rows } from './rows.ts'
import type { Hostile, Marks, Planted } from './scene.ts'
import { createTally } from './tally.ts'
import type { TenantPlan } from './tenants.ts'

/** What is true of the loaded data, so that tests compare with facts and not with themselves. */
export type AnswerKey = {
  profile: Profile
  seed: number
  now: string
  /** Rows per table, by its name in the database. */
  counts: Record<string, number>
  tenants: TenantFacts[]
  /** Personal data in free text. Tables and columns are named as in the database. */
  planted: Planted[]
  hostile: Hostile[]
  lookAlikes: LookAlike[]
  /** Staff who are parties of cases. */
  conflicts: { internalUserId: string; participantId: string; caseId: string; tenantId: string }[]
  acme: {
    tenantId: string
    industriesId: string
    lostCaseId: string
    lostCaseNumber: number
    urgentTicketId: string
    urgentTicketNumber: number
  }
  /** Open and pending tickets of each of the support cast. */
  desks: Partial<Record<CastName, { ticketId: string; number: number; tenantId: string; status: string }[]>>
  live: { sessionId: string; operatorId: string; tenantId: string } | null
  /** As found in the data, not as intended. */
  laws: {
    medianEmployees: number
    medianReportsPerHundred: number
    medianDaysToClose: number
    closedAfter100Days: number
    substantiated: number
    anonymous: number
  }
}

export type TenantFacts = Pick<Row<'tenants'>, 'id' | 'slug' | 'name' | 'status' | 'region' | 'accessPolicy'> & {
  users: number
  reports: number
  reportsByStatus: Partial<Record<RiuStatus, number>>
  cases: number
  casesByStatus: Partial<Record<CaseStatus, number>>
  notes: number
  investigations: number
}

export type LookAlike = {
  kind: Twin['kind']
  tenantId: string
  slug: string
  domain: string
  ofTenantId: string
  ofSlug: string
  ofDomain: string
}

export function createAnswerKey(profile: Profile, seed: number, now: Date, plans: readonly TenantPlan[], marks: Marks) {
  const tally = createTally(plans)
  const [acme, industries] = plans as [TenantPlan, TenantPlan]
  let lostCaseId = ''

  function watch(rows: Partial<Rows>) {
    tally.watch(rows)
    lostCaseId ||= rows.cases?.find(({ tenantId, number }) => tenantId === acme.row.id && number === LOST_CASE)?.id ?? ''
  }

  function finish(tickets: readonly Row<'tickets'>[], sessions: readonly Row<'impersonationSessions'>[]): AnswerKey {
    const isUrgent = (ticket: Row<'tickets'>) => ticket.priority === 'URGENT' && ticket.tenantId === acme.row.id
    const urgent = tickets.find((ticket) => ticket.assigneeId === CAST.vera.id && isUrgent(ticket)) as Row<'tickets'>
    const live = sessions.find(({ endedAt }) => endedAt === null)
    return {
      profile,
      seed,
      now: now.toISOString(),
      counts: tally.counts,
      tenants: tally.tenants(),
      ...marks,
      lookAlikes: lookAlikesAmong(plans),
      conflicts: tally.conflicts,
      acme: {
        tenantId: acme.row.id,
        industriesId: industries.row.id,
        lostCaseId,
        lostCaseNumber: LOST_CASE,
        urgentTicketId: urgent.id,
        urgentTicketNumber: urgent.number,
      },
      desks: desksFrom(tickets),
      live: live ? { sessionId: live.id, operatorId: live.operatorId, tenantId: live.tenantId } : null,
      laws: tally.laws(),
    }
  }
  return { watch, finish }
}

function lookAlikesAmong(plans: readonly TenantPlan[]): LookAlike[] {
  const bySlug = new Map(plans.map((plan) => [plan.row.slug, plan]))
  return plans.flatMap(({ row, domain, twin }) => {
    const original = twin && bySlug.get(twin.of)
    if (!original) return []
    const taken = { ofTenantId: original.row.id, ofSlug: original.row.slug, ofDomain: original.domain }
    return [{ kind: twin.kind, tenantId: row.id, slug: row.slug, domain, ...taken }]
  })
}

function desksFrom(tickets: readonly Row<'tickets'>[]): AnswerKey['desks'] {
  const desks: AnswerKey['desks'] = {}
  for (const [name, { id }] of Object.entries(CAST)) {
    const own = tickets.filter(({ assigneeId, status }) => assigneeId === id && status !== 'CLOSED')
    const desk = own.map((ticket) => ({ ticketId: ticket.id, number: ticket.number, tenantId: ticket.tenantId, status: ticket.status }))
    if (desk.length > 0) desks[name as CastName] = desk
  }
  return desks
}
