import { expect, it } from 'vitest'
import { caseFilterFrom } from '#worker/tenant/rules/case-filter.ts'
import { CASE_COLUMNS } from '#worker/tenant/rules/case-table.ts'
import { reportFilterFrom } from '#worker/tenant/rules/report-filter.ts'
import { REPORT_COLUMNS } from '#worker/tenant/rules/report-table.ts'
import { tableOf } from '#worker/tenant/rules/table.ts'
import { userFilterFrom } from '#worker/tenant/rules/user-filter.ts'
import { USER_COLUMNS } from '#worker/tenant/rules/user-table.ts'

const hidden = { hidden: 'personal' } as const
const at = new Date(0)
const aCase = {
  ...{ number: 7, title: 'A title', status: 'OPEN', severity: 'LOW', priority: 2, category: 'THEFT', reports: 1, notes: 0 },
  ...{ assignee: hidden, createdAt: at, updatedAt: at },
}
const aUser = {
  ...{ id: 'usr_1', name: hidden, email: hidden, role: 'MANAGER', status: 'ACTIVE', orgUnit: 'Finance', openCases: 2 },
  ...{ lastLoginAt: null, createdAt: at },
}
const aReport = {
  ...{ number: 9, type: 'WEB', status: 'NEW', category: 'THEFT', severity: 'LOW', language: 'en', anonymous: true, caseNumber: null },
  ...{ createdAt: at, updatedAt: at },
}

it.each([
  ['cases', tableOf(CASE_COLUMNS, [aCase], { role: 'SUPPORT_L1' }, 'imp_1'), ['assigned to']],
  ['users', tableOf(USER_COLUMNS, [aUser], { role: 'SUPPORT_L1' }, 'imp_1'), ['name', 'mail']],
] as const)('a table of %s leaves out the columns that are masked for its reader, head and all', (_, [head, line], masked) => {
  for (const name of masked) expect(head).not.toContain(name)
  expect(line).toHaveLength(head?.length ?? 0)
  expect(line?.at(-1)).toBe('imp_1')
})

it('a table of reports says no word of what was reported, and of a reporter only whether there is a name', () => {
  const [head, line] = tableOf(REPORT_COLUMNS, [aReport], { role: 'ADMIN' }, 'imp_1')
  expect(head).toEqual([
    'report',
    'status',
    'severity',
    'category',
    'came as',
    'language',
    'reporter',
    'case',
    'received',
    'last change',
    'session',
  ])
  expect(line?.slice(0, 8)).toEqual(['R-9', 'NEW', 'LOW', 'THEFT', 'WEB', 'en', 'anonymous', null])
})

it('a filter takes its own words and no others', () => {
  expect(caseFilterFrom({ status: 'OPEN', severity: 'whatever', priority: '3', number: 'C-12' })).toEqual({
    ...{ status: 'OPEN', severity: undefined, priority: 3, number: 12 },
  })
  expect(reportFilterFrom({ status: 'OPEN', type: 'WEB', number: 'x' })).toEqual({ status: undefined, type: 'WEB', number: undefined })
  expect(userFilterFrom({ role: 'MANAGER', status: 'OPEN' })).toEqual({ role: 'MANAGER', status: undefined })
})
