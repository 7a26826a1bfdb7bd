import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'swaps two lines',
  edit: (pack, scene) => {
    const at = pack.rows.indexOf(rowOf(pack, scene.chains.vera, 5))
    pack.rows.splice(at, 2, ...pack.rows.slice(at, at + 2).toReversed())
  },
  expected: { detected: 3, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ToExport
