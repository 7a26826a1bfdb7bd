import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'repeats the rows of one tenant as those of another',
  edit: (pack, scene) => {
    const theirs = pack.rows.filter(({ chain }) => chain === scene.chains.there)
    cut(pack, ({ chain }) => chain !== scene.chains.here)
    pack.rows.push(...theirs.map((row) => ({ ...row, chain: scene.chains.here })))
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.here, seq: 1 }) },
} satisfies ToExport
