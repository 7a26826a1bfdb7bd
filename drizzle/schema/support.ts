import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'
import { internalUsers } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'
import { tenants } from './tenant.ts'

/** What a customer wrote to support about. An open one is the basis of an impersonation session. */
export const tickets = pgTable(
  'ticket',
  {
    id: key().primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    number: integer('number').notNull(),
    subject: text('subject').notNull(),
    requesterName: text('requester_name').notNull(),
    requesterEmail: text('requester_email').notNull(),
    status: text('status', { enum: TICKET_STATUSES }).notNull(),
    priority: text('priority', { enum: TICKET_PRIORITIES }).notNull(),
    assigneeId: text('assignee_id').references(() => internalUsers.id),
    openedAt: instant('opened_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    oneOf('ticket_status_words', t.status, TICKET_STATUSES),
    oneOf('ticket_priority_words', t.priority, TICKET_PRIORITIES),
    check('ticket_closed_when_closed', sql`(${t.status} = 'CLOSED') = (${t.closedAt} is not null) and ${t.closedAt} >= ${t.openedAt}`),
    uniqueIndex('ticket_number').on(t.number),
    index('ticket_page').on(t.tenantId, newest(t.openedAt), newest(t.id)),
    index('ticket_of_tenant').on(t.tenantId, t.status, newest(t.openedAt)),
    index('ticket_of_assignee').on(t.assigneeId, t.status, newest(t.openedAt)),
  ],
)
