import { describe, expect, it } from 'vitest'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { allowedCards, CARDS } from '#worker/home/cards/cards.ts'
import { arranged, type Placed, shownCards, usualCards } from '#worker/home/rules/cards.ts'
import { CARD_KINDS } from '#worker/home/rules/words.ts'

const cards: Placed[] = [
  { kind: 'my_tickets', width: 'full' },
  { kind: 'my_session', width: 'half' },
  { kind: 'recent_sessions', width: 'half' },
]
const kinds = (list: readonly Placed[]) => list.map(({ kind }) => kind)

describe('the cards of a home', () => {
  it('are for everybody some usual ones, each once and each allowed', () => {
    for (const role of ROLES) {
      for (const lead of [false, true]) {
        const allowed = allowedCards({ role, lead })
        const usual = kinds(usualCards({ role, lead }, allowed))
        expect(usual.length).toBeGreaterThanOrEqual(2)
        expect(new Set(usual).size).toBe(usual.length)
        expect(usual.filter((kind) => !allowed.includes(kind))).toEqual([])
      }
    }
  })

  it('show a lead of support who is inside and who is held, and nobody else of that role', () => {
    const of = (lead: boolean) => kinds(usualCards({ role: 'SUPPORT_L2', lead }, allowedCards({ role: 'SUPPORT_L2', lead })))
    expect(of(true)).toEqual(expect.arrayContaining(['open_sessions', 'held_operators']))
    expect(of(false)).not.toContain('open_sessions')
  })

  it('that were kept vanish with the permission they need', () => {
    const kept: Placed[] = [{ kind: 'portal_jobs', width: 'full' }, ...cards]
    expect(kinds(shownCards(kept, [], allowedCards({ role: 'SUPPORT_L1', lead: false })))).toEqual(kinds(cards))
  })

  it('each say who may have them and what they are', () => {
    for (const kind of CARD_KINDS) expect(CARDS[kind].about.length).toBeGreaterThan(20)
  })
})

describe('arranging', () => {
  it.each([
    ['earlier', 'my_session', ['my_session', 'my_tickets', 'recent_sessions']],
    ['earlier', 'my_tickets', ['my_tickets', 'my_session', 'recent_sessions']],
    ['later', 'my_tickets', ['my_session', 'my_tickets', 'recent_sessions']],
    ['later', 'recent_sessions', ['my_tickets', 'my_session', 'recent_sessions']],
    ['remove', 'my_session', ['my_tickets', 'recent_sessions']],
    ['add', 'tenant_jobs', ['my_tickets', 'my_session', 'recent_sessions', 'tenant_jobs']],
    ['add', 'my_session', ['my_tickets', 'my_session', 'recent_sessions']],
    ['reset', undefined, []],
  ] as const)('%s %s', (wish, kind, expected) => {
    expect(kinds(arranged(cards, { wish, kind }))).toEqual(expected)
  })

  it('puts a dragged card where it was dropped', () => {
    expect(kinds(arranged(cards, { wish: 'place', kind: 'recent_sessions', place: 0 }))).toEqual([
      'recent_sessions',
      'my_tickets',
      'my_session',
    ])
    expect(kinds(arranged(cards, { wish: 'place', kind: 'my_tickets', place: 99 }))).toEqual([
      'my_session',
      'recent_sessions',
      'my_tickets',
    ])
  })

  it('changes a width and nothing else', () => {
    expect(arranged(cards, { wish: 'full', kind: 'my_session' })[1]).toEqual({ kind: 'my_session', width: 'full' })
  })

  it('never takes the last card away, because nothing at all means the usual ones', () => {
    const last = cards.slice(0, 1)
    expect(arranged(last, { wish: 'remove', kind: 'my_tickets' })).toEqual(last)
  })
})
