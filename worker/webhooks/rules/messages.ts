import * as z from 'zod/mini'
import { SEVERITIES, ACCESS_POLICIES, CATEGORIES, LANGUAGES, RIU_TYPES } from '#worker/tenant/rules/words.ts'
import { KEY } from '#worker/rules/ids.ts'
import { ERROR_LEVELS } from '#worker/support/rules/register-words.ts'
import { TICKET_PRIORITIES } from '#worker/support/rules/ticket-words.ts'
import { asked } from '#worker/webhooks/rules/notification.ts'
import type { MessageType } from '#worker/webhooks/rules/words.ts'

const key = z.string().check(z.regex(KEY))
const at = z.iso.datetime({ offset: true })
const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))
const number = z.int().check(z.minimum(1), z.maximum(2_147_483_647))
const tenantId = key

/** What each message says. Strict: a field that nobody named is a message that nobody agreed on. */
export const MESSAGES = {
  'ticket.opened': z.strictObject({
    tenantId,
    number,
    subject: text(300),
    requesterName: text(200),
    requesterEmail: text(254),
    priority: z.enum(TICKET_PRIORITIES),
    openedAt: at,
  }),
  'ticket.closed': z.strictObject({ tenantId, number }),
  'report.received': z.strictObject({
    tenantId,
    number,
    type: z.enum(RIU_TYPES),
    category: z.enum(CATEGORIES),
    severity: z.enum(SEVERITIES),
    language: z.enum(LANGUAGES),
    anonymous: z.boolean(),
    narrative: text(20_000),
    at,
  }),
  // The product masks people in its messages before it tells of them, as it does for the errors it records itself.
  'tenant.error_recorded': z.strictObject({
    tenantId,
    fingerprint: z.string().check(z.regex(/^[\w.-]{1,80}$/)),
    level: z.enum(ERROR_LEVELS),
    message: text(500),
    source: text(120),
    count: z.int().check(z.minimum(1), z.maximum(1_000_000)),
    at,
  }),
  'tenant.suspended': z.strictObject({ tenantId }),
  'tenant.policy_changed': z.strictObject({ tenantId, policy: z.enum(ACCESS_POLICIES) }),
  'user.deactivated': z.strictObject({ tenantId, userId: key }),
  'notification.asked': asked,
} as const satisfies Record<MessageType, z.ZodMiniType>

/** The envelope of Standard Webhooks. What `data` holds follows from the type. */
export const envelope = z.strictObject({ type: z.string(), timestamp: at, data: z.looseObject({}) })

/** Whose a message is; null for one that is nobody's tenant's. */
export const tenantOf = (data: Record<string, unknown>): string | null => (typeof data.tenantId === 'string' ? data.tenantId : null)
