import { rowOf, sealAnew, says } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'builds a whole chain anew and seals the pack with another key',
  edit: (pack, scene) => {
    says(rowOf(pack, scene.chains.vera, 1), 'Took', 'Left')
    sealAnew(pack, scene.chains.vera, 1)
    pack.sealAgain = true
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 1 }) },
} satisfies ToExport
