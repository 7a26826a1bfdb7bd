import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'files a row of the export in another chain',
  edit: (pack, scene) => {
    const row = rowOf(pack, scene.chains.there, 12)
    row.chain = scene.chains.vera
    row.seq = 13
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 13 }) },
} satisfies ToExport
