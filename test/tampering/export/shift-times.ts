import { sealAnew } from '../edit.ts'
import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'dates the rows of a chain of the export back and seals them anew',
  edit: (pack, scene) => {
    for (const row of pack.rows) if (row.chain === scene.chains.vera) row.canonical = row.canonical.replace('"at": "2', '"at": "1')
    sealAnew(pack, scene.chains.vera, 1)
  },
  expected: { detected: 1, at: (scene) => ({ chain: scene.chains.vera, seq: 1 }) },
} satisfies ToExport
