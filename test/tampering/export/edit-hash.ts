import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'changes a hash of the export',
  edit: (pack, scene) => {
    rowOf(pack, scene.chains.vera, 5).hash = 'ff'.repeat(32)
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ToExport
