import { expect, it } from 'vitest'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { caseTable } from '#worker/tenant/rules/case-table.ts'

const row = {
  ...{ number: 7, title: 'A title', status: 'OPEN', severity: 'LOW', priority: 2, category: 'THEFT', reports: 1, notes: 0 },
  ...{ assignee: { hidden: 'personal' } as const, createdAt: new Date(0), updatedAt: new Date(0) },
}

it('a table of cases leaves out the column that is masked for its reader, head and all', () => {
  const [head, line] = caseTable([row], { role: 'SUPPORT_L1' }, 'imp_1')
  expect(head).not.toContain('assigned to')
  expect(line).toHaveLength(head?.length ?? 0)
  expect(line?.at(-1)).toBe('imp_1')
})

it('a filter of cases takes its own words and no others', () => {
  expect(caseFilterFrom({ status: 'OPEN', severity: 'whatever', priority: '3', number: 'C-12' })).toEqual({
    ...{ status: 'OPEN', severity: undefined, priority: 3, number: 12 },
  })
})
