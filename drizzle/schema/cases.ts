import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  CASE_STATUSES,
  CATEGORIES,
  INVESTIGATION_STATUSES,
  LANGUAGES,
  NOTE_VISIBILITIES,
  OUTCOMES,
  PARTICIPANT_ROLES,
  RIU_STATUSES,
  RIU_TYPES,
  SEVERITIES,
} from '#worker/tenant/rules/words.ts'
import { bytea } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'
import { tenants, tenantUsers } from './tenant.ts'

const tenantId = () =>
  text('tenant_id')
    .notNull()
    .references(() => tenants.id)

export const cases = pgTable(
  'case',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    number: integer('number').notNull(),
    title: text('title').notNull(),
    status: text('status', { enum: CASE_STATUSES }).notNull(),
    priority: integer('priority').notNull(),
    severity: text('severity', { enum: SEVERITIES }).notNull(),
    category: text('category', { enum: CATEGORIES }).notNull(),
    outcome: text('outcome', { enum: OUTCOMES }),
    assigneeId: text('assignee_id'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    dueAt: instant('due_at'),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    oneOf('case_status_words', t.status, CASE_STATUSES),
    oneOf('case_severity_words', t.severity, SEVERITIES),
    oneOf('case_category_words', t.category, CATEGORIES),
    oneOf('case_outcome_words', t.outcome, OUTCOMES),
    check('case_priority_range', sql`${t.priority} between 1 and 4`),
    check('case_dates', sql`${t.updatedAt} >= ${t.createdAt} and ${t.closedAt} >= ${t.createdAt}`),
    check('case_closed_when_closed', sql`(${t.status} = 'CLOSED') = (${t.closedAt} is not null)`),
    foreignKey({ name: 'case_assignee', columns: [t.tenantId, t.assigneeId], foreignColumns: [tenantUsers.tenantId, tenantUsers.id] }),
    unique('case_key').on(t.tenantId, t.id),
    uniqueIndex('case_number').on(t.tenantId, t.number),
    index('case_page').on(t.tenantId, newest(t.createdAt), newest(t.id)),
    index('case_status').on(t.tenantId, t.status, newest(t.createdAt), newest(t.id)),
    index('case_assignee').on(t.tenantId, t.assigneeId, newest(t.createdAt), newest(t.id)),
    index('case_priority').on(t.tenantId, t.priority, t.status, newest(t.createdAt), newest(t.id)),
  ],
)

