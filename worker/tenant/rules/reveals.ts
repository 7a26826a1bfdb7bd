import * as z from 'zod/mini'
import { KEY } from '#worker/rules/ids.ts'
import { line } from '#worker/rules/line.ts'

/** How long a value is shown, in seconds, and how many one session may reveal without asking; as many again for each yes of a colleague.
 *  `app.reveal` says the same. */
export const REVEAL_SECONDS = 60
export const MOST_REVEALS = 10

/** The fields that may be hidden and can be revealed one at a time, by kind of record. Who reported is sealed and is none of them. */
export const REVEALABLE = {
  riu: { narrative: 'what was reported' },
  note: { body: 'a note' },
  investigation_step: { finding: 'a finding' },
  participant: { name: 'a name' },
  tenant_user: { name: 'a name', email: 'a mail address', employeeNumber: 'an employee number' },
} as const
export type RevealKind = keyof typeof REVEALABLE

/** Of the key of a record. */
const KINDS: Record<string, RevealKind> = { riu: 'riu', note: 'note', step: 'investigation_step', par: 'participant', usr: 'tenant_user' }

export type Revealed = { kind: RevealKind; record: string; field: string; name: string }

/** The field that is meant; undefined where there is none that could be revealed. */
export function revealable(record: string | undefined, field: string | undefined): Revealed | undefined {
  if (record === undefined || field === undefined || !KEY.test(record)) return undefined
  const kind = KINDS[record.slice(0, record.indexOf('_'))]
  const name = kind && Object.hasOwn(REVEALABLE[kind], field) ? (REVEALABLE[kind] as Record<string, string>)[field] : undefined
  return kind && name !== undefined ? { kind, record, field, name } : undefined
}

/** A page of the workspace that one comes from and goes back to. */
const PLACE = /^\/workspace\/(cases|reports|users)\/[a-z]{2,5}_[0-9A-Z]{20}$/
export const placeIn = (path: string | undefined): string => (path !== undefined && PLACE.test(path) ? path : '/workspace/cases')

const reason = line('Say why you need to see it.', 300)
const record = z.string().check(z.regex(KEY))
const field = z.string().check(z.maxLength(40))

/** More of them than everybody has, for a reason that a colleague judges. */
export const moreRevealsForm = z.strictObject({ reason: line('Say what you still have to compare.', 300) })

export const revealForm = z.strictObject({ record, field, from: z.string().check(z.maxLength(100)), reason })
export const revealBody = z.strictObject({ record, field, reason })
