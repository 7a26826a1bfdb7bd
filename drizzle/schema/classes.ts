import { getTableName, type Table } from 'drizzle-orm'
import { type AnyPgColumn, type PgColumn, type PgTable, getTableConfig } from 'drizzle-orm/pg-core'
import { answers, heads, trail } from './audit.ts'
import { internalUsers, loginSessions, rolePermissions } from './auth.ts'
import { cases, investigationSteps, investigations, notes, participants, riuReporters, rius } from './cases.ts'
import { homeCards } from './home.ts'
import { impersonationActivity, impersonationSessions } from './impersonation.ts'
import { jobs, keptMail, outbox } from './portal-jobs.ts'
import { adminGrants } from './people.ts'
import { tenantConfigs, tenantErrorDays, tenantErrors, tenantJobs, tenantSecrets } from './register.ts'
import { searchEntries } from './search.ts'
import { tickets } from './support.ts'
import { tenantContacts, tenantDomains, tenantPhones, tenants, tenantUsers } from './tenant.ts'

/** public: anybody · internal: staff · personal: names, addresses, numbers of people · sensitive: what somebody confided ·
 *  secret: no read path for any role. */
export type DataClass = 'public' | 'internal' | 'personal' | 'sensitive' | 'secret'
export type HiddenClass = 'personal' | 'sensitive' | 'secret'

export const tables = {
  tenant: tenants,
  tenant_domain: tenantDomains,
  tenant_contact: tenantContacts,
  tenant_phone: tenantPhones,
  tenant_user: tenantUsers,
  case: cases,
  riu: rius,
  riu_reporter: riuReporters,
  investigation: investigations,
  investigation_step: investigationSteps,
  note: notes,
  participant: participants,
  ticket: tickets,
  tenant_error: tenantErrors,
  tenant_error_day: tenantErrorDays,
  tenant_job: tenantJobs,
  tenant_config: tenantConfigs,
  tenant_secret: tenantSecrets,
  internal_user: internalUsers,
  login_session: loginSessions,
  admin_grant: adminGrants,
  home_card: homeCards,
  job: jobs,
  outbox,
  kept_mail: keptMail,
  search_entry: searchEntries,
  role_permission: rolePermissions,
  impersonation_session: impersonationSessions,
  impersonation_activity: impersonationActivity,
  answer: answers,
  trail,
  trail_head: heads,
} as const

type Columns<T extends PgTable> = keyof T['_']['columns'] & string
type Classes<T extends PgTable> = Record<Columns<T>, DataClass>

