import { may } from '#worker/auth/rules/roles.ts'
import type { Card } from '#worker/home/card.ts'
import { accessCard } from '#worker/home/cards/access.tsx'
import { adminGrantsCard } from '#worker/home/cards/admin-grants.tsx'
import { heldOperatorsCard } from '#worker/home/cards/held-operators.tsx'
import { mySession } from '#worker/home/cards/my-session.tsx'
import { myTickets } from '#worker/home/cards/my-tickets.tsx'
import { openSessions } from '#worker/home/cards/open-sessions.tsx'
import { portalJobsCard } from '#worker/home/cards/portal-jobs.tsx'
import { recentSessionsCard } from '#worker/home/cards/recent-sessions.tsx'
import { reviewsCard } from '#worker/home/cards/reviews.tsx'
import { tenantErrorsCard } from '#worker/home/cards/tenant-errors.tsx'
import { tenantJobsCard } from '#worker/home/cards/tenant-jobs.tsx'
import { unreadCard } from '#worker/home/cards/unread.tsx'
import { CARD_KINDS, type CardKind } from '#worker/home/rules/words.ts'

/** Every card. A kind without a card does not compile. */
export const CARDS: Record<CardKind, Card> = {
  my_session: mySession,
  approvals: accessCard,
  unread: unreadCard,
  my_tickets: myTickets,
  recent_sessions: recentSessionsCard,
  open_sessions: openSessions,
  tenant_errors: tenantErrorsCard,
  tenant_jobs: tenantJobsCard,
  reviews: reviewsCard,
  held_operators: heldOperatorsCard,
  admin_grants: adminGrantsCard,
  portal_jobs: portalJobsCard,
}

/** The kinds of cards somebody may have. */
export function allowedCards(person: Parameters<typeof may>[0]): CardKind[] {
  return CARD_KINDS.filter((kind) => may(person, CARDS[kind].permission))
}
