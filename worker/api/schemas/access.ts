import * as z from 'zod/mini'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { ACCESS_STATES, DENIERS, MODES, SCOPES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'

/** What the API promises of access that takes somebody else's yes. */
export const AccessRequest = named(
  'AccessRequest',
  z.object({
    id: key,
    operatorId: key,
    operatorName: z.string(),
    operatorRole: z.enum(ROLES),
    tenantId: key,
    tenantName: maybe(z.string()),
    targetUserId: maybe(key),
    ticketId: key,
    ticketNumber: maybe(z.int()),
    mode: z.enum(MODES),
    scope: z.enum(SCOPES),
    category: z.enum(SESSION_CATEGORIES),
    reason: z.string(),
    minutes: z.int(),
    /** SHA-256 of what was asked, in hex: a start with one byte changed is another request. */
    requestHash: z.string(),
    /** By the database clock. */
    state: z.enum(ACCESS_STATES),
    askedAt: instant,
    /** A colleague answers until then. */
    answerBy: instant,
    /** And the customer, where their policy wants to be asked. */
    customerBy: maybe(instant),
    approverId: maybe(key),
    approverName: maybe(z.string()),
    approvedAt: maybe(instant),
    customerApprovedAt: maybe(instant),
    /** The session begins until then. */
    startBy: maybe(instant),
    deniedBy: maybe(z.enum(DENIERS)),
    closedAt: maybe(instant),
    note: maybe(z.string()),
    sessionId: maybe(key),
  }),
)
export const AccessPage = page('AccessRequestPage', AccessRequest)
export const AskedAccess = named('AskedAccess', z.object({ id: key }))
/** `endedSessionId`: the session that had begun from it and is over by this answer. */
export const AnsweredAccess = named('AnsweredAccess', z.object({ id: key, endedSessionId: maybe(key) }))
