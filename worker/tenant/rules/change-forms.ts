import { z } from 'zod/mini'
import { KEY } from '#worker/rules/ids.ts'
import { line } from '#worker/rules/line.ts'
import { CASE_STATUSES } from '#worker/tenant/rules/words.ts'

const STALE_FORM = 'Reload the page.'
const version = z.pipe(z.string(STALE_FORM).check(z.regex(/^\d{1,9}$/, STALE_FORM)), z.transform(Number))
/** Read by the customer as well. */
const reason = line('Say why it changes.', 300)

const status = z.enum(CASE_STATUSES, 'Choose a status.')
const assigneeId = z.string('Choose a user.').check(z.regex(KEY, 'Choose a user.'))

/** The changes of a case and of a user as a page sends them: with the version that was seen. */
export const statusForm = z.strictObject({ version, status, reason })
export const priorityForm = z.strictObject({
  version,
  priority: z.pipe(z.enum(['1', '2', '3', '4'], 'Choose a priority.'), z.transform(Number)),
  reason,
})
export const assigneeForm = z.strictObject({ version, assigneeId, reason })
export const userForm = z.strictObject({ version, reason })

const seen = z.int().check(z.minimum(1), z.maximum(999_999_999))

/** The same as a program sends them. */
export const statusBody = z.strictObject({ version: seen, status, reason })
export const priorityBody = z.strictObject({ version: seen, priority: z.int().check(z.minimum(1), z.maximum(4)), reason })
export const assigneeBody = z.strictObject({ version: seen, assigneeId, reason })
export const userBody = z.strictObject({ version: seen, reason })
