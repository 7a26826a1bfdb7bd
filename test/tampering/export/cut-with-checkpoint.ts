import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'cuts everything since the last checkpoint but one, and that checkpoint with it',
  edit: (pack) => {
    cut(pack, ({ seq }) => seq <= 8)
    pack.checkpoints.pop()
  },
  expected: { detected: 2 },
} satisfies ToExport
