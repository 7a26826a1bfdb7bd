import { ROLE_NAMES, type Role } from '#worker/auth/rules/roles.ts'
import { shows } from '#worker/tenant/rules/masking.ts'

type Row = {
  chain: string
  seq: number
  at: Date
  operatorId: string
  operatorName: string | null
  operatorRole: Role | null
  tenantId: string | null
  tenantName: string | null
  sessionId: string | null
  act: string
  sentence: string
  outcome: string
  entityType: string | null
  records: number
  facts: Record<string, unknown>
  reason: string | null
  requestId: string | null
  ip: string | null
  userAgent: string | null
  hash: string
}
type Cell = string | number | null

/** The trail as a table for other eyes. Times are UTC, so that two exports can be laid side by side. What is masked on a page outside a
 *  session is not exported either: the address of a person stays here. */
export function exportTable(rows: readonly Row[], reader: { role: Role }): Cell[][] {
  const columns = COLUMNS.filter(([name]) => name !== 'ip' || shows({ role: reader.role, inSession: false }, 'personal'))
  return [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]
}

const COLUMNS: [name: string, cell: (row: Row) => Cell][] = [
  ['time', (row) => row.at.toISOString()],
  ['who', (row) => nameOf(row)],
  ['operator', (row) => row.operatorId],
  ['role', (row) => (row.operatorRole === null ? null : ROLE_NAMES[row.operatorRole])],
  ['what', (row) => row.sentence],
  ['act', (row) => row.act],
  ['outcome', (row) => row.outcome],
  ['tenant', (row) => row.tenantName],
  ['tenant id', (row) => row.tenantId],
  ['session', (row) => row.sessionId],
  ['kind of record', (row) => row.entityType],
  ['records', (row) => row.records],
  ['reason', (row) => row.reason],
  ['facts', (row) => JSON.stringify(row.facts)],
  ['request', (row) => row.requestId],
  ['ip', (row) => row.ip],
  ['user agent', (row) => row.userAgent],
  ['chain', (row) => row.chain],
  ['number', (row) => row.seq],
  ['hash', (row) => row.hash],
]

/** Who did it, as people say it: timers are the system, and before the sign-in one is nobody. */
export function nameOf({ operatorId, operatorName }: { operatorId: string; operatorName: string | null }): string {
  if (operatorId === 'system') return 'System'
  if (operatorId === 'nobody') return 'Nobody'
  return operatorName ?? operatorId
}
