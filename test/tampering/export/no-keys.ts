import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'removes the keys',
  edit: (pack) => {
    pack.remove = ['keys.json']
  },
  expected: { detected: 2 },
} satisfies ToExport
