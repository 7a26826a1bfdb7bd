import * as z from 'zod/mini'
import { WISHES } from '#worker/home/rules/cards.ts'
import { CARD_KINDS } from '#worker/home/rules/words.ts'

/** One wish about the cards. `reset` needs no card; a place is counted from 0. */
export const arrangeForm = z.strictObject({
  wish: z.enum(WISHES, 'Choose what to do with the card.'),
  kind: z.optional(z.enum(CARD_KINDS, 'There is no such card.')),
  place: z.optional(z.pipe(z.string().check(z.regex(/^\d{1,2}$/, 'A place is a number.')), z.transform(Number))),
})
