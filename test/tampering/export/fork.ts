import { rowOf, sealAnew, says } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'lets a chain go on otherwise from its last row but three',
  edit: (pack, scene) => {
    says(rowOf(pack, scene.chains.vera, 9), 'Took', 'Left')
    sealAnew(pack, scene.chains.vera, 9)
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 9 }) },
} satisfies ToExport
