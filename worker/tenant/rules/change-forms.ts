import * as z from 'zod/mini'
import { KEY } from '#worker/rules/ids.ts'
import { line } from '#worker/rules/line.ts'
import { CASE_STATUSES, NOTE_VISIBILITIES } from '#worker/tenant/rules/words.ts'

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

/** In characters: what somebody writes about a case at one time, or a model's answer. */
export const LONGEST_NOTE = 10_000

const note = {
  body: z
    .string('Write the note.')
    .check(z.trim(), z.minLength(1, 'Write the note.'), z.maxLength(LONGEST_NOTE, `At most ${LONGEST_NOTE} characters.`)),
  visibility: z.enum(NOTE_VISIBILITIES, 'Choose who reads it.'),
}

/** A note, and the model's answer that it began as, if it did. */
export const noteForm = z.strictObject({
  ...note,
  draft: z.pipe(
    z.optional(z.union([z.literal(''), z.string().check(z.regex(KEY, STALE_FORM))])),
    z.transform((draft) => draft || undefined),
  ),
})
export const noteBody = z.strictObject({ ...note, runId: z.optional(z.string().check(z.regex(KEY))) })
