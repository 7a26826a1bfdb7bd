import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'removes the manifest',
  edit: (pack) => {
    pack.remove = ['manifest.json']
  },
  expected: { detected: 1 },
} satisfies ToExport