/** Every column of every table, on one page. A column that is missing here does not compile. */
export const classes = {
  tenant: {
    id: 'internal',
    slug: 'internal',
    name: 'internal',
    status: 'internal',
    region: 'internal',
    plan: 'internal',
    industry: 'internal',
    employees: 'internal',
    locales: 'internal',
    accessPolicy: 'internal',
    csmId: 'internal',
    logins: 'internal',
    createdAt: 'internal',
    liveAt: 'internal',
  },
  tenant_domain: { id: 'internal', tenantId: 'internal', domain: 'internal', verifiedAt: 'internal' },
  tenant_contact: {
    id: 'internal',
    tenantId: 'internal',
    kind: 'internal',
    name: 'personal',
    email: 'personal',
    phone: 'personal',
    phoneDigits: 'personal',
  },
  tenant_phone: { id: 'internal', tenantId: 'internal', label: 'public', e164: 'public' },
  tenant_user: {
    id: 'internal',
    tenantId: 'internal',
    email: 'personal',
    name: 'personal',
    employeeNumber: 'personal',
    role: 'internal',
    status: 'internal',
    managerId: 'internal',
    orgUnit: 'internal',
    lastLoginAt: 'internal',
    createdAt: 'internal',
  },
  case: {
    id: 'internal',
    tenantId: 'internal',
    number: 'internal',
    title: 'internal',
    status: 'internal',
    priority: 'internal',
    severity: 'internal',
    category: 'internal',
    outcome: 'internal',
    assigneeId: 'internal',
    createdAt: 'internal',
    updatedAt: 'internal',
    dueAt: 'internal',
    closedAt: 'internal',
    version: 'internal',
  },
  riu: {
    id: 'internal',
    tenantId: 'internal',
    number: 'internal',
    type: 'internal',
    status: 'internal',
    category: 'internal',
    severity: 'internal',
    language: 'internal',
    anonymous: 'internal',
    narrative: 'sensitive',
    caseId: 'internal',
    createdAt: 'internal',
    updatedAt: 'internal',
  },
  riu_reporter: { riuId: 'internal', tenantId: 'internal', name: 'secret', email: 'secret', phone: 'secret' },
  investigation: {
    id: 'internal',
    tenantId: 'internal',
    caseId: 'internal',
    title: 'internal',
    status: 'internal',
    assigneeId: 'internal',
    createdAt: 'internal',
    startedAt: 'internal',
    closedAt: 'internal',
  },
  investigation_step: {
    id: 'internal',
    tenantId: 'internal',
    investigationId: 'internal',
    position: 'internal',
    title: 'internal',
    doneAt: 'internal',
    finding: 'sensitive',
  },
  note: {
    id: 'internal',
    tenantId: 'internal',
    caseId: 'internal',
    authorId: 'internal',
    visibility: 'internal',
    body: 'sensitive',
    createdAt: 'internal',
  },
  participant: {
    id: 'internal',
    tenantId: 'internal',
    caseId: 'internal',
    role: 'internal',
    name: 'personal',
    tenantUserId: 'internal',
    internalUserId: 'internal',
  },
  ticket: {
    id: 'internal',
    tenantId: 'internal',
    number: 'internal',
    subject: 'internal',
    requesterName: 'personal',
    requesterEmail: 'personal',
    status: 'internal',
    priority: 'internal',
    assigneeId: 'internal',
    openedAt: 'internal',
    updatedAt: 'internal',
    closedAt: 'internal',
    version: 'internal',
  },
  tenant_error: {
    id: 'internal',
    tenantId: 'internal',
    fingerprint: 'internal',
    level: 'internal',
    message: 'internal',
    source: 'internal',
    count: 'internal',
    firstSeenAt: 'internal',
    lastSeenAt: 'internal',
  },
  tenant_error_day: { errorId: 'internal', day: 'internal', count: 'internal' },
  tenant_job: {
    id: 'internal',
    tenantId: 'internal',
    kind: 'internal',
    state: 'internal',
    attempts: 'internal',
    maxAttempts: 'internal',
    lastError: 'internal',
    runAt: 'internal',
    startedAt: 'internal',
    finishedAt: 'internal',
    createdAt: 'internal',
    version: 'internal',
  },
  tenant_config: {
    id: 'internal',
    tenantId: 'internal',
    document: 'internal',
    version: 'internal',
    body: 'internal',
    reason: 'internal',
    changedBy: 'internal',
    changedAt: 'internal',
  },
  tenant_secret: {
    id: 'internal',
    tenantId: 'internal',
    kind: 'internal',
    name: 'internal',
    lastFour: 'internal',
    sealed: 'secret',
    setAt: 'internal',
    setBy: 'internal',
  },
  internal_user: {
    id: 'internal',
    directoryId: 'internal',
    email: 'internal',
    name: 'internal',
    role: 'internal',
    lead: 'internal',
    status: 'internal',
    zone: 'internal',
    heldAt: 'internal',
    heldReason: 'internal',
    deactivatedAt: 'internal',
    lastLoginAt: 'internal',
    lastLoginIp: 'personal',
    lastLoginUserAgent: 'internal',
    version: 'internal',
    createdAt: 'internal',
  },
  login_session: {
    id: 'internal',
    operatorId: 'internal',
    keyHash: 'secret',
    createdAt: 'internal',
    provedAt: 'internal',
    expiresAt: 'internal',
    seenAt: 'internal',
    revokedAt: 'internal',
    ip: 'personal',
    userAgent: 'internal',
  },
  admin_grant: {
    id: 'internal',
    subjectId: 'internal',
    askedBy: 'internal',
    reason: 'internal',
    askedAt: 'internal',
    expiresAt: 'internal',
    state: 'internal',
    decidedBy: 'internal',
    decidedAt: 'internal',
  },
  home_card: { operatorId: 'internal', kind: 'internal', position: 'internal', width: 'internal', settings: 'internal' },
  job: {
    id: 'internal',
    kind: 'internal',
    tenantId: 'internal',
    sessionId: 'internal',
    priority: 'internal',
    args: 'internal',
    state: 'internal',
    runAt: 'internal',
    attempts: 'internal',
    maxAttempts: 'internal',
    leaseUntil: 'internal',
    fence: 'internal',
    dedup: 'internal',
    lastError: 'internal',
    createdAt: 'internal',
    finishedAt: 'internal',
  },
  outbox: {
    eventId: 'internal',
    entity: 'internal',
    entityId: 'internal',
    seq: 'internal',
    kind: 'internal',
    payload: 'internal',
    at: 'internal',
    deliveredAt: 'internal',
  },
  kept_mail: { key: 'internal', operatorId: 'internal', address: 'internal', subject: 'internal', letter: 'internal', at: 'internal' },
  search_entry: {
    kind: 'internal',
    entityId: 'internal',
    tenantId: 'internal',
    number: 'internal',
    // Names and addresses stand in it word by word: it is searched, never shown.
    words: 'secret',
    snippet: 'internal',
    at: 'internal',
  },
  role_permission: { role: 'internal', lead: 'internal', permission: 'internal' },
  impersonation_session: {
    id: 'internal',
    keyHash: 'secret',
    operatorId: 'internal',
    loginSessionId: 'internal',
    operatorRole: 'internal',
    tenantId: 'internal',
    targetUserId: 'internal',
    seenAs: 'internal',
    mode: 'internal',
    breakGlass: 'internal',
    category: 'internal',
    reason: 'internal',
    ticketId: 'internal',
    projectId: 'internal',
    approvalId: 'internal',
    startedAt: 'internal',
    expiresAt: 'internal',
    endedAt: 'internal',
    endReason: 'internal',
    ip: 'personal',
    userAgent: 'internal',
  },
  impersonation_activity: { sessionId: 'internal', lastActAt: 'internal' },
  answer: { operatorId: 'internal', key: 'secret', asked: 'internal', chain: 'internal', seq: 'internal', createdAt: 'internal' },
  trail: {
    chain: 'internal',
    seq: 'internal',
    prev: 'internal',
    hash: 'internal',
    canonical: 'internal',
    at: 'internal',
    operatorId: 'internal',
    operatorRole: 'internal',
    onBehalfOf: 'internal',
    sessionId: 'internal',
    tenantId: 'internal',
    act: 'internal',
    sentence: 'internal',
    outcome: 'internal',
    entityType: 'internal',
    entityIds: 'internal',
    facts: 'internal',
    reason: 'internal',
    requestId: 'internal',
    ip: 'personal',
    userAgent: 'internal',
    appVersion: 'internal',
  },
  trail_head: { chain: 'internal', seq: 'internal', hash: 'internal', xact: 'internal' },
} as const satisfies { [T in keyof typeof tables]: Classes<(typeof tables)[T]> }

type ColumnName<T extends PgTable, C extends keyof T['_']['columns']> =
  T['_']['columns'][C] extends PgColumn<infer Config> ? Config['name'] : never

/** Per table, the database names of the columns that a reader may find hidden. */
export type HiddenColumns = {
  [T in keyof typeof tables]: {
    [C in keyof (typeof classes)[T]]: (typeof classes)[T][C] extends HiddenClass
      ? ColumnName<(typeof tables)[T], C & keyof (typeof tables)[T]['_']['columns']>
      : never
  }[keyof (typeof classes)[T]]
}

const byColumn = new Map<string, DataClass>()
for (const [name, table] of Object.entries(tables)) {
  const known = classes[name as keyof typeof classes] as Record<string, DataClass>
  const config = getTableConfig(table)
  for (const [property, column] of Object.entries(table as unknown as Record<string, AnyPgColumn>)) {
    const own = config.columns.find((each) => each === column)
    if (own && known[property]) byColumn.set(`${name}.${own.name}`, known[property])
  }
}

/** The class of a column; `secret` for one that nobody classified. */
export function classOf(column: AnyPgColumn): DataClass {
  return byColumn.get(`${getTableName(column.table as Table)}.${column.name}`) ?? 'secret'
}
