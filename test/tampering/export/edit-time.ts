import { rowOf, says } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'shifts the time of a row of the export',
  edit: (pack, scene) => {
    says(rowOf(pack, scene.chains.vera, 5), '"at": "2', '"at": "1')
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ToExport
