import type { Role } from '#worker/auth/rules/roles.ts'
import type { CardKind, CardWidth } from '#worker/home/rules/words.ts'

export type Placed = { kind: CardKind; width: CardWidth }

const half = (kind: CardKind): Placed => ({ kind, width: 'half' })
const full = (kind: CardKind): Placed => ({ kind, width: 'full' })

/** Somebody waits for these: first, for whoever may answer them. */
const SUPPORT = [half('approvals'), half('my_session'), half('unread'), half('recent_sessions'), full('my_tickets')]
const LEADS = [full('open_sessions'), half('reviews'), half('held_operators')]

/** What each role finds on its home before anybody arranges anything. */
const USUAL: Record<Role, Placed[]> = {
  SUPPORT_L1: SUPPORT,
  SUPPORT_L2: [...SUPPORT, half('tenant_errors'), half('tenant_jobs')],
  SUPPORT_L3: [...SUPPORT, full('open_sessions'), half('tenant_errors'), half('tenant_jobs')],
  IMPLEMENTATION: SUPPORT,
  HOTLINE_OPS: [full('my_tickets'), half('unread'), half('recent_sessions')],
  CLIENT_SUCCESS: [full('my_tickets'), half('unread'), half('recent_sessions')],
  ADMIN: [
    half('approvals'),
    half('unread'),
    half('admin_grants'),
    half('reviews'),
    half('held_operators'),
    half('portal_jobs'),
    full('open_sessions'),
    full('my_tickets'),
    half('tenant_jobs'),
  ],
}

/** The cards a person may have and has not arranged otherwise. */
export function usualCards({ role, lead }: { role: Role; lead: boolean }, allowed: readonly CardKind[]): Placed[] {
  const more = lead && role.startsWith('SUPPORT') ? LEADS : []
  const cards = [...USUAL[role], ...more.filter((card) => !USUAL[role].some(({ kind }) => kind === card.kind))]
  return cards.filter(({ kind }) => allowed.includes(kind))
}

/** What stands on the page: the kept arrangement, or the usual one; never a card that its reader may no longer have. */
export function shownCards(kept: readonly Placed[], usual: readonly Placed[], allowed: readonly CardKind[]): Placed[] {
  return (kept.length > 0 ? kept : usual).filter(({ kind }) => allowed.includes(kind))
}

export const WISHES = ['add', 'remove', 'earlier', 'later', 'half', 'full', 'place', 'reset'] as const
/** `place`: where in the order, counted from 0. */
export type Wish = { wish: (typeof WISHES)[number]; kind?: CardKind | undefined; place?: number | undefined }

/** The arrangement after a wish. A wish that is fulfilled already changes nothing; the last card cannot be removed, because an empty
 *  arrangement means the usual one. */
export function arranged(cards: readonly Placed[], { wish, kind, place = 0 }: Wish): Placed[] {
  if (wish === 'reset') return []
  const at = cards.findIndex((card) => card.kind === kind)
  if (wish === 'add') return at >= 0 || kind === undefined ? [...cards] : [...cards, half(kind)]
  const card = cards[at]
  if (!card) return [...cards]
  const others = cards.filter((each) => each !== card)
  if (wish === 'remove') return others.length === 0 ? [...cards] : others
  if (wish === 'half' || wish === 'full') return cards.map((each) => (each === card ? { ...card, width: wish } : each))
  return others.toSpliced(wish === 'earlier' ? Math.max(0, at - 1) : wish === 'later' ? at + 1 : place, 0, card)
}
