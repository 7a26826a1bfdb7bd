import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'seals the pack with another key',
  edit: (pack) => {
    pack.sealAgain = true
  },
  expected: { detected: 4 },
} satisfies ToExport
