import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { jobs } from '#drizzle/schema/portal-jobs.ts'
import { webhookDeliveries, webhookReceipts } from '#drizzle/schema/webhooks.ts'
import type { Reader } from '#worker/db/read.ts'
import { beyond, inOrder, type Turn } from '#worker/tenant/queries/place.ts'
import type { DeliveryStatus, ReceiptState } from '#worker/webhooks/rules/words.ts'

/** What came in at an endpoint, the latest first, each with the job that does it. What it said is nobody's to read. */
export function listReceipts(db: Reader, endpointId: string, state: ReceiptState | undefined, turn: Turn, most: number) {
  return db
    .select({
      id: webhookReceipts.id,
      messageId: webhookReceipts.messageId,
      type: webhookReceipts.type,
      tenantId: webhookReceipts.tenantId,
      jobId: webhookReceipts.jobId,
      jobState: jobs.state,
      lastError: jobs.lastError,
      createdAt: webhookReceipts.createdAt,
      doneAt: webhookReceipts.doneAt,
    })
    .from(webhookReceipts)
    .leftJoin(jobs, eq(jobs.id, webhookReceipts.jobId))
    .where(
      and(
        eq(webhookReceipts.endpointId, endpointId),
        state === undefined ? undefined : state === 'done' ? isNotNull(webhookReceipts.doneAt) : isNull(webhookReceipts.doneAt),
        beyond(turn, webhookReceipts.createdAt, webhookReceipts.id),
      ),
    )
    .orderBy(...inOrder(turn, webhookReceipts.createdAt, webhookReceipts.id))
    .limit(most)
}
export type ListedReceipt = Awaited<ReturnType<typeof listReceipts>>[number]

/** What an endpoint was told, the latest first, each with the job that tells it. */
export function listDeliveries(db: Reader, endpointId: string, status: DeliveryStatus | undefined, turn: Turn, most: number) {
  return db
    .select({
      id: webhookDeliveries.id,
      eventId: webhookDeliveries.eventId,
      kind: webhookDeliveries.kind,
      jobId: webhookDeliveries.jobId,
      jobState: jobs.state,
      status: webhookDeliveries.status,
      attempts: webhookDeliveries.attempts,
      lastCode: webhookDeliveries.lastCode,
      createdAt: webhookDeliveries.createdAt,
      deliveredAt: webhookDeliveries.deliveredAt,
    })
    .from(webhookDeliveries)
    .leftJoin(jobs, eq(jobs.id, webhookDeliveries.jobId))
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        status && eq(webhookDeliveries.status, status),
        beyond(turn, webhookDeliveries.createdAt, webhookDeliveries.id),
      ),
    )
    .orderBy(...inOrder(turn, webhookDeliveries.createdAt, webhookDeliveries.id))
    .limit(most)
}
export type ListedDelivery = Awaited<ReturnType<typeof listDeliveries>>[number]
