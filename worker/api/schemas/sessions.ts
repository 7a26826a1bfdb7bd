import * as z from 'zod/mini'
import { SessionReview } from '#worker/api/schemas/reviews.ts'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { PROGRAM_STATES } from '#worker/auth/rules/families.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { END_REASONS, MODES, REVEAL_STATES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { TENANT_ROLES } from '#worker/tenant/rules/words.ts'

/** What the API promises of sessions in tenants, and of sign-ins. */
export const Session = named(
  'Session',
  z.object({
    id: key,
    operatorId: key,
    operatorName: maybe(z.string()),
    operatorRole: z.enum(ROLES),
    tenantId: key,
    tenantName: maybe(z.string()),
    targetUserId: maybe(key),
    seenAs: z.enum(TENANT_ROLES),
    mode: z.enum(MODES),
    breakGlass: z.boolean(),
    category: z.enum(SESSION_CATEGORIES),
    reason: z.string(),
    ticketNumber: maybe(z.int()),
    startedAt: instant,
    expiresAt: instant,
    endedAt: maybe(instant),
    endReason: maybe(z.enum(END_REASONS)),
  }),
)
export const SessionPage = page('SessionPage', Session)

/** One act of a session's timeline, as it stands in the trail. */
const TimelineAct = named(
  'TimelineAct',
  z.object({
    seq: z.int(),
    at: instant,
    operatorId: z.string(),
    operatorName: maybe(z.string()),
    act: z.string(),
    sentence: z.string(),
    outcome: z.string(),
    entityType: maybe(z.string()),
    entityIds: z.array(z.string()),
    reason: maybe(z.string()),
  }),
)
export const Timeline = named(
  'Timeline',
  z.object({ session: Session, review: z.optional(SessionReview), acts: z.array(TimelineAct), next: z.optional(z.string()) }),
)

export const StartedSession = named('StartedSession', z.object({ id: key, expiresAt: instant, accessToken: z.string() }))
export const ExtendedSession = named('ExtendedSession', z.object({ id: key, expiresAt: instant }))
export const EndedSession = named('EndedSession', z.object({ id: key, endedAt: instant, endReason: z.enum(END_REASONS) }))
export const KilledSessions = named('KilledSessions', z.object({ killed: z.array(z.object({ id: key, operatorId: key })) }))
export const NotedSession = named('NotedSession', z.object({ id: key, noted: z.boolean() }))

export const CurrentSession = named(
  'CurrentSession',
  z.object({
    live: z.boolean(),
    id: maybe(key),
    /** By the database clock. */
    remainingMs: z.number(),
    idleRemainingMs: z.number(),
    warning: maybe(z.int()),
  }),
)

export const Tokens = named(
  'Tokens',
  z.object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    /** Seconds. */
    expiresIn: z.int(),
    /** Traded once, for the next pair. */
    refreshToken: z.string(),
  }),
)

export const Me = named(
  'Me',
  z.object({
    id: key,
    name: z.string(),
    role: z.enum(ROLES),
    lead: z.boolean(),
    zone: z.string(),
    permissions: z.array(z.string()),
    session: maybe(z.object({ id: key, tenantId: key, mode: z.enum(MODES), seenAs: z.enum(TENANT_ROLES), expiresAt: instant })),
  }),
)

export const TenantMe = named(
  'TenantMe',
  z.object({ userId: z.string(), tenantId: z.string(), role: z.enum(TENANT_ROLES), expiresAt: instant }),
)

export const SignIns = named(
  'SignIns',
  z.object({
    items: z.array(
      named(
        'SignIn',
        z.object({
          id: key,
          state: z.enum(['open', 'ended', 'idle', 'expired']),
          isCurrent: z.boolean(),
          inSession: z.boolean(),
          createdAt: instant,
          seenAt: instant,
          ip: maybe(z.string()),
          userAgent: maybe(z.string()),
        }),
      ),
    ),
  }),
)
export const RevokedSignIns = named('RevokedSignIns', z.object({ current: z.boolean(), sessionIds: z.array(key) }))

export const Programs = named(
  'Programs',
  z.object({
    items: z.array(
      named(
        'Program',
        z.object({
          id: key,
          state: z.enum(PROGRAM_STATES),
          isCurrent: z.boolean(),
          /** The sign-in that it rests on. */
          loginId: key,
          createdAt: instant,
          refreshedAt: instant,
          ip: maybe(z.string()),
          userAgent: maybe(z.string()),
        }),
      ),
    ),
  }),
)
export const RevokedProgram = named('RevokedProgram', z.object({ id: key }))

/** Wishes for more reveals in a session, the latest first. `left` is null for whoever is not in it. */
export const MoreReveals = named(
  'MoreReveals',
  z.object({
    items: z.array(
      z.object({
        id: key,
        operatorId: key,
        tenantId: key,
        reason: z.string(),
        /** By the database clock. */
        state: z.enum(REVEAL_STATES),
        askedAt: instant,
        answerBy: instant,
        answererId: maybe(key),
        answeredAt: maybe(instant),
        note: maybe(z.string()),
      }),
    ),
    left: maybe(z.int()),
  }),
)
export const AskedReveals = named('AskedReveals', z.object({ id: key }))
export const AnsweredReveals = named('AnsweredReveals', z.object({ id: key }))
