import * as z from 'zod/mini'
import { VERDICTS } from '#worker/reviews/rules/words.ts'
import { line } from '#worker/rules/line.ts'

export const NOTE_LENGTH = { least: 10, most: 1000 } as const

const note = line('Say what you saw.', NOTE_LENGTH.most)
const verdict = z.enum(VERDICTS, 'Approve it or flag it.')
const ALONE = 'Only a flag holds the operator.'

type Verdict = { verdict: (typeof VERDICTS)[number]; hold: boolean }
const agrees = ({ verdict, hold }: Verdict) => !hold || verdict === 'flagged'

/** Which of two buttons was pressed, with a sentence either way. `hold` stops the operator until a lead releases them. */
export const verdictForm = z
  .strictObject({
    verdict,
    note,
    hold: z.pipe(
      z._default(z.enum(['', 'yes']), ''),
      z.transform((word) => word === 'yes'),
    ),
  })
  .check(z.refine(agrees, { path: ['hold'], message: ALONE }))

/** The same as a program sends it. */
export const verdictBody = z
  .strictObject({ verdict, note, hold: z._default(z.boolean(), false) })
  .check(z.refine(agrees, { path: ['hold'], message: ALONE }))
