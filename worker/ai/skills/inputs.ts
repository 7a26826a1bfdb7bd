import * as z from 'zod/mini'
import { LONGEST_QUESTION } from '#worker/ai/rules/limits.ts'
import type { Given } from '#worker/ai/rules/skill.ts'
import { LANGUAGES } from '#worker/tenant/rules/words.ts'

/** What people type is not empty and not endless. */
export const typed = z
  .string()
  .check(z.trim(), z.minLength(1, 'Write something.'), z.maxLength(LONGEST_QUESTION, `At most ${LONGEST_QUESTION} characters.`))

/** A skill on the record alone; what else somebody wants to say to it may be left out. */
export const maybeWords = z.pipe(
  z.nullish(z.strictObject({ text: z.optional(typed) })),
  z.transform((given): Given => ({ text: given?.text ?? '', language: '' })),
)

/** A skill on what somebody wrote. */
export const someWords = z.pipe(
  z.union([typed, z.strictObject({ text: typed })]),
  z.transform((given): Given => ({ text: typeof given === 'string' ? given : given.text, language: '' })),
)

export const wordsIntoLanguage = z.pipe(
  z.strictObject({ text: typed, language: z._default(z.enum(LANGUAGES), 'en') }),
  z.transform((given): Given => given),
)

/** Not empty. */
export const saysSomething = (output: string) => output.trim() !== ''
