import { newId } from '#worker/rules/ids.ts'
import { owner } from '#test/owner.ts'

/** Facts that a test arranges; what it does not name is ordinary. */
type Row = Record<string, unknown>

export async function insert<R extends Row>(table: string, row: R): Promise<R> {
  const columns = Object.keys(row)
  await owner(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    columns.map((column) => row[column]),
  )
  return row
}

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

export async function aTenant(row: Row = {}) {
  const id = newId('ten')
  return insert('tenant', {
    id,
    slug: id.toLowerCase().replace('_', '-'),
    name: `Tenant ${id.slice(-6)}`,
    status: 'ACTIVE',
    region: 'EU',
    plan: 'PROFESSIONAL',
    industry: 'RETAIL',
    employees: 1200,
    locales: '{en}',
    access_policy: 'open',
    created_at: minutesAgo(10_000),
    ...row,
  } as { id: string; name: string } & Row)
}

let tickets = Math.floor(Math.random() * 1e9)

export const aTicket = (tenantId: string, assigneeId: string | null, row: Row = {}) =>
  insert('ticket', {
    id: newId('tic'),
    tenant_id: tenantId,
    number: tickets++,
    subject: 'Investigators cannot find a case',
    requester_name: 'Quentin Requester',
    requester_email: 'quentin.requester@customer.example',
    status: 'OPEN',
    priority: 'HIGH',
    assignee_id: assigneeId,
    opened_at: minutesAgo(60),
    updated_at: minutesAgo(60),
    ...row,
  } as { id: string; number: number } & Row)

export const aUser = (tenantId: string, row: Row = {}) => {
  const id = newId('usr')
  return insert('tenant_user', {
    id,
    tenant_id: tenantId,
    email: `${id}@customer.example`,
    name: `Zelda Quist ${id.slice(-4)}`,
    employee_number: `E-${id.slice(-5)}`,
    role: 'INVESTIGATOR',
    status: 'ACTIVE',
    created_at: minutesAgo(5_000),
    ...row,
  } as { id: string; name: string; email: string } & Row)
}

/** Far above the numbers that the forms show as examples (C-1042, R-2203): a page that does not show a record must not seem to. */
let numbers = 50_000

export const aCase = (tenantId: string, row: Row = {}) =>
  insert('"case"', {
    id: newId('case'),
    tenant_id: tenantId,
    number: ++numbers,
    title: 'Duplicate supplier invoices',
    status: 'OPEN',
    priority: 2,
    severity: 'HIGH',
    category: 'EXPENSE_FRAUD',
    created_at: minutesAgo(4_000),
    updated_at: minutesAgo(3_000),
    ...row,
  } as { id: string; number: number } & Row)

export const aReport = (tenantId: string, caseId: string | null, row: Row = {}) =>
  insert('riu', {
    id: newId('riu'),
    tenant_id: tenantId,
    number: ++numbers,
    type: 'WEB',
    status: caseId === null ? 'NEW' : 'LINKED',
    category: 'EXPENSE_FRAUD',
    severity: 'HIGH',
    language: 'en',
    anonymous: true,
    narrative: 'I saw Benedikt Canary sign the same invoice twice.',
    case_id: caseId,
    created_at: minutesAgo(4_100),
    updated_at: minutesAgo(4_000),
    ...row,
  } as { id: string; number: number } & Row)

export const aNote = (tenantId: string, caseId: string, authorId: string, row: Row = {}) =>
  insert('note', {
    id: newId('note'),
    tenant_id: tenantId,
    case_id: caseId,
    author_id: authorId,
    visibility: 'INTERNAL',
    body: 'Spoke with Wilhelmina Canary about the ledger.',
    created_at: minutesAgo(2_000),
    ...row,
  } as { id: string } & Row)

export const aParticipant = (tenantId: string, caseId: string, row: Row = {}) =>
  insert('participant', { id: newId('par'), tenant_id: tenantId, case_id: caseId, role: 'SUBJECT', name: 'Ottilie Canary', ...row } as {
    id: string
  } & Row)

export async function anInvestigation(tenantId: string, caseId: string, row: Row = {}) {
  const investigation = await insert('investigation', {
    id: newId('inv'),
    tenant_id: tenantId,
    case_id: caseId,
    title: 'Ledger review',
    status: 'ACTIVE',
    created_at: minutesAgo(3_000),
    started_at: minutesAgo(2_900),
    ...row,
  } as { id: string } & Row)
  const step = await insert('investigation_step', {
    id: newId('step'),
    tenant_id: tenantId,
    investigation_id: investigation.id,
    position: 1,
    title: 'Compare invoices',
    finding: 'Leopold Canary paid both.',
  })
  return { ...investigation, step }
}

export const anError = (tenantId: string, row: Row = {}) => {
  const id = newId('err')
  return insert('tenant_error', {
    id,
    tenant_id: tenantId,
    fingerprint: id.slice(-12).toLowerCase(),
    level: 'ERROR',
    message: 'Timeout while rendering the case list',
    source: 'web/cases',
    count: 3,
    first_seen_at: minutesAgo(4_000),
    last_seen_at: minutesAgo(30),
    ...row,
  } as { id: string; fingerprint: string } & Row)
}

export const aJob = (tenantId: string, row: Row = {}) =>
  insert('tenant_job', {
    id: newId('job'),
    tenant_id: tenantId,
    kind: 'SSO_SYNC',
    state: 'RETRYABLE',
    attempts: 3,
    max_attempts: 5,
    last_error: 'The directory did not answer.',
    run_at: new Date(Date.now() + 3_600_000).toISOString(),
    created_at: minutesAgo(200),
    ...row,
  } as { id: string } & Row)

export const aConfig = (tenantId: string, row: Row = {}) =>
  insert('tenant_config', {
    id: newId('cfg'),
    tenant_id: tenantId,
    document: 'retention',
    version: 1,
    body: JSON.stringify({ closedCasesMonths: 24, auditYears: 10 }),
    reason: 'As agreed in the contract.',
    changed_by: null,
    changed_at: minutesAgo(9_000),
    ...row,
  } as { id: string } & Row)
