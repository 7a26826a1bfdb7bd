import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'leaves a checkpoint in the middle out',
  edit: (pack) => {
    pack.checkpoints.splice(1, 1)
  },
  expected: { detected: 3, at: () => ({ checkpoint: 2 }) },
} satisfies ToExport
