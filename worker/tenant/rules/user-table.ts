import type { Hidden } from '#worker/tenant/rules/masking.ts'
import { type Column, plain } from '#worker/tenant/rules/table.ts'

type Row = {
  id: string
  name: string | Hidden | null
  email: string | Hidden | null
  role: string
  status: string
  orgUnit: string | null
  openCases: number
  lastLoginAt: Date | null
  createdAt: Date
}

export const USER_COLUMNS: readonly Column<Row>[] = [
  { name: 'user', of: (row) => row.id },
  { name: 'name', of: (row) => plain(row.name), personal: true },
  { name: 'mail', of: (row) => plain(row.email), personal: true },
  { name: 'role', of: (row) => row.role },
  { name: 'status', of: (row) => row.status },
  { name: 'unit', of: (row) => row.orgUnit },
  { name: 'open cases', of: (row) => row.openCases },
  { name: 'last sign-in', of: (row) => row.lastLoginAt?.toISOString() ?? null },
  { name: 'since', of: (row) => row.createdAt.toISOString() },
]
