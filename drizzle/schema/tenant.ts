import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import {
  ACCESS_POLICIES,
  CONTACT_KINDS,
  INDUSTRIES,
  PLANS,
  REGIONS,
  TENANT_ROLES,
  TENANT_STATUSES,
  TENANT_USER_STATUSES,
} from '#worker/tenant/rules/words.ts'
import { internalUsers } from './auth.ts'
import { instant, key, newest, oneOf } from './columns.ts'

/** The register of customer organisations: what staff may know without entering one. */
export const tenants = pgTable(
  'tenant',
  {
    id: key().primaryKey(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    status: text('status', { enum: TENANT_STATUSES }).notNull(),
    region: text('region', { enum: REGIONS }).notNull(),
    plan: text('plan', { enum: PLANS }).notNull(),
    industry: text('industry', { enum: INDUSTRIES }).notNull(),
    employees: integer('employees').notNull(),
    locales: text('locales').array().notNull(),
    accessPolicy: text('access_policy', { enum: ACCESS_POLICIES }).notNull(),
    csmId: text('csm_id').references(() => internalUsers.id),
    /** Sign-ins of the tenant's own users over the last 30 days. */
    logins: integer('logins').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    liveAt: instant('live_at'),
  },
  (t) => [
    oneOf('tenant_status_words', t.status, TENANT_STATUSES),
    oneOf('tenant_region_words', t.region, REGIONS),
    oneOf('tenant_plan_words', t.plan, PLANS),
    oneOf('tenant_industry_words', t.industry, INDUSTRIES),
    oneOf('tenant_access_policy_words', t.accessPolicy, ACCESS_POLICIES),
    uniqueIndex('tenant_slug').on(t.slug),
    index('tenant_name_prefix').using('btree', sql`lower(${t.name}) text_pattern_ops`),
    index('tenant_slug_prefix').using('btree', sql`${t.slug} text_pattern_ops`),
    index('tenant_name_trigram').using('gin', sql`lower(${t.name}) gin_trgm_ops`),
    index('tenant_by_name').on(t.name, t.id),
  ],
)

export const tenantDomains = pgTable(
  'tenant_domain',
  {
    id: key().primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    domain: text('domain').notNull(),
    verifiedAt: instant('verified_at'),
  },
  (t) => [
    uniqueIndex('tenant_domain_name').on(t.domain),
    index('tenant_domain_of').on(t.tenantId),
    index('tenant_domain_prefix').using('btree', sql`${t.domain} text_pattern_ops`),
  ],
)

export const tenantContacts = pgTable(
  'tenant_contact',
  {
    id: key().primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    kind: text('kind', { enum: CONTACT_KINDS }).notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    /** As the customer spells it. */
    phone: text('phone'),
    /** The same in digits, country code first, for matching. */
    phoneDigits: text('phone_digits'),
  },
  (t) => [
    oneOf('tenant_contact_kind_words', t.kind, CONTACT_KINDS),
    index('tenant_contact_of').on(t.tenantId),
    index('tenant_contact_digits').using('btree', sql`reverse(${t.phoneDigits}) text_pattern_ops`),
  ],
)

/** The hotline numbers a tenant's employees dial. */
export const tenantPhones = pgTable(
  'tenant_phone',
  {
    id: key().primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    label: text('label').notNull(),
    e164: text('e164').notNull(),
  },
  (t) => [
    uniqueIndex('tenant_phone_number').on(t.e164),
    index('tenant_phone_of').on(t.tenantId),
    index('tenant_phone_digits').using('btree', sql`reverse(${t.e164}) text_pattern_ops`),
  ],
)

/** A customer's own people; content, seen only inside a live session. */
export const tenantUsers = pgTable(
  'tenant_user',
  {
    id: key().primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    email: text('email').notNull(),
    name: text('name').notNull(),
    employeeNumber: text('employee_number'),
    role: text('role', { enum: TENANT_ROLES }).notNull(),
    status: text('status', { enum: TENANT_USER_STATUSES }).notNull(),
    managerId: text('manager_id'),
    orgUnit: text('org_unit'),
    lastLoginAt: instant('last_login_at'),
    /** When an invitation was last asked for; the product sends it to whoever is still INVITED. */
    invitedAt: instant('invited_at'),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    oneOf('tenant_user_role_words', t.role, TENANT_ROLES),
    oneOf('tenant_user_status_words', t.status, TENANT_USER_STATUSES),
    uniqueIndex('tenant_user_email').on(t.tenantId, sql`lower(${t.email})`),
    unique('tenant_user_key').on(t.tenantId, t.id),
    // Of any tenant: whether somebody of the staff is a user of a customer's.
    index('tenant_user_address').on(sql`lower(${t.email})`),
    index('tenant_user_page').on(t.tenantId, newest(t.createdAt), newest(t.id)),
    index('tenant_user_role').on(t.tenantId, t.role, newest(t.createdAt), newest(t.id)),
    index('tenant_user_status').on(t.tenantId, t.status, newest(t.createdAt), newest(t.id)),
  ],
)
