import { sql } from 'drizzle-orm'
import { check, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core'
import { CARD_KINDS, CARD_WIDTHS } from '#worker/home/rules/words.ts'
import { app, internalUsers } from './auth.ts'
import { oneOf } from './columns.ts'

/** How a person arranged their home. Who arranged nothing has no row and gets the cards of their role. */
export const homeCards = app.table(
  'home_card',
  {
    operatorId: text('operator_id')
      .notNull()
      .references(() => internalUsers.id),
    kind: text('kind', { enum: CARD_KINDS }).notNull(),
    position: integer('position').notNull(),
    width: text('width', { enum: CARD_WIDTHS }).notNull(),
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.operatorId, t.kind] }),
    oneOf('home_card_kind_words', t.kind, CARD_KINDS),
    oneOf('home_card_width_words', t.width, CARD_WIDTHS),
    check('home_card_position', sql`${t.position} between 0 and 99`),
  ],
)