/** One incoming report. Who reported is kept apart and sealed (`riu_reporter`). */
export const rius = pgTable(
  'riu',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    number: integer('number').notNull(),
    type: text('type', { enum: RIU_TYPES }).notNull(),
    status: text('status', { enum: RIU_STATUSES }).notNull(),
    category: text('category', { enum: CATEGORIES }).notNull(),
    severity: text('severity', { enum: SEVERITIES }).notNull(),
    language: text('language', { enum: LANGUAGES }).notNull(),
    anonymous: boolean('anonymous').notNull(),
    narrative: text('narrative').notNull(),
    caseId: text('case_id'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    oneOf('riu_type_words', t.type, RIU_TYPES),
    oneOf('riu_status_words', t.status, RIU_STATUSES),
    oneOf('riu_category_words', t.category, CATEGORIES),
    oneOf('riu_severity_words', t.severity, SEVERITIES),
    oneOf('riu_language_words', t.language, LANGUAGES),
    check('riu_dates', sql`${t.updatedAt} >= ${t.createdAt}`),
    check('riu_linked_to_case', sql`(${t.status} = 'LINKED') = (${t.caseId} is not null)`),
    foreignKey({ name: 'riu_case', columns: [t.tenantId, t.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    unique('riu_key').on(t.tenantId, t.id),
    uniqueIndex('riu_number').on(t.tenantId, t.number),
    index('riu_page').on(t.tenantId, newest(t.createdAt), newest(t.id)),
    index('riu_status').on(t.tenantId, t.status, newest(t.createdAt), newest(t.id)),
    index('riu_of_case').on(t.caseId, t.createdAt),
  ],
)

/** Sealed: no login of the portal has any right on this table. */
export const riuReporters = pgTable('riu_reporter', {
  riuId: text('riu_id')
    .primaryKey()
    .references(() => rius.id),
  tenantId: tenantId(),
  name: text('name'),
  email: text('email'),
  phone: text('phone'),
})

export const investigations = pgTable(
  'investigation',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    caseId: text('case_id').notNull(),
    title: text('title').notNull(),
    status: text('status', { enum: INVESTIGATION_STATUSES }).notNull(),
    assigneeId: text('assignee_id'),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    closedAt: instant('closed_at'),
  },
  (t) => [
    oneOf('investigation_status_words', t.status, INVESTIGATION_STATUSES),
    check('investigation_dates', sql`${t.startedAt} >= ${t.createdAt} and ${t.closedAt} >= ${t.startedAt}`),
    foreignKey({ name: 'investigation_case', columns: [t.tenantId, t.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    foreignKey({
      name: 'investigation_assignee',
      columns: [t.tenantId, t.assigneeId],
      foreignColumns: [tenantUsers.tenantId, tenantUsers.id],
    }),
    unique('investigation_key').on(t.tenantId, t.id),
    index('investigation_of_case').on(t.caseId, t.createdAt),
    index('investigation_status').on(t.tenantId, t.status),
    index('investigation_assignee').on(t.tenantId, t.assigneeId),
  ],
)

export const investigationSteps = pgTable(
  'investigation_step',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    investigationId: text('investigation_id').notNull(),
    position: integer('position').notNull(),
    title: text('title').notNull(),
    doneAt: instant('done_at'),
    finding: text('finding'),
  },
  (t) => [
    foreignKey({
      name: 'investigation_step_of',
      columns: [t.tenantId, t.investigationId],
      foreignColumns: [investigations.tenantId, investigations.id],
    }),
    uniqueIndex('investigation_step_position').on(t.investigationId, t.position),
  ],
)

export const notes = pgTable(
  'note',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    caseId: text('case_id').notNull(),
    /** Null where somebody of the staff wrote it who looked with a whole role, for nobody in particular. */
    authorId: text('author_id'),
    /** The member of staff who wrote it in the author's place; null where the author did. */
    writtenBy: text('written_by'),
    /** The model that drafted it, as people read its name. */
    draftedBy: text('drafted_by'),
    visibility: text('visibility', { enum: NOTE_VISIBILITIES }).notNull(),
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    oneOf('note_visibility_words', t.visibility, NOTE_VISIBILITIES),
    check('note_written_by_somebody', sql`${t.authorId} is not null or ${t.writtenBy} is not null`),
    check('note_drafted_by', sql`length(${t.draftedBy}) between 1 and 120`),
    foreignKey({ name: 'note_case', columns: [t.tenantId, t.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    foreignKey({ name: 'note_author', columns: [t.tenantId, t.authorId], foreignColumns: [tenantUsers.tenantId, tenantUsers.id] }),
    index('note_of_case').on(t.caseId, t.createdAt, t.id),
  ],
)

export const participants = pgTable(
  'participant',
  {
    id: key().primaryKey(),
    tenantId: tenantId(),
    caseId: text('case_id').notNull(),
    role: text('role', { enum: PARTICIPANT_ROLES }).notNull(),
    name: text('name').notNull(),
    tenantUserId: text('tenant_user_id'),
    /** Set when a party of the case works for the vendor: a conflict of interest. */
    internalUserId: text('internal_user_id'),
    /** SHA-256 of the work address or of the directory's id, as the product verified it: for parties who have no account at the tenant. */
    identityHash: bytea('identity_hash'),
  },
  (t) => [
    oneOf('participant_role_words', t.role, PARTICIPANT_ROLES),
    foreignKey({ name: 'participant_case', columns: [t.tenantId, t.caseId], foreignColumns: [cases.tenantId, cases.id] }),
    index('participant_of_case').on(t.caseId, t.role, t.id),
    index('participant_internal_user').on(t.internalUserId),
    index('participant_tenant_user').on(t.tenantId, t.tenantUserId).where(sql`${t.tenantUserId} is not null`),
    index('participant_identity').on(t.identityHash),
  ],
)
