import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'puts a row in and counts the rest on',
  edit: (pack, scene) => {
    const at = pack.rows.indexOf(rowOf(pack, scene.chains.vera, 6))
    pack.rows.splice(at, 0, { ...rowOf(pack, scene.chains.vera, 5) })
    for (const row of pack.rows.slice(at)) if (row.chain === scene.chains.vera) row.seq += 1
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 6 }) },
} satisfies ToExport
