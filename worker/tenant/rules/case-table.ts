import type { Hidden } from '#worker/tenant/rules/masking.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'
import { type Column, plain } from '#worker/tenant/rules/table.ts'

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

export const CASE_COLUMNS: readonly Column<Row>[] = [
  { name: 'case', of: (row) => caseLabel(row.number) },
  { name: 'title', of: (row) => row.title },
  { name: 'status', of: (row) => row.status },
  { name: 'severity', of: (row) => row.severity },
  { name: 'priority', of: (row) => row.priority },
  { name: 'category', of: (row) => row.category },
  { name: 'assigned to', of: (row) => plain(row.assignee), personal: true },
  { name: 'reports', of: (row) => row.reports },
  { name: 'notes', of: (row) => row.notes },
  { name: 'opened', of: (row) => row.createdAt.toISOString() },
  { name: 'last change', of: (row) => row.updatedAt.toISOString() },
]
