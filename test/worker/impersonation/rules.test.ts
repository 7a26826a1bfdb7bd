import { describe, expect, it } from 'vitest'
import { decideEntry } from '#worker/impersonation/policy.ts'
import { ceilingOf, isWithin } from '#worker/impersonation/rules/ceiling.ts'
import { faultOfReason, normalised, REASON_LENGTH, reasonFrom } from '#worker/impersonation/rules/reason.ts'
import { nextMoment, warningAt } from '#worker/impersonation/rules/window.ts'
import { categoriesOf } from '#worker/impersonation/rules/words.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { ACCESS_POLICIES, TENANT_ROLES, TENANT_STATUSES } from '#worker/tenant/rules/words.ts'

describe('a reason', () => {
  it.each([
    ['The customer cannot find case 1042 in the list', null],
    ['Der Kunde findet den Fall nicht in der Liste', null],
    ['お客様が一覧で案件を 見つけられ ないため確認します', null],
    ['x', 'TOO_SHORT'],
    [`${' '.repeat(40)}too short`, 'TOO_SHORT'],
    ['look look look look look look', 'TOO_FEW_WORDS'],
    ['T-5001 T-5002 T-5003 T-5004 T-5005', 'TOO_FEW_WORDS'],
    ['12345 67890 12345 67890 13579', 'TOO_FEW_WORDS'],
    ['w'.repeat(REASON_LENGTH.most + 1), 'TOO_LONG'],
  ])('%j: %s', (text, fault) => {
    expect(faultOfReason(text)).toBe(fault)
  })

  it('is kept without invisible or direction-changing characters and line breaks', () => {
    expect(normalised('one\u202Etwo\u200B\nthree\tfour\u0000')).toBe('onetwo three four')
  })

  it('prefilled from a question keeps its question mark, and gets no full stop besides', () => {
    expect(reasonFrom({ number: 5543, subject: 'How do we reopen C-1184?' })).toContain('reopen C-1184? I need')
    expect(reasonFrom({ number: 5543, subject: 'The list is empty' })).toContain('is empty. I need')
  })

  it('prefilled from a ticket always passes', () => {
    for (const subject of ['', '?', 'Help', 's'.repeat(3000)]) expect(faultOfReason(reasonFrom({ number: 5001, subject }))).toBe(null)
  })
})

describe('the door of a tenant', () => {
  it('opens exactly to those who may impersonate, outside a session, at an active tenant that is not closed', () => {
    for (const role of ROLES)
      for (const status of TENANT_STATUSES)
        for (const accessPolicy of ACCESS_POLICIES)
          for (const inSession of [false, true])
            for (const mayImpersonate of [false, true]) {
              const open =
                mayImpersonate &&
                ceilingOf(role) !== undefined &&
                !inSession &&
                ['ACTIVE', 'PROVISIONING'].includes(status) &&
                accessPolicy !== 'closed'
              const decided = decideEntry({ operator: { id: 'ops_1', role, mayImpersonate }, tenant: { status, accessPolicy }, inSession })
              expect(decided === null, `${role} ${status} ${accessPolicy} ${inSession} ${mayImpersonate}: ${decided}`).toBe(open)
            }
  })

  it('shows at most the view of the ceiling', () => {
    for (const [at, ceiling] of TENANT_ROLES.entries())
      for (const [i, role] of TENANT_ROLES.entries()) expect(isWithin(ceiling, role)).toBe(i <= at)
  })

  it('offers the category of going live to those who do it', () => {
    expect(ROLES.filter((role) => categoriesOf(role).includes('IMPLEMENTATION'))).toEqual(['IMPLEMENTATION', 'ADMIN'])
  })
})

describe('warnings', () => {
  it.each([
    [3_600_000, null, 3_000_000],
    [600_001, null, 1],
    [600_000, 10, 300_000],
    [300_000, 5, 240_000],
    [60_000, 1, 60_000],
    [1, 1, 1],
    [0, 1, 0],
    [-5, 1, 0],
  ])('with %i ms left it is %s, and the next moment comes in %i ms', (remaining, warning, next) => {
    expect(warningAt(remaining)).toBe(warning)
    expect(nextMoment(remaining)).toBe(next)
  })
})
