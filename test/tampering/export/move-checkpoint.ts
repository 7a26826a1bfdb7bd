import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'dates a checkpoint otherwise',
  edit: (pack) => {
    const [first] = pack.checkpoints
    if (first) first.document = first.document.replace('"slot":"2', '"slot":"1')
  },
  expected: { detected: 1, at: () => ({ checkpoint: 1 }) },
} satisfies ToExport
