import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'leaves a row of the export out',
  edit: (pack, scene) => {
    cut(pack, ({ chain, seq }) => chain !== scene.chains.vera || seq !== 5)
  },
  expected: { detected: 3, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ToExport
