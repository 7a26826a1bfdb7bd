import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'swaps the numbers of two rows',
  edit: (pack, scene) => {
    const [one, other] = [rowOf(pack, scene.chains.vera, 5), rowOf(pack, scene.chains.vera, 6)]
    one.seq = 6
    other.seq = 5
    pack.rows.sort((a, b) => Number(a.chain > b.chain) - Number(a.chain < b.chain) || a.seq - b.seq)
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 5 }) },
} satisfies ToExport
