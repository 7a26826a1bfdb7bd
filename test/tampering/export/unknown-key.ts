import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'signs the checkpoints with another key',
  edit: (pack) => {
    for (const checkpoint of pack.checkpoints) checkpoint.keyId = '0123456789abcdef'
    pack.sealAgain = true
  },
  expected: { detected: 4 },
} satisfies ToExport
