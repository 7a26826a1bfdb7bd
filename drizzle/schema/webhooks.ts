import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, text, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  DELIVERY_STATUSES,
  DIRECTIONS,
  ENDPOINT_STATUSES,
  MESSAGE_TYPES,
  SECRET_VERSIONS,
  TOLD_EVENTS,
} from '#worker/webhooks/rules/words.ts'
import { app, bytea, internalUsers } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'
import { tenants } from './tenant.ts'

/** An address at which the portal is told something, or one of a tenant that the portal tells. Without a tenant it is the vendor's own
 *  product, which may speak of any. */
export const webhookEndpoints = app.table(
  'webhook_endpoint',
  {
    id: key().primaryKey(),
    direction: text('direction', { enum: DIRECTIONS }).notNull(),
    tenantId: text('tenant_id').references(() => tenants.id),
    name: text('name').notNull(),
    url: text('url'),
    status: text('status', { enum: ENDPOINT_STATUSES }).notNull().default('ACTIVE'),
    /** Moves with every change, so that of two who rotate at once one is told. */
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    createdBy: text('created_by')
      .notNull()
      .references(() => internalUsers.id),
  },
  (t) => [
    oneOf('webhook_endpoint_direction_words', t.direction, DIRECTIONS),
    oneOf('webhook_endpoint_status_words', t.status, ENDPOINT_STATUSES),
    check(
      'webhook_endpoint_out',
      sql`(${t.direction} = 'OUT') = (${t.url} is not null) and (${t.direction} = 'IN' or ${t.tenantId} is not null)`,
    ),
    check('webhook_endpoint_length', sql`length(${t.name}) between 1 and 80 and length(${t.url}) <= 500`),
    index('webhook_endpoint_page').on(newest(t.createdAt), newest(t.id)),
    index('webhook_endpoint_told').on(t.tenantId).where(sql`${t.direction} = 'OUT' and ${t.status} = 'ACTIVE'`),
  ],
)

/** What messages of an endpoint are signed with. During a rotation two are in force: the new one, and the old one until it expires. */
export const webhookSecrets = app.table(
  'webhook_secret',
  {
    id: key().primaryKey(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => webhookEndpoints.id),
    version: text('version', { enum: SECRET_VERSIONS }).notNull(),
    /** The HMAC secret, sealed by the Worker. */
    sealed: bytea('sealed'),
    /** Of a sender who signs with ed25519; nothing to hide. */
    publicKey: text('public_key'),
    lastFour: text('last_four').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    createdBy: text('created_by')
      .notNull()
      .references(() => internalUsers.id),
    expiresAt: instant('expires_at'),
  },
  (t) => [
    oneOf('webhook_secret_version_words', t.version, SECRET_VERSIONS),
    check(
      'webhook_secret_one',
      sql`(${t.version} = 'v1') = (${t.sealed} is not null) and (${t.version} = 'v1a') = (${t.publicKey} is not null)`,
    ),
    check('webhook_secret_last_four', sql`length(${t.lastFour}) = 4`),
    // One in force without an end, per endpoint and kind: what a rotation would otherwise leave behind.
    uniqueIndex('webhook_secret_current').on(t.endpointId, t.version).where(sql`${t.expiresAt} is null`),
    index('webhook_secret_of').on(t.endpointId, newest(t.createdAt)),
  ],
)

/** A message that came in. Its id counts once per endpoint for as long as a sender repeats it; then the row goes. */
export const webhookReceipts = app.table(
  'webhook_receipt',
  {
    id: key().primaryKey(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => webhookEndpoints.id),
    /** As the sender calls it. */
    messageId: text('message_id').notNull(),
    /** SHA-256 of the body: the same id with another body is another message, and refused. */
    bodyHash: bytea('body_hash').notNull(),
    type: text('type', { enum: MESSAGE_TYPES }).notNull(),
    tenantId: text('tenant_id'),
    /** What it says, until its effect is there: then it is forgotten. */
    payload: jsonb('payload').$type<Record<string, unknown>>(),
    jobId: text('job_id').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    doneAt: instant('done_at'),
  },
  (t) => [
    oneOf('webhook_receipt_type_words', t.type, MESSAGE_TYPES),
    check('webhook_receipt_done', sql`(${t.doneAt} is null) = (${t.payload} is not null)`),
    uniqueIndex('webhook_receipt_once').on(t.endpointId, t.messageId),
    index('webhook_receipt_page').on(t.endpointId, newest(t.createdAt), newest(t.id)),
    index('webhook_receipt_waiting').on(t.endpointId, newest(t.createdAt), newest(t.id)).where(sql`${t.doneAt} is null`),
    index('webhook_receipt_age').on(t.createdAt),
  ],
)

/** A message to a tenant: ids, codes and counts, the same bytes at every attempt. */
export const webhookDeliveries = app.table(
  'webhook_delivery',
  {
    id: key().primaryKey(),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => webhookEndpoints.id),
    eventId: text('event_id').notNull(),
    kind: text('kind', { enum: TOLD_EVENTS }).notNull(),
    message: text('message').notNull(),
    jobId: text('job_id').notNull(),
    status: text('status', { enum: DELIVERY_STATUSES }).notNull().default('WAITING'),
    attempts: integer('attempts').notNull().default(0),
    /** A code, never a message of the other side. */
    lastCode: text('last_code'),
    createdAt: instant('created_at').notNull().defaultNow(),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    oneOf('webhook_delivery_kind_words', t.kind, TOLD_EVENTS),
    oneOf('webhook_delivery_status_words', t.status, DELIVERY_STATUSES),
    check('webhook_delivery_delivered', sql`(${t.status} = 'DELIVERED') = (${t.deliveredAt} is not null)`),
    check('webhook_delivery_last_code', sql`length(${t.lastCode}) <= 40`),
    uniqueIndex('webhook_delivery_once').on(t.endpointId, t.eventId),
    index('webhook_delivery_page').on(t.endpointId, newest(t.createdAt), newest(t.id)),
    index('webhook_delivery_status').on(t.endpointId, t.status, newest(t.createdAt), newest(t.id)),
    index('webhook_delivery_age').on(t.createdAt),
  ],
)
