import { describe, expect, it } from 'vitest'
import { barrierTo, LEAST_TO_WRITE, type Writing } from '#worker/tenant/policy.ts'
import { CASE_MOVES, leadingTo, mayMove, movesFrom, USER_MOVE_NAMES, USER_MOVES } from '#worker/tenant/rules/moves.ts'
import { placeIn, REVEALABLE, revealable } from '#worker/tenant/rules/reveals.ts'
import { whyCaseUnchanged, whyUserUnchanged } from '#worker/tenant/rules/unchanged.ts'
import { CASE_STATUSES, TENANT_ROLES, TENANT_USER_STATUSES } from '#worker/tenant/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { owner } from '#test/owner.ts'

const imke = { mayWrite: true, mode: 'READ_WRITE', seenAs: 'TENANT_ADMIN' } as const

describe('who writes inside a tenant', () => {
  it.each(Object.keys(LEAST_TO_WRITE) as Writing[])('%s: by the one looked as, in a session that writes, with the permission', (what) => {
    const least = TENANT_ROLES.indexOf(LEAST_TO_WRITE[what])
    for (const [rank, seenAs] of TENANT_ROLES.entries()) {
      expect(barrierTo(what, { ...imke, seenAs })).toBe(rank < least ? 'VIEW_TOO_LOW' : null)
      expect(barrierTo(what, { ...imke, seenAs, mode: 'READ_ONLY' })).toBe('READ_ONLY')
      expect(barrierTo(what, { ...imke, seenAs, mayWrite: false })).toBe('NOT_PERMITTED')
    }
  })

  it('changes nobody who may do more than the one looked as', () => {
    for (const [rank, role] of TENANT_ROLES.entries())
      for (const seenAs of ['COMPLIANCE_OFFICER', 'TENANT_ADMIN'] as const)
        expect([role, barrierTo('user', { ...imke, seenAs }, role)]).toEqual([
          role,
          rank > TENANT_ROLES.indexOf(seenAs) ? 'ABOVE_VIEW' : null,
        ])
  })
})

describe('moves', () => {
  it('of a case lead from every status somewhere, never to itself, and from CLOSED not to OPEN', () => {
    for (const from of CASE_STATUSES) {
      expect(CASE_MOVES[from].length).toBeGreaterThan(0)
      expect(CASE_MOVES[from]).not.toContain(from)
      for (const to of CASE_STATUSES) expect(leadingTo(to).includes(from)).toBe(CASE_MOVES[from].includes(to))
    }
    expect(CASE_MOVES.CLOSED).not.toContain('OPEN')
  })

  it('of a user: only the invited are invited again, only the deactivated come back', () => {
    const table = Object.fromEntries(USER_MOVE_NAMES.map((move) => [move, TENANT_USER_STATUSES.filter((from) => mayMove(move, from))]))
    expect(table).toEqual({ activate: ['DEACTIVATED'], deactivate: ['INVITED', 'ACTIVE'], invite: ['INVITED'] })
    for (const move of USER_MOVE_NAMES) for (const from of USER_MOVES[move].from) expect(movesFrom(from)).toContain(USER_MOVES[move].to)
  })
})

describe('why nothing was changed', () => {
  const found = { status: 'CLOSED', version: 3 } as const

  it('is the view first, then a move that is none, then a version that is old, then the assignee', () => {
    expect(whyCaseUnchanged(found, { seen: 1, to: 'OPEN' }, { ...imke, seenAs: 'EMPLOYEE' })).toMatchObject({
      because: 'WRITE_BEYOND_VIEW',
    })
    expect(whyCaseUnchanged(found, { seen: 1, to: 'OPEN' }, imke)).toEqual({
      because: 'INVALID_TRANSITION',
      from: 'CLOSED',
      to: 'OPEN',
      allowed: ['IN_PROGRESS'],
    })
    expect(whyCaseUnchanged(found, { seen: 1, to: 'IN_PROGRESS' }, imke)).toEqual({ because: 'VERSION_CONFLICT' })
    expect(whyCaseUnchanged(found, { seen: 1, assigneeId: 'usr_x' }, imke)).toEqual({ because: 'VERSION_CONFLICT' })
    expect(whyCaseUnchanged(found, { seen: 3, assigneeId: 'usr_x' }, imke)).toEqual({ because: 'ASSIGNEE_NOT_ELIGIBLE' })
  })

  it('of a user is the same', () => {
    const user = { status: 'ACTIVE', role: 'TENANT_ADMIN' } as const
    expect(whyUserUnchanged(user, 'deactivate', { ...imke, seenAs: 'COMPLIANCE_OFFICER' })).toMatchObject({ barrier: 'ABOVE_VIEW' })
    expect(whyUserUnchanged(user, 'invite', imke)).toMatchObject({
      because: 'INVALID_TRANSITION',
      from: 'ACTIVE',
      allowed: ['DEACTIVATED'],
    })
    expect(whyUserUnchanged(user, 'deactivate', imke)).toEqual({ because: 'VERSION_CONFLICT' })
  })
})

describe('what can be revealed', () => {
  it('is a field of the list, of a record of its kind', () => {
    expect(revealable(newId('riu'), 'narrative')).toMatchObject({ kind: 'riu', name: 'what was reported' })
    for (const [record, field] of [
      [newId('riu'), 'body'],
      [newId('riu'), 'toString'],
      [newId('case'), 'title'],
      ['riu_1', 'narrative'],
      [undefined, 'narrative'],
    ] as const)
      expect(revealable(record, field)).toBeUndefined()
  })

  it('is the same list in the database', async () => {
    const [row] = await owner<{ text: string }>("select pg_get_functiondef('app.reveal'::regproc) as text")
    const list = /NOT IN \(([\s\S]*?)\)\)?\s+OR/.exec(row?.text ?? '')?.[1] ?? ''
    const there = [...list.matchAll(/\('(\w+)', '(\w+)'/g)].map((found) => `${found[1]}.${found[2]}`)
    expect(there.toSorted()).toEqual(
      Object.entries(REVEALABLE)
        .flatMap(([kind, fields]) => Object.keys(fields).map((field) => `${kind}.${field}`))
        .toSorted(),
    )
  })

  it('leads back to a page of the workspace and nowhere else', () => {
    const home = `/workspace/reports/${newId('riu')}`
    expect(placeIn(home)).toBe(home)
    for (const path of ['//evil.example/x', '/sign-out', `${home}?x`, '/workspace/reports/../..', 'javascript:alert(1)', undefined])
      expect(placeIn(path)).toBe('/workspace/cases')
  })
})
