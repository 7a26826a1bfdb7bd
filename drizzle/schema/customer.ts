import { sql } from 'drizzle-orm'
import { boolean, check, index, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { app, bytea } from './auth.ts'
import { instant, key, newest } from './columns.ts'
import { tenants } from './tenant.ts'

/** A link by which a customer sees who was inside. Whoever has it is let in, so it ends by itself, can be revoked, and only one that a
 *  tenant's administrator made may do something. `userId` is whose it is, and with whom it dies; one that staff made is nobody's. */
export const customerLinks = app.table(
  'customer_link',
  {
    id: key().primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    userId: text('user_id'),
    keyHash: bytea('key_hash').notNull(),
    /** For whom it was made. */
    name: text('name').notNull(),
    mayAct: boolean('may_act').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** A member of staff, or one of the tenant's own users. */
    createdBy: text('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (t) => [
    check('customer_link_lasts', sql`isfinite(${t.expiresAt}) and ${t.expiresAt} <= ${t.createdAt} + interval '90 days 1 minute'`),
    check('customer_link_acts_for_somebody', sql`not ${t.mayAct} or ${t.userId} is not null`),
    check('customer_link_revoked', sql`(${t.revokedAt} is null) = (${t.revokedBy} is null)`),
    check('customer_link_name', sql`length(${t.name}) between 1 and 80`),
    uniqueIndex('customer_link_key').on(t.keyHash),
    index('customer_link_page').on(t.tenantId, newest(t.createdAt), newest(t.id)),
  ],
)
