import { rowOf } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'gives a chain a name that clears a terminal',
  edit: (pack, scene) => {
    rowOf(pack, scene.chains.vera, 5).chain = '\u001b[2Jcleared'
  },
  expected: { detected: 1, at: () => ({ chain: '\u001b[2Jcleared', seq: 5 }) },
} satisfies ToExport
