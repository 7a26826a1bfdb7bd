import * as z from 'zod/mini'
import { END_REASONS } from '#worker/impersonation/rules/words.ts'
import type { JobKind } from '#worker/jobs/rules/words.ts'
import { type Audience, AUDIENCE } from '#worker/notifications/rules/audience.ts'
import { NOTICE_NAMES } from '#worker/notifications/rules/notices.ts'
import { CATEGORIES, MARKS, MOST_MARKED } from '#worker/notifications/rules/words.ts'
import { KEY } from '#worker/rules/ids.ts'

/** What a kind of job is given and what it may take. `leaseSeconds` is how long one run has before another runner takes over; a kind that
 *  must not be tried twice says `neverRetry`. */
export type Limits = { args: z.ZodMiniType; leaseSeconds: number } & ({ maxAttempts: number } | { neverRetry: true })

const id = z.string().check(z.regex(KEY))

/** What ends, as `worker/live/tell.ts` knows it. */
export const OVER = ['session', 'login', 'family', 'user'] as const

const audience = z.custom<Audience>((text) => typeof text === 'string' && AUDIENCE.test(text))

/** Letters of the portal: any notice, and what was collected of a category. What each says stands in letters.ts. */
export const LETTERS = [...NOTICE_NAMES, 'digest'] as const
export type LetterName = (typeof LETTERS)[number]

export const JOB_LIMITS = {
  /** `to` is the reader, whose address is looked up when the letter is sent; `about` is what the link leads to. */
  mail: {
    args: z.strictObject({ letter: z.enum(LETTERS), to: id, about: id, count: z.optional(z.int().check(z.positive())) }),
    leaseSeconds: 60,
    maxAttempts: 8,
  },
  sweep: { args: z.strictObject({}), leaseSeconds: 60, maxAttempts: 3 },
  /** What is over, whose it was, and how a session came to its end. Later than an hour nobody is there any more who did not hear it. */
  tell: {
    args: z.strictObject({ what: z.enum(OVER), operatorId: id, about: id, because: z.optional(z.enum(END_REASONS)) }),
    leaseSeconds: 30,
    maxAttempts: 6,
  },
  /** Six tries take ten minutes: given up when none could be written for a quarter of an hour. */
  checkpoint: { args: z.strictObject({ slot: z.iso.datetime() }), leaseSeconds: 60, maxAttempts: 6 },
  /** A notice of an event to an audience. */
  notify: {
    args: z.strictObject({ event: id, notice: z.enum(NOTICE_NAMES), to: audience, about: id, except: z.optional(id) }),
    leaseSeconds: 60,
    maxAttempts: 8,
  },
  /** To whoever has a page open: what was written of an event, from a person on; what somebody did with their own; or that a record of a
   *  tenant is another version now. */
  push: {
    args: z.union([
      z.strictObject({ event: id, after: z.optional(id) }),
      z.strictObject({ to: id, change: z.enum(MARKS), ids: z.array(id).check(z.maxLength(MOST_MARKED * 5)) }),
      z.strictObject({ record: id, tenantId: id, version: z.int().check(z.positive()) }),
    ]),
    leaseSeconds: 30,
    maxAttempts: 5,
  },
  /** One letter for what was collected of a category. */
  digest: { args: z.strictObject({ to: id, category: z.enum(CATEGORIES) }), leaseSeconds: 60, maxAttempts: 8 },
  'webhook-effect': { args: z.strictObject({ receipt: id }), leaseSeconds: 60, maxAttempts: 8 },
  /** With the growing pauses a receiver may be away for most of a day. */
  'webhook-out': { args: z.strictObject({ endpoint: id, event: id }), leaseSeconds: 60, maxAttempts: 24 },
  /** As long as any other message to a receiver. */
  'checkpoint-out': { args: z.strictObject({ endpoint: id, event: id }), leaseSeconds: 60, maxAttempts: 24 },
  /** To a tenant's contact: somebody has just come in. */
  'customer-mail': { args: z.strictObject({ contact: id, event: id }), leaseSeconds: 60, maxAttempts: 8 },
} as const satisfies Record<JobKind, Limits>

export type ArgsOf<K extends JobKind> = z.output<(typeof JOB_LIMITS)[K]['args']>

export const attemptsOf = (limits: Limits): number => ('neverRetry' in limits ? 1 : limits.maxAttempts)

/** Seconds by kind: what this Worker can run, as the database asks for it. */
export const leasesOf = (all: Record<string, { leaseSeconds: number }>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).map(([kind, { leaseSeconds }]) => [kind, leaseSeconds]))
