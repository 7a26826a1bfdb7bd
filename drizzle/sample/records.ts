import type { CaseFile } from './case-file.ts'
import { latest } from './instants.ts'
import type { Row } from './rows.ts'

/** What a visitor finds in a tenant: keys and dates only, so that the words of a tenant need not stay in memory. */
export type Records = {
  cases: (Dated & { assigneeId: string | null; parts: Part[] })[]
  rius: Dated[]
  /** `goneSince`: of those who were deactivated, the last time they came. */
  users: (Dated & { goneSince: Date | null })[]
}
export type Dated = { id: string; createdAt: Date }
/** What hangs on a case, under the name that the trail has for it. */
export type Part = Dated & { entity: 'riu' | 'investigation' | 'investigation_step' | 'participant' | 'note' }

/** More than a month of the largest tenants, whose older records nobody's visit of the last 30 days begins with. */
const NEWEST = 200

export function recordsOf(files: readonly CaseFile[], rius: readonly Row<'rius'>[], users: readonly Row<'tenantUsers'>[]): Records {
  const linked = Map.groupBy(rius, ({ caseId }) => caseId)
  return {
    cases: newest(
      files.map((file) => ({ ...dated(file.case), assigneeId: file.case.assigneeId, file })),
      NEWEST,
    ).map(({ file, ...row }) => ({ ...row, parts: partsOf(file, linked.get(row.id) ?? []) })),
    rius: newest(rius.map(dated), NEWEST),
    users: newest(
      users.map((user) => ({ ...dated(user), goneSince: user.status === 'DEACTIVATED' ? (user.lastLoginAt ?? user.createdAt) : null })),
      NEWEST,
    ),
  }
}

function partsOf(file: CaseFile, rius: readonly Row<'rius'>[]): Part[] {
  const begun = new Map(file.investigations.map(({ id, createdAt }) => [id, createdAt]))
  return [
    // A report stands in the file since it was linked, which was its last change at the earliest.
    ...rius.map(({ id, updatedAt }) => ({ entity: 'riu' as const, id, createdAt: updatedAt })),
    ...file.investigations.map(({ id, createdAt }) => ({ entity: 'investigation' as const, id, createdAt })),
    ...file.investigationSteps.map(({ id, investigationId }) => ({
      entity: 'investigation_step' as const,
      id,
      createdAt: begun.get(investigationId) ?? file.case.createdAt,
    })),
    ...file.participants.map(({ id }) => ({ entity: 'participant' as const, id, createdAt: file.case.createdAt })),
    ...file.notes.map(({ id, createdAt }) => ({ entity: 'note' as const, id, createdAt: latest(createdAt, file.case.createdAt) })),
  ]
}

const dated = ({ id, createdAt }: Dated): Dated => ({ id, createdAt })

const newest = <T extends Dated>(rows: readonly T[], most: number): T[] =>
  rows.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).slice(0, most)
