import * as z from 'zod/mini'
import { REASON_LENGTH } from '#worker/impersonation/rules/reason.ts'
import { reason, startForm } from '#worker/impersonation/rules/start-form.ts'
import { MODES, type Mode, type Scope, SCOPES } from '#worker/impersonation/rules/words.ts'
import { line } from '#worker/rules/line.ts'

/** How long each who is asked has, and the operator once everybody said yes. `app.access_limit` says the same. */
export const ANSWER_MINUTES = 30
export const CUSTOMER_HOURS = 12
export const START_MINUTES = 15
export const BREAK_GLASS_MINUTES = 30

/** What one can need, in one word for a form: how far a session reaches and whether it may change anything. */
export const NEEDS = ['look', 'write', 'export'] as const
export type Need = (typeof NEEDS)[number]
export const NEED_NAMES: Record<Need, string> = { look: 'Read-only', write: 'Read-write', export: 'Read-only, with export' }

const WAYS: Record<Need, { mode: Mode; scope: Scope }> = {
  look: { mode: 'READ_ONLY', scope: 'CONTENT' },
  write: { mode: 'READ_WRITE', scope: 'CONTENT' },
  export: { mode: 'READ_ONLY', scope: 'EXPORT' },
}
export const wayOf = (need: Need) => WAYS[need]

/** What a way is called where it is shown; a program may also ask to write and to export at once. */
export function wayName(mode: Mode, scope: Scope): string {
  return `${mode === 'READ_WRITE' ? 'Read-write' : 'Read-only'}${scope === 'EXPORT' ? ', with export' : ''}`
}

/** The page's form: the start form, and what one needs. */
export const enterForm = z.extend(startForm, { need: z._default(z.enum(NEEDS, 'Choose what you need.'), 'look') })

/** The exact request again, as its page shows it: what was approved is what begins. */
export const beginForm = z.extend(z.omit(startForm, { next: true }), {
  mode: z.enum(MODES, 'Reload the page.'),
  scope: z.enum(SCOPES, 'Reload the page.'),
})

export const ANSWER_LENGTH = { least: 10, most: 300 } as const
/** What a colleague says to a request; whoever asked reads it. */
export const answerForm = z.strictObject({ note: line('Say a sentence to it.', ANSWER_LENGTH.most) })

export const BREAK_GLASS_REASON = { least: 40, most: REASON_LENGTH.most } as const

/** A reason that explains why nobody could be waited for. */
export const breakGlassReason = reason.check(
  z.refine(
    (text) => text.length >= BREAK_GLASS_REASON.least,
    `Say why it cannot wait, in at least ${BREAK_GLASS_REASON.least} characters.`,
  ),
)
export const breakGlassForm = z.extend(z.omit(startForm, { tenantId: true, minutes: true, next: true, targetUserId: true }), {
  reason: breakGlassReason,
})

/** Taking back what one asked for needs no word. */
export const withdrawForm = z.strictObject({})
