import { rowOf, says } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'changes what a row of the export says',
  edit: (pack, scene) => {
    says(rowOf(pack, scene.chains.vera, 5), 'Took', 'Left')
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ToExport
