import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'leaves two rows of different chains out',
  edit: (pack, scene) => {
    cut(pack, ({ chain, seq }) => !(chain === scene.chains.vera && seq === 5) && !(chain === scene.chains.there && seq === 7))
  },
  expected: { detected: 3 },
} satisfies ToExport
