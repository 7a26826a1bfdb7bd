import { newId } from '#worker/rules/ids.ts'
import { insert } from './people.ts'
import type { Stack } from './stack.ts'

/** Words of customers and people that stand in the facts below: no log, no error page may hold one of them. */
export const CANARIES =
  /Castellan|Vandersloot|Winterbourne|Quentin|Requester|Zelda|Canary|customer\.example|vendor\.example|rollover-4711|Duplicate supplier/

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
let numbers = 1_000

export async function aTenant(stack: Stack) {
  const id = newId('ten')
  return insert(stack, 'tenant', {
    id,
    slug: id.toLowerCase().replace('_', '-'),
    name: `Canary Works ${id.slice(-6)}`,
    status: 'ACTIVE',
    region: 'EU',
    plan: 'PROFESSIONAL',
    industry: 'RETAIL',
    employees: 1200,
    locales: '{en}',
    access_policy: 'open',
    created_at: minutesAgo(10_000),
  })
}

export const aTicket = (stack: Stack, tenantId: string, assigneeId: string | null) =>
  insert(stack, 'ticket', {
    id: newId('tic'),
    tenant_id: tenantId,
    number: ++numbers,
    subject: 'Investigators cannot find a case',
    requester_name: 'Quentin Requester',
    requester_email: 'quentin.requester@customer.example',
    status: 'OPEN',
    priority: 'HIGH',
    assignee_id: assigneeId,
    opened_at: minutesAgo(60),
    updated_at: minutesAgo(60),
  })

export async function aRequest(stack: Stack, operatorId: string, { tenantId, ...more }: { tenantId?: string; customer_by?: string } = {}) {
  const tenant = tenantId === undefined ? await aTenant(stack) : { id: tenantId }
  const ticket = await aTicket(stack, tenant.id, operatorId)
  return insert(stack, 'app.access_request', {
    id: newId('acr'),
    ...{ operator_id: operatorId, operator_role: 'SUPPORT_L3', tenant_id: tenant.id, ticket_id: ticket.id },
    ...{ mode: 'READ_WRITE', scope: 'CONTENT', category: 'TROUBLESHOOTING', reason: 'The customer asked us to set it right.', minutes: 30 },
    ...{ request_hash: Buffer.of(0), asked_at: minutesAgo(1), answer_by: minutesAgo(-20) },
    ...more,
  })
}

export const aCase = (stack: Stack, tenantId: string) =>
  insert(stack, '"case"', {
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
  })

export const aUser = (stack: Stack, tenantId: string) => {
  const id = newId('usr')
  return insert(stack, 'tenant_user', {
    id,
    tenant_id: tenantId,
    email: `${id}@customer.example`,
    name: 'Zelda Canary',
    role: 'INVESTIGATOR',
    status: 'ACTIVE',
    created_at: minutesAgo(5_000),
  })
}

export const aJob = (stack: Stack, tenantId: string) =>
  insert(stack, 'tenant_job', {
    id: newId('job'),
    tenant_id: tenantId,
    kind: 'SSO_SYNC',
    state: 'RETRYABLE',
    attempts: 3,
    max_attempts: 5,
    last_error: 'The directory did not answer.',
    run_at: new Date(Date.now() + 3_600_000).toISOString(),
    created_at: minutesAgo(200),
  })

export const aConfig = (stack: Stack, tenantId: string) =>
  insert(stack, 'tenant_config', {
    id: newId('cfg'),
    tenant_id: tenantId,
    document: 'retention',
    version: 1,
    body: JSON.stringify({ closedCasesMonths: 24, auditYears: 10 }),
    reason: 'As agreed in the contract.',
    changed_by: null,
    changed_at: minutesAgo(9_000),
  })

/** A job of the portal that was given up. Its letter has nobody to go to, so a runner that takes it ends it at once. */
export const aDiscardedJob = (stack: Stack) =>
  insert(stack, 'app.job', {
    id: newId('pjob'),
    kind: 'sweep',
    max_attempts: 3,
    attempts: 3,
    state: 'discarded',
    run_at: new Date().toISOString(),
    finished_at: new Date().toISOString(),
  })

export async function aCustomerLink(stack: Stack, tenantId?: string) {
  const tenant = tenantId === undefined ? await aTenant(stack) : { id: tenantId }
  const { id: linkId } = await insert(stack, 'app.customer_link', {
    id: newId('lnk'),
    tenant_id: tenant.id,
    key_hash: Buffer.from(newId('key')),
    name: 'Their auditor',
    created_by: 'ops_somebody',
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  })
  return { tenantId: tenant.id, linkId }
}

export const aNotification = async (stack: Stack, userId: string): Promise<string> => {
  const { id } = await insert(stack, 'app.notification', {
    id: newId('ntf'),
    user_id: userId,
    event_id: newId('evt'),
    notice: 'role.changed',
    category: 'PEOPLE',
    severity: 'NORMAL',
    title: 'A title',
    sentence: 'A sentence.',
    link: '/',
  })
  return id
}
