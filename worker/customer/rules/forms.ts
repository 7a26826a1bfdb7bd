import * as z from 'zod/mini'
import { LINK_DAYS, type LinkDays } from '#worker/customer/rules/words.ts'
import { ANSWER_LENGTH } from '#worker/impersonation/rules/access.ts'
import { normalised } from '#worker/impersonation/rules/reason.ts'
import { ACCESS_POLICIES } from '#worker/tenant/rules/words.ts'

const name = z
  .pipe(
    z._default(z.string().check(z.maxLength(80, 'At most 80 characters.')), ''),
    z.transform((text) => text.trim()),
  )
  .check(z.refine((text) => text !== '', 'Say for whom it is.'))

const days = z.pipe(
  z.enum(LINK_DAYS.map(String) as [string, ...string[]], 'Choose how long it opens.'),
  z.transform((text) => Number(text) as LinkDays),
)

export const newLinkForm = z.strictObject({ name, days })

/** The same from a program; one that may act is only a tenant's administrator's to make. */
export const newLinkBody = z.strictObject({ name, days: z.literal(LINK_DAYS), mayAct: z._default(z.boolean(), false) })

export const policyForm = z.strictObject({
  seen: z.enum(ACCESS_POLICIES, 'Reload the page.'),
  policy: z.enum(ACCESS_POLICIES, 'Choose one of the four.'),
})

/** A customer owes nobody a word for their yes or no. */
export const customerAnswer = z.strictObject({
  note: z.pipe(
    z._default(z.string().check(z.maxLength(ANSWER_LENGTH.most, `At most ${ANSWER_LENGTH.most} characters.`)), ''),
    z.transform((text) => normalised(text) || null),
  ),
})
