import type { ToExport } from '../tampering.ts'

export default {
  as: 'export',
  what: 'cuts the file in the middle of a row',
  edit: (pack) => {
    const lines = pack.rows.map((row) => JSON.stringify(row))
    pack.lines = [...lines.slice(0, -1), lines.at(-1)?.slice(0, 100) ?? '']
  },
  expected: { detected: 2 },
} satisfies ToExport
