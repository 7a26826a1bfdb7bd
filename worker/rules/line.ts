import * as z from 'zod/mini'
import { normalised } from '#worker/impersonation/rules/reason.ts'

/** Shorter than a reason to enter, but not nothing. */
const LEAST_LINE = 10

/** A line on why something is done, as it will be kept. */
export const line = (message: string, most: number) =>
  z.pipe(
    z.string(message).check((text) => {
      const plain = normalised(text.value)
      if (plain.length < LEAST_LINE)
        text.issues.push({ code: 'custom', input: text.value, message: `${message} At least ${LEAST_LINE} characters.` })
      if (plain.length > most) text.issues.push({ code: 'custom', input: text.value, message: `At most ${most} characters.` })
    }),
    z.transform(normalised),
  )
