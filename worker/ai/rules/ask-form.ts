import * as z from 'zod/mini'
import { LONGEST_QUESTION } from '#worker/ai/rules/limits.ts'
import { SKILL_NAMES } from '#worker/ai/rules/words.ts'
import { LANGUAGES } from '#worker/tenant/rules/words.ts'

/** What one may choose on a page: a question, a skill, a translation into one language. */
const choices = [
  'chat',
  ...SKILL_NAMES.filter((name) => name !== 'translate'),
  ...LANGUAGES.map((language) => `translate ${language}` as const),
]
type Choice = (typeof choices)[number]

/** These work on what is typed. */
const needsWords = (task: Choice) => task === 'chat' || task === 'note-cleanup' || task.startsWith('translate')

export const askForm = z
  .strictObject({
    task: z.enum(choices, 'Choose one of the list.'),
    text: z._default(z.string().check(z.trim(), z.maxLength(LONGEST_QUESTION, `At most ${LONGEST_QUESTION} characters.`)), ''),
  })
  .check(z.refine(({ task, text }) => !needsWords(task) || text !== '', { path: ['text'], message: 'Write what it is about.' }))
