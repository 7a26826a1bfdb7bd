import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'cuts the first rows of a chain off',
  edit: (pack, scene) => {
    cut(pack, ({ chain, seq }) => chain !== scene.chains.vera || seq > 2)
  },
  expected: { detected: 2, at: (scene) => ({ chain: scene.chains.vera, seq: 1 }) },
} satisfies ToExport
