import { z } from 'zod/mini'
import type { JobKind } from '#worker/jobs/rules/words.ts'
import { KEY } from '#worker/rules/ids.ts'

/** What a kind of job is given and what it may take. `leaseSeconds` is how long one run has before another runner takes over; a kind that
 *  must not be tried twice says `neverRetry`. */
export type Limits = { args: z.ZodMiniType; leaseSeconds: number } & ({ maxAttempts: number } | { neverRetry: true })

const id = z.string().check(z.regex(KEY))

/** Letters of the portal; what each says stands in letters.ts. */
export const LETTERS = ['session.killed', 'role.changed', 'job.discarded'] as const
export type LetterName = (typeof LETTERS)[number]

export const JOB_LIMITS = {
  /** `to` is the reader, whose address is looked up when the letter is sent; `about` is what the link leads to. */
  mail: { args: z.strictObject({ letter: z.enum(LETTERS), to: id, about: id }), leaseSeconds: 60, maxAttempts: 8 },
  sweep: { args: z.strictObject({}), leaseSeconds: 60, maxAttempts: 3 },
  'webhook-effect': { args: z.strictObject({ receipt: id }), leaseSeconds: 60, maxAttempts: 8 },
  /** With the growing pauses a receiver may be away for most of a day. */
  'webhook-out': { args: z.strictObject({ endpoint: id, event: id }), leaseSeconds: 60, maxAttempts: 24 },
} as const satisfies Record<JobKind, Limits>

export type ArgsOf<K extends JobKind> = z.output<(typeof JOB_LIMITS)[K]['args']>

export const attemptsOf = (limits: Limits): number => ('neverRetry' in limits ? 1 : limits.maxAttempts)

/** Seconds by kind: what this Worker can run, as the database asks for it. */
export const leasesOf = (all: Record<string, { leaseSeconds: number }>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).map(([kind, { leaseSeconds }]) => [kind, leaseSeconds]))
