import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'gives a checkpoint the signature of another',
  edit: (pack) => {
    const [first, second] = pack.checkpoints
    if (first && second) [first.signature, second.signature] = [second.signature, first.signature]
  },
  expected: { detected: 1, at: () => ({ checkpoint: 1 }) },
} satisfies ToExport
