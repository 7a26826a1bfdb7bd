import { rowOf, says, seal } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'puts a row in that is well sealed, under a number that another has',
  edit: (pack, scene) => {
    const row = { ...rowOf(pack, scene.chains.vera, 6) }
    says(row, 'Took', 'Left')
    seal(row)
    pack.rows.splice(pack.rows.indexOf(rowOf(pack, scene.chains.vera, 6)), 0, row)
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 6 }) },
} satisfies ToExport
