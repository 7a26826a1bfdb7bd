import { caseLabel, reportLabel } from '#worker/tenant/rules/numbers.ts'
import type { Column } from '#worker/tenant/rules/table.ts'

type Row = {
  number: number
  type: string
  status: string
  category: string
  severity: string
  language: string
  anonymous: boolean
  caseNumber: number | null
  createdAt: Date
  updatedAt: Date
}

/** What a report says, and who reported, is in no list and so in no file. */
export const REPORT_COLUMNS: readonly Column<Row>[] = [
  { name: 'report', of: (row) => reportLabel(row.number) },
  { name: 'status', of: (row) => row.status },
  { name: 'severity', of: (row) => row.severity },
  { name: 'category', of: (row) => row.category },
  { name: 'came as', of: (row) => row.type },
  { name: 'language', of: (row) => row.language },
  { name: 'reporter', of: (row) => (row.anonymous ? 'anonymous' : 'named') },
  { name: 'case', of: (row) => (row.caseNumber === null ? null : caseLabel(row.caseNumber)) },
  { name: 'received', of: (row) => row.createdAt.toISOString() },
  { name: 'last change', of: (row) => row.updatedAt.toISOString() },
]
