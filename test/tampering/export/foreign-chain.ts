import { seal } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'puts a chain in from another database',
  edit: (pack) => {
    const canonical = JSON.stringify({ chain: 'tenant:ten_x', seq: 1, prev: `\\x${'00'.repeat(32)}`, at: '2026-11-26T10:00:00+00:00' })
    const row = { chain: 'tenant:ten_x', seq: 1, prev: '00'.repeat(32), hash: '', canonical }
    seal(row)
    pack.rows.push(row)
  },
  expected: { detected: 1, at: () => ({ chain: 'tenant:ten_x', seq: 1 }) },
} satisfies ToExport
