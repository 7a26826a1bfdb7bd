import * as z from 'zod/mini'
import { instant, key, maybe, named, page, shown } from '#worker/api/schemas/shared.ts'
import { CONFIG_DOCUMENTS, ERROR_LEVELS, SECRET_KINDS, TENANT_JOB_KINDS, TENANT_JOB_STATES } from '#worker/support/rules/register-words.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'
import { ACCESS_POLICIES, TENANT_STATUSES } from '#worker/tenant/rules/words.ts'

/** What the API promises of tenants and of what staff keep and watch for them. */
const tenant = {
  id: key,
  slug: z.string(),
  name: z.string(),
  status: z.enum(TENANT_STATUSES),
  region: z.string(),
  plan: z.string(),
  accessPolicy: z.enum(ACCESS_POLICIES),
}

export const FoundTenants = named(
  'FoundTenants',
  z.object({
    items: z.array(
      named(
        'FoundTenant',
        z.object({
          ...tenant,
          domain: maybe(z.string()),
          openTickets: z.int(),
          matched: maybe(z.enum(['id', 'slug', 'domain', 'name', 'phone'])),
        }),
      ),
    ),
  }),
)

const ticket = {
  id: key,
  number: z.int(),
  status: z.enum(TICKET_STATUSES),
}

const openTicket = {
  ...ticket,
  subject: z.string(),
  priority: z.enum(TICKET_PRIORITIES),
  assigneeId: maybe(key),
  assigneeName: maybe(z.string()),
  openedAt: instant,
}

export const TenantCard = named(
  'TenantCard',
  z.object({
    ...tenant,
    industry: z.string(),
    employees: z.int(),
    locales: z.array(z.string()),
    csmId: maybe(key),
    csmName: maybe(z.string()),
    createdAt: instant,
    liveAt: maybe(instant),
    openSessions: z.int(),
    lastAccessAt: maybe(instant),
    domains: z.array(z.object({ domain: z.string(), verifiedAt: maybe(instant) })),
    phones: z.array(z.object({ label: z.string(), e164: z.string() })),
    contacts: z.array(
      z.object({
        kind: z.string(),
        name: shown(z.string()),
        email: shown(z.string()),
        phone: maybe(shown(z.string())),
      }),
    ),
    tickets: z.array(z.object(openTicket)),
  }),
)

export const TicketPage = page('TicketPage', named('Ticket', z.object({ ...openTicket, updatedAt: instant, closedAt: maybe(instant) })))
export const TakenTicket = named('TakenTicket', z.object({ ...ticket, tenantId: key, assigneeId: key }))

export const TenantErrorPage = page(
  'TenantErrorPage',
  named(
    'TenantError',
    z.object({
      id: key,
      fingerprint: z.string(),
      level: z.enum(ERROR_LEVELS),
      message: z.string(),
      source: z.string(),
      count: z.int(),
      firstSeenAt: instant,
      lastSeenAt: instant,
      trend: z.array(z.int()),
    }),
  ),
)

export const TenantJob = named(
  'TenantJob',
  z.object({
    id: key,
    kind: z.enum(TENANT_JOB_KINDS),
    state: z.enum(TENANT_JOB_STATES),
    attempts: z.int(),
    maxAttempts: z.int(),
    lastError: maybe(z.string()),
    runAt: instant,
    createdAt: instant,
  }),
)
export const TenantJobPage = page('TenantJobPage', TenantJob)

const configValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
export const ConfigVersion = named(
  'ConfigVersion',
  z.object({
    document: z.enum(CONFIG_DOCUMENTS),
    version: z.int(),
    body: z.record(z.string(), configValue),
    reason: z.string(),
    changedBy: maybe(key),
    changedAt: instant,
  }),
)
export const ConfigVersions = named('ConfigVersions', z.object({ items: z.array(ConfigVersion) }))
/** A document that nobody has set yet has no version in force. */
export const ConfigDocument = named(
  'ConfigDocument',
  z.object({
    document: z.enum(CONFIG_DOCUMENTS),
    current: maybe(ConfigVersion),
    history: z.array(ConfigVersion),
    next: z.optional(z.string()),
  }),
)

export const TenantSecret = named(
  'TenantSecret',
  z.object({
    id: key,
    kind: z.enum(SECRET_KINDS),
    name: z.string(),
    /** Of a value that is long enough; else nothing. */
    lastFour: z.string().check(z.maxLength(4)),
    setAt: instant,
    setBy: maybe(key),
  }),
)
export const TenantSecrets = named('TenantSecrets', z.object({ items: z.array(TenantSecret) }))
