import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'removes a file of the pack',
  edit: (pack) => {
    pack.remove = ['sessions.ndjson']
  },
  expected: { detected: 2 },
} satisfies ToExport
