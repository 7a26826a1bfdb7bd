import type { Role } from '#worker/auth/rules/roles.ts'
import { type Hidden, shows } from '#worker/tenant/rules/masking.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'

type Row = {
  number: number
  title: string
  status: string
  severity: string
  priority: number
  category: string
  assignee: string | Hidden | null
  reports: number
  notes: number
  createdAt: Date
  updatedAt: Date
}
type Cell = string | number | null

/** The cases of a tenant as a table that leaves the portal. What is masked on the page is not in it. The session stands at every row, so that
 *  a sheet that somebody passes on, or a part of it, still says where it came from. Times are UTC. */
export function caseTable(rows: readonly Row[], reader: { role: Role }, sessionId: string): Cell[][] {
  const columns = COLUMNS.filter(([name]) => name !== 'assigned to' || shows({ role: reader.role, inSession: true }, 'personal'))
  return [[...columns.map(([name]) => name), 'session'], ...rows.map((row) => [...columns.map(([, cell]) => cell(row)), sessionId])]
}

const COLUMNS: [name: string, cell: (row: Row) => Cell][] = [
  ['case', (row) => caseLabel(row.number)],
  ['title', (row) => row.title],
  ['status', (row) => row.status],
  ['severity', (row) => row.severity],
  ['priority', (row) => row.priority],
  ['category', (row) => row.category],
  ['assigned to', (row) => (typeof row.assignee === 'string' ? row.assignee : null)],
  ['reports', (row) => row.reports],
  ['notes', (row) => row.notes],
  ['opened', (row) => row.createdAt.toISOString()],
  ['last change', (row) => row.updatedAt.toISOString()],
]
