import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'turns the file around',
  edit: (pack) => {
    pack.rows.reverse()
  },
  expected: { detected: 3 },
} satisfies ToExport
