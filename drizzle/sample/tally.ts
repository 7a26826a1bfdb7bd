import { getTableName } from 'drizzle-orm'
import type { AnswerKey, TenantFacts } from './answer-key.ts'
import { DAY } from './instants.ts'
import { type Row, type Rows, TABLES, type TableKey } from './rows.ts'
import type { TenantPlan } from './tenants.ts'

/** Counts the rows as they go by; they are not kept. */
export function createTally(plans: readonly TenantPlan[]) {
  const counts: Record<string, number> = {}
  const tenants = new Map<string, TenantFacts>(plans.map(({ row }) => [row.id, nothingYet(row)]))
  const daysToClose: number[] = []
  const conflicts: AnswerKey['conflicts'] = []
  let [substantiated, anonymous] = [0, 0]
  const of = (tenantId: string) => tenants.get(tenantId) as TenantFacts

  function watch(rows: Partial<Rows>) {
    for (const [key, some] of Object.entries(rows)) {
      const name = getTableName(TABLES[key as TableKey])
      counts[name] = (counts[name] ?? 0) + some.length
    }
    for (const { tenantId } of rows.tenantUsers ?? []) of(tenantId).users++
    for (const { tenantId } of rows.notes ?? []) of(tenantId).notes++
    for (const { tenantId } of rows.investigations ?? []) of(tenantId).investigations++
    for (const { tenantId, status, anonymous: without } of rows.rius ?? []) {
      of(tenantId).reports++
      one(of(tenantId).reportsByStatus, status)
      if (without) anonymous++
    }
    for (const { tenantId, status, createdAt, closedAt, outcome } of rows.cases ?? []) {
      of(tenantId).cases++
      one(of(tenantId).casesByStatus, status)
      if (closedAt) daysToClose.push((closedAt.getTime() - createdAt.getTime()) / DAY)
      if (outcome === 'SUBSTANTIATED') substantiated++
    }
    for (const { id, caseId, tenantId, internalUserId } of rows.participants ?? [])
      if (internalUserId) conflicts.push({ internalUserId, participantId: id, caseId, tenantId })
  }

  const laws = (): AnswerKey['laws'] => ({
    medianEmployees: median(plans.map(({ row }) => row.employees)),
    medianReportsPerHundred: median(plans.filter(({ row }) => row.liveAt).map(({ row, reports }) => (reports / row.employees) * 100)),
    medianDaysToClose: median(daysToClose),
    closedAfter100Days: daysToClose.filter((days) => days > 100).length / daysToClose.length,
    substantiated: substantiated / daysToClose.length,
    anonymous: anonymous / (counts.riu ?? 1),
  })

  return { watch, laws, counts, conflicts, tenants: () => [...tenants.values()] }
}

function nothingYet({ id, slug, name, status, region, accessPolicy }: Row<'tenants'>): TenantFacts {
  const none = { users: 0, reports: 0, reportsByStatus: {}, cases: 0, casesByStatus: {}, notes: 0, investigations: 0 }
  return { id, slug, name, status, region, accessPolicy, ...none }
}

const one = (counts: Record<string, number>, word: string) => {
  counts[word] = (counts[word] ?? 0) + 1
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}
