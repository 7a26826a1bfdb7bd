import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import {
  SwitchedEndpoint,
  WebhookDeliveryPage,
  WebhookEndpoint,
  WebhookEndpointPage,
  WebhookReceiptPage,
  WebhookSecret,
} from '#worker/api/schemas/webhooks.ts'
import { withTrail } from '#worker/db/change.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { Refusal } from '#worker/http/problem.ts'
import { addEndpointFor, type Added, rotateFor } from '#worker/webhooks/acts.ts'
import { listEndpoints, readEndpoint, secretsOf, switchEndpoint } from '#worker/webhooks/queries/endpoints.ts'
import { listDeliveries, listReceipts } from '#worker/webhooks/queries/traffic.ts'
import { newEndpointForm, rotateBody } from '#worker/webhooks/rules/forms.ts'
import { DELIVERY_STATUSES, RECEIPT_STATES } from '#worker/webhooks/rules/words.ts'

export const webhookEndpointApi = [
  operation(
    'GET /api/v1/webhook-endpoints',
    { id: 'listWebhookEndpoints', summary: 'Endpoints of webhooks, the latest first.', query: listQuery, answer: WebhookEndpointPage },
    async (c, { query: { cursor, limit } }) => paged(await listEndpoints(c.var.db, turnFrom(cursor), limit), limit, (row) => row.createdAt),
  ),

  operation(
    'GET /api/v1/webhook-endpoints/:endpointId',
    { id: 'getWebhookEndpoint', summary: 'An endpoint, and what is known of its secrets.', answer: WebhookEndpoint },
    async (c, { params: { endpointId } }) => {
      const { db } = c.var
      const [[found], secrets] = await db.batch([readEndpoint(db, endpointId), secretsOf(db, endpointId)])
      return found && { ...found, secrets }
    },
  ),

  operation(
    'POST /api/v1/webhook-endpoints',
    {
      id: 'addWebhookEndpoint',
      summary: 'An endpoint with its first secret, which is told in this answer only.',
      body: newEndpointForm,
      answer: WebhookSecret,
      status: 201,
    },
    async (c, { body, ask }) => told(await addEndpointFor(c, body, ask)),
  ),

  operation(
    'POST /api/v1/webhook-endpoints/:endpointId/rotate',
    {
      id: 'rotateWebhookSecret',
      summary: 'A new secret for the endpoint as it was seen; the one before stays in force for a day, or not at all.',
      body: rotateBody,
      answer: WebhookSecret,
    },
    async (c, { params: { endpointId }, body, ask }) => {
      const answer = await rotateFor(c, endpointId, body, ask)
      if (answer.ok || !('because' in answer)) return told(answer)
      if (answer.because === 'UNKNOWN') return undefined
      throw new Refusal('VERSION_CONFLICT', { current: { version: answer.version } })
    },
  ),

  ...(['disable', 'enable'] as const).map((what) =>
    operation(
      `POST /api/v1/webhook-endpoints/:endpointId/${what}`,
      {
        id: `${what}WebhookEndpoint`,
        summary: what === 'disable' ? 'From now on the endpoint takes and tells nothing.' : 'The endpoint takes and tells again.',
        answer: SwitchedEndpoint,
      },
      async (c, { params: { endpointId }, ask }) => {
        const to = what === 'disable' ? 'DISABLED' : 'ACTIVE'
        const answer = await withTrail(
          c.var.scope,
          ask,
          { act: `webhook_endpoint:${what}`, about: endpointId },
          switchEndpoint(endpointId, to),
        )
        if (answer.ok) return answer.changed[0]
        const [now] = answer.refused
        if (now)
          throw new Refusal('INVALID_TRANSITION', { from: now.status, to, allowed: [now.status === 'ACTIVE' ? 'DISABLED' : 'ACTIVE'] })
        return undefined
      },
    ),
  ),

  operation(
    'GET /api/v1/webhook-endpoints/:endpointId/receipts',
    {
      id: 'listWebhookReceipts',
      summary: 'What came in at an endpoint, the latest first. What it said is told to nobody.',
      query: { ...listQuery, state: z.optional(z.enum(RECEIPT_STATES)) },
      answer: WebhookReceiptPage,
    },
    async (c, { params: { endpointId }, query: { cursor, limit, state } }) => {
      const { db } = c.var
      const [[found], rows] = await db.batch([readEndpoint(db, endpointId), listReceipts(db, endpointId, state, turnFrom(cursor), limit)])
      return found && paged(rows, limit, (row) => row.createdAt)
    },
  ),

  operation(
    'GET /api/v1/webhook-endpoints/:endpointId/deliveries',
    {
      id: 'listWebhookDeliveries',
      summary: 'What a tenant was told at an endpoint, the latest first.',
      query: { ...listQuery, status: z.optional(z.enum(DELIVERY_STATUSES)) },
      answer: WebhookDeliveryPage,
    },
    async (c, { params: { endpointId }, query: { cursor, limit, status } }) => {
      const { db } = c.var
      const [[found], rows] = await db.batch([
        readEndpoint(db, endpointId),
        listDeliveries(db, endpointId, status, turnFrom(cursor), limit),
      ])
      return found && paged(rows, limit, (row) => row.createdAt)
    },
  ),
]

function told(answer: Added) {
  if (!answer.ok) throw new Refusal('INVALID_INPUT', { errors: answer.errors })
  return { id: answer.id, secret: answer.secret }
}
