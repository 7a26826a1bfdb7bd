import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'has a row twice',
  edit: (pack, scene) => {
    pack.rows.splice(pack.rows.indexOf(rowOf(pack, scene.chains.vera, 6)), 0, { ...rowOf(pack, scene.chains.vera, 6) })
  },
  expected: { detected: 3, at: (scene) => ({ chain: scene.chains.vera, seq: 6 }) },
} satisfies ToExport
