import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'cuts the last rows of a chain off',
  edit: (pack, scene) => {
    cut(pack, ({ chain, seq }) => chain !== scene.chains.vera || seq <= 10)
  },
  expected: { detected: 2, at: (scene) => ({ chain: scene.chains.vera, seq: 11 }) },
} satisfies ToExport
