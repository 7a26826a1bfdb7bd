import * as z from 'zod/mini'
import { isNext } from '#worker/impersonation/rules/next.ts'
import { faultOfReason, normalised, REASON_FAULTS } from '#worker/impersonation/rules/reason.ts'
import { CLOSING_NOTE, DURATIONS, EXTENSIONS, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { KEY } from '#worker/rules/ids.ts'
import { line } from '#worker/rules/line.ts'

/** One of our keys: a word that somebody typed there would stand in the trail. */
export const id = (message: string) => z.string(message).check(z.regex(KEY, message))

/** The reason as it will be kept, or the rule it breaks. */
export const reason = z.pipe(
  z.string('Say why you need to look.').check((text) => {
    const fault = faultOfReason(text.value)
    if (fault) text.issues.push({ code: 'custom', input: text.value, message: REASON_FAULTS[fault] })
  }),
  z.transform(normalised),
)

const minutesOf = (allowed: readonly number[], message: string) => z.pipe(z.enum(allowed.map(String), message), z.transform(Number))

export const startForm = z.strictObject({
  tenantId: id('Name the tenant.'),
  ticketId: id('Choose an open ticket of this tenant.'),
  targetUserId: z.pipe(
    z._default(z.string(), '').check(z.refine((text) => text === '' || KEY.test(text), 'Choose a user from the list.')),
    z.transform((text) => (text === '' ? null : text)),
  ),
  category: z.enum(SESSION_CATEGORIES, 'Choose what it is about.'),
  minutes: minutesOf(DURATIONS, `Choose ${DURATIONS.join(', ')} minutes.`),
  reason,
  next: z._default(z.string(), '').check(z.refine((path) => path === '' || isNext(path), 'That is no record of a tenant.')),
})

export const extendForm = z.strictObject({
  minutes: minutesOf(EXTENSIONS, `Choose ${EXTENSIONS.join(' or ')} minutes.`),
  reason: line('Say why more time is needed.', 300),
})

export const noteForm = z.strictObject({ note: line('Say what came of it.', CLOSING_NOTE.most) })
