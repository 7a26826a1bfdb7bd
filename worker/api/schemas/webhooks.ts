import * as z from 'zod/mini'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { JOB_STATES } from '#worker/jobs/rules/words.ts'
import {
  DELIVERY_STATUSES,
  DIRECTIONS,
  ENDPOINT_STATUSES,
  MESSAGE_TYPES,
  SECRET_VERSIONS,
  TOLD_EVENTS,
} from '#worker/webhooks/rules/words.ts'

const endpoint = {
  id: key,
  direction: z.enum(DIRECTIONS),
  tenantId: maybe(key),
  tenantName: maybe(z.string()),
  name: z.string(),
  url: maybe(z.string()),
  status: z.enum(ENDPOINT_STATUSES),
  version: z.int(),
  createdAt: instant,
}

export const WebhookEndpointPage = page('WebhookEndpointPage', named('ListedWebhookEndpoint', z.object(endpoint)))

/** Of its secrets all is told but the secrets. */
export const WebhookEndpoint = named(
  'WebhookEndpoint',
  z.object({
    ...endpoint,
    secrets: z.array(
      z.object({
        id: key,
        version: z.enum(SECRET_VERSIONS),
        lastFour: z.string(),
        createdAt: instant,
        expiresAt: maybe(instant),
        inForce: z.boolean(),
      }),
    ),
  }),
)

/** `secret` is told with this answer and never again; null where the sender has a key of its own. */
export const WebhookSecret = named('WebhookSecret', z.object({ id: key, secret: maybe(z.string()) }))

export const SwitchedEndpoint = named('SwitchedEndpoint', z.object({ id: key, status: z.enum(ENDPOINT_STATUSES), version: z.int() }))

const byJob = { jobId: key, jobState: maybe(z.enum(JOB_STATES)), createdAt: instant }

export const WebhookReceiptPage = page(
  'WebhookReceiptPage',
  named(
    'WebhookReceipt',
    z.object({
      ...byJob,
      id: key,
      messageId: z.string(),
      type: z.enum(MESSAGE_TYPES),
      tenantId: maybe(key),
      lastError: maybe(z.string()),
      doneAt: maybe(instant),
    }),
  ),
)

export const WebhookDeliveryPage = page(
  'WebhookDeliveryPage',
  named(
    'WebhookDelivery',
    z.object({
      ...byJob,
      id: key,
      eventId: key,
      kind: z.enum(TOLD_EVENTS),
      status: z.enum(DELIVERY_STATUSES),
      attempts: z.int(),
      lastCode: maybe(z.string()),
      deliveredAt: maybe(instant),
    }),
  ),
)
