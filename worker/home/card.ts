import type { Child } from 'hono/jsx'
import type { Operator } from '#worker/auth/rules/operator.ts'
import type { Permission } from '#worker/auth/rules/roles.ts'
import type { Reading } from '#worker/db/read.ts'
import type { Fields, Shown } from '#worker/db/shown.ts'
import type { LiveSession } from '#views/layout/banner.tsx'
import type { IconName } from '#views/ui/icon.tsx'

/** What every card is told beside its rows. */
export type CardFacts = { operator: Operator; session: LiveSession | undefined; now: Date }

/** One card of the home page: who may have it, what it asks, how it looks. */
export type Card = {
  title: string
  icon: IconName
  /** One sentence for the page where cards are chosen. */
  about: string
  permission: Permission
  /** Where the whole of it is. */
  more?: { href: string; word: string }
  /** Rows reach the edges of the card. */
  flush?: boolean
  ask?: (operator: Operator) => Reading<Fields>
  show: (rows: Shown<Fields>[], facts: CardFacts) => Child
}

type Asking<F extends Fields> = Omit<Card, 'ask' | 'show'> & {
  ask: (operator: Operator) => Reading<F>
  show: (rows: Shown<F>[], facts: CardFacts) => Child
}

/** A card that asks the database: its view is given the rows of its own question, so the two cannot drift apart. */
export const card = <F extends Fields>(asking: Asking<F>): Card => asking as unknown as Card
