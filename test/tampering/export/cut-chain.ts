import { cut } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'leaves a whole chain out',
  edit: (pack, scene) => {
    cut(pack, ({ chain }) => chain !== scene.chains.vera)
  },
  expected: { detected: 2, at: (scene) => ({ chain: scene.chains.vera }) },
} satisfies ToExport
