import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'writes something between the rows',
  edit: (pack) => {
    pack.lines = pack.rows.flatMap((row, i) => (i === 3 ? ['{"chain": "\\u001b[2J"', JSON.stringify(row)] : [JSON.stringify(row)]))
  },
  expected: { detected: 1 },
} satisfies ToExport
