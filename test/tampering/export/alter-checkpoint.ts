import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'changes what a checkpoint says',
  edit: (pack) => {
    const [, second] = pack.checkpoints
    if (second) second.document = second.document.replace('"number":2', '"number":2 ')
  },
  expected: { detected: 1, at: () => ({ checkpoint: 2 }) },
} satisfies ToExport
