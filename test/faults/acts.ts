import { CATEGORIES } from '#worker/notifications/rules/words.ts'
import { newId } from '#worker/rules/ids.ts'
import { type ActCase, counted, ended, enter, type OfCustomer, type OfStaff, type Prepared, REASON } from './act.ts'
import { BY_LINK, BY_PRODUCT } from './customer-acts.ts'
import { byLink, byProduct } from './customers.ts'
import { aCase, aConfig, aCustomerLink, aDiscardedJob, aJob, aNotification, aRequest, aTenant, aTicket, aUser } from './facts.ts'
import { type Asking, hire, type Visitor } from './people.ts'
import type { Stack } from './stack.ts'

/** `id` is what the trail calls them. */
export type Ready = { id: string; asking: Asking; form: Prepared }

/** Whoever does it is there, with what they will press. */
export async function ready(stack: Stack, act: ActCase): Promise<Ready> {
  if (isCustomers(act)) {
    const customer = await (act.by === 'link' ? byLink : byProduct)(stack)
    return { id: customer.id, asking: customer, form: await act.prepare(stack, customer) }
  }
  const person = await hire(stack, act.by)
  const form = await act.prepare(stack, person)
  return { id: person.id, asking: act.program ? await person.program() : person, form }
}

const isCustomers = (act: ActCase): act is OfCustomer => act.by === 'link' || act.by === 'product'

const WHY = 'They moved to another team on Monday.'

const BY_STAFF: Record<string, OfStaff> = {
  'making a link for a customer': {
    by: 'omar',
    act: 'customer_link:add',
    shows: true,
    async prepare(stack) {
      const { id } = await aTenant(stack)
      return {
        path: `/tenants/${id}/links`,
        fields: { name: 'Their new auditor', days: '7' },
        times: counted(stack, 'select count(*) from app.customer_link where tenant_id = $1', [id]),
      }
    },
  },
  'revoking a link of a customer': {
    by: 'omar',
    act: 'customer_link:revoke',
    async prepare(stack) {
      const { tenantId, linkId } = await aCustomerLink(stack)
      return {
        path: `/tenants/${tenantId}/links/${linkId}/revoke`,
        fields: {},
        times: counted(stack, 'select count(*) from app.customer_link where id = $1 and revoked_at is not null', [linkId]),
      }
    },
  },
  'taking a ticket': {
    by: 'vera',
    act: 'ticket:take',
    async prepare(stack, person) {
      const ticket = await aTicket(stack, (await aTenant(stack)).id, null)
      return {
        path: `/tickets/${ticket.id}/take`,
        fields: {},
        times: counted(stack, 'select count(*) from ticket where id = $1 and assignee_id = $2', [ticket.id, person.id]),
      }
    },
  },
  'entering a tenant': {
    by: 'vera',
    act: 'impersonation:start',
    async prepare(stack, person) {
      const tenant = await aTenant(stack)
      const ticket = await aTicket(stack, tenant.id, person.id)
      return {
        path: '/impersonations',
        fields: { tenantId: tenant.id, ticketId: ticket.id, category: 'TROUBLESHOOTING', minutes: '30', reason: REASON },
        times: counted(stack, 'select count(*) from app.impersonation_session where operator_id = $1', [person.id]),
      }
    },
  },
  'asking for an approval': {
    by: 'imke',
    act: 'access:ask',
    async prepare(stack, person) {
      const tenant = await aTenant(stack)
      const ticket = await aTicket(stack, tenant.id, person.id)
      const fields = { tenantId: tenant.id, ticketId: ticket.id, category: 'TROUBLESHOOTING', minutes: '30', reason: REASON, need: 'write' }
      return {
        path: '/impersonations',
        fields,
        times: counted(stack, 'select count(*) from app.access_request where operator_id = $1', [person.id]),
      }
    },
  },
  'approving an access': {
    by: 'ada',
    act: 'access:approve',
    async prepare(stack, person) {
      const request = await aRequest(stack, (await hire(stack, 'imke')).id)
      return {
        path: `/access-requests/${request.id}/approve`,
        fields: { note: 'I know about it, go ahead with care.' },
        times: counted(stack, 'select count(*) from app.access_request where id = $1 and approver_id = $2', [request.id, person.id]),
      }
    },
  },
  'asking for more reveals': {
    by: 'vera',
    act: 'reveals:ask',
    async prepare(stack, person) {
      const sessionId = await enter(stack, person)
      await usedUp(stack, sessionId)
      return {
        path: `/impersonations/${sessionId}/reveals`,
        fields: { reason: 'The other half of the thread has to be compared.' },
        times: counted(stack, 'select count(*) from app.reveal_request where session_id = $1', [sessionId]),
      }
    },
  },
  'approving more reveals': {
    by: 'ada',
    act: 'reveals:approve',
    async prepare(stack, person) {
      const vera = await hire(stack, 'vera')
      const sessionId = await enter(stack, vera)
      await usedUp(stack, sessionId)
      await vera.post(`/impersonations/${sessionId}/reveals`, { reason: 'The other half of the thread has to be compared.' })
      const [wish] = await stack.owner<{ id: string }>('select id from app.reveal_request where session_id = $1', [sessionId])
      return {
        path: `/impersonations/${sessionId}/reveals/${wish?.id}/approve`,
        fields: { note: 'I know about it, go on with care.' },
        times: counted(stack, 'select count(*) from app.reveal_request where id = $1 and answerer_id = $2', [wish?.id, person.id]),
      }
    },
  },
  'asking for more time': {
    by: 'vera',
    act: 'impersonation:extend',
    async prepare(stack, person) {
      const sessionId = await enter(stack, person)
      return {
        path: `/impersonations/${sessionId}/extend`,
        fields: { minutes: '30', reason: 'The customer is still on the phone.' },
        times: counted(
          stack,
          'select round((extract(epoch from expires_at - started_at) / 60 - 30) / 30) as count from app.impersonation_session where id = $1',
          [sessionId],
        ),
      }
    },
  },
  'leaving a tenant': {
    by: 'vera',
    act: 'impersonation:end',
    async prepare(stack, person) {
      const sessionId = await enter(stack, person)
      return { path: `/impersonations/${sessionId}/end`, fields: {}, times: ended(stack, sessionId) }
    },
  },
  "ending somebody's session": {
    by: 'ada',
    act: 'impersonation:kill',
    rows: 2,
    async prepare(stack) {
      const sessionId = await enter(stack, await hire(stack, 'vera'))
      return {
        path: `/impersonations/${sessionId}/kill`,
        fields: { reason: 'They left their desk and went home.' },
        times: ended(stack, sessionId),
      }
    },
  },
  'a closing note': {
    by: 'vera',
    act: 'impersonation:note',
    async prepare(stack, person) {
      const sessionId = await enter(stack, person)
      await person.post(`/impersonations/${sessionId}/end`, {})
      return {
        path: `/impersonations/${sessionId}/note`,
        fields: { note: 'A filter hid it.' },
        times: counted(stack, "select count(*) from audit.trail where session_id = $1 and act = 'impersonation:note'", [sessionId]),
      }
    },
  },
  'flagging a session': {
    by: 'lena',
    act: 'review:flag',
    async prepare(stack) {
      const review = await aReview(stack, await hire(stack, 'imke'))
      return {
        path: `/reviews/${review}/verdict`,
        fields: { verdict: 'flagged', note: 'The case is not the one of the ticket.' },
        times: counted(stack, "select count(*) from app.session_review where id = $1 and state = 'flagged'", [review]),
      }
    },
  },
  'retrying a job of a tenant': {
    by: 'imke',
    act: 'tenant_job:retry',
    async prepare(stack) {
      const tenant = await aTenant(stack)
      const job = await aJob(stack, tenant.id)
      return {
        path: `/tenants/${tenant.id}/jobs/${job.id}/retry`,
        fields: {},
        times: counted(stack, "select count(*) from tenant_job where id = $1 and state = 'AVAILABLE'", [job.id]),
      }
    },
  },
  'changing a configuration': {
    by: 'imke',
    act: 'tenant_config:change',
    async prepare(stack) {
      const tenant = await aTenant(stack)
      await aConfig(stack, tenant.id)
      return {
        path: `/tenants/${tenant.id}/config/retention`,
        fields: { version: '1', closedCasesMonths: '36', auditYears: '12', reason: 'The customer asked for a longer retention.' },
        times: counted(stack, 'select count(*) - 1 as count from tenant_config where tenant_id = $1', [tenant.id]),
      }
    },
  },
  'setting a secret': {
    by: 'imke',
    act: 'tenant_secret:set',
    async prepare(stack) {
      const tenant = await aTenant(stack)
      return {
        path: `/tenants/${tenant.id}/secrets`,
        fields: { kind: 'API_KEY', name: 'sso', value: 'rollover-4711-rollover' },
        times: counted(stack, 'select count(*) from tenant_secret where tenant_id = $1', [tenant.id]),
      }
    },
  },
  'moving a case': {
    by: 'imke',
    act: 'case:status',
    async prepare(stack, person) {
      const tenantId = await enterToWrite(stack, person)
      const file = await aCase(stack, tenantId)
      return {
        path: `/workspace/cases/${file.id}/status`,
        fields: { version: '1', status: 'IN_PROGRESS', reason: WHY },
        times: counted(stack, 'select version - 1 as count from "case" where id = $1', [file.id]),
      }
    },
  },
  'writing a note': {
    by: 'imke',
    act: 'note:add',
    async prepare(stack, person) {
      const tenantId = await enterToWrite(stack, person)
      const file = await aCase(stack, tenantId)
      return {
        path: `/workspace/cases/${file.id}/notes`,
        fields: { body: 'The ledger comes on Monday.', visibility: 'INTERNAL' },
        times: counted(stack, 'select count(*) from note where case_id = $1', [file.id]),
      }
    },
  },
  'changing a configuration from inside': {
    by: 'imke',
    act: 'tenant_config:change',
    async prepare(stack, person) {
      const tenantId = await enterToWrite(stack, person)
      await aConfig(stack, tenantId)
      return {
        path: '/workspace/config/retention',
        fields: { version: '1', closedCasesMonths: '36', auditYears: '12', reason: 'The customer asked for a longer retention.' },
        times: counted(stack, 'select count(*) - 1 as count from tenant_config where tenant_id = $1', [tenantId]),
      }
    },
  },
  'revealing a field': {
    by: 'vera',
    act: 'field:reveal',
    shows: true,
    async prepare(stack, person) {
      const sessionId = await enter(stack, person)
      const user = await aUser(stack, await tenantOf(stack, sessionId))
      return {
        path: '/workspace/reveals',
        fields: { record: user.id, field: 'name', from: '/workspace/users', reason: WHY },
        times: counted(stack, "select count(*) from audit.trail where session_id = $1 and act = 'field:reveal' and outcome = 'done'", [
          sessionId,
        ]),
      }
    },
  },
  'giving another role': {
    by: 'ada',
    act: 'person:role',
    async prepare(stack) {
      const vera = await hire(stack, 'vera')
      return {
        path: `/people/${vera.id}/role`,
        fields: { role: 'SUPPORT_L2', version: '1', reason: WHY },
        times: counted(stack, "select version - 1 as count from app.internal_user where id = $1 and role = 'SUPPORT_L2'", [vera.id]),
      }
    },
  },
  'wishing for an administrator': {
    by: 'ada',
    act: 'admin:ask',
    async prepare(stack) {
      const vera = await hire(stack, 'vera')
      return {
        path: `/people/${vera.id}/admin`,
        fields: { reason: WHY },
        times: counted(stack, 'select count(*) from app.admin_grant where subject_id = $1', [vera.id]),
      }
    },
  },
  'arranging the own home': {
    by: 'vera',
    act: 'home:arrange',
    async prepare(stack, person) {
      // The first card moves one place further with each time; of those who may answer requests, it would be the second.
      return {
        path: '/home/arrange',
        fields: { wish: 'later', kind: 'my_session' },
        times: counted(
          stack,
          `select count(*) from app.home_card c join app.home_card mine using (operator_id)
           where operator_id = $1 and mine.kind = 'my_session' and c.position < mine.position`,
          [person.id],
        ),
      }
    },
  },
  'marking what one was told as read': {
    by: 'nils',
    act: 'notification:read',
    async prepare(stack, person) {
      const id = await aNotification(stack, person.id)
      return {
        path: '/notifications/mark',
        fields: { mark: 'read', [id]: 'yes' },
        times: counted(stack, 'select count(*) from app.notification where id = $1 and is_read', [id]),
      }
    },
  },
  'choosing what one is told': {
    by: 'nils',
    act: 'notification:prefer',
    async prepare(stack, person) {
      const wishes = CATEGORIES.flatMap((each) => [[`${each}-app`, 'yes'] as const, [`${each}-digest`, '15'] as const])
      return {
        path: '/notifications/preferences',
        fields: { version: '0', quietFrom: '22:00', quietTo: '06:00', ...Object.fromEntries(wishes) },
        times: counted(stack, 'select version as count from app.notification_inbox where user_id = $1', [person.id]),
      }
    },
  },
  'adding a webhook endpoint': {
    by: 'ada',
    act: 'webhook_endpoint:add',
    async prepare(stack) {
      const name = `Product ${newId('key').slice(-8)}`
      return {
        path: '/webhook-endpoints',
        // The key of a test of RFC 8032: whoever has one of their own is shown no secret, and led to the page of the endpoint.
        fields: { direction: 'IN', name, tenantId: '', url: '', publicKey: 'whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=' },
        times: counted(
          stack,
          'select count(*) from app.webhook_secret s join app.webhook_endpoint e on e.id = s.endpoint_id where e.name = $1',
          [name],
        ),
      }
    },
  },
  'replaying a job of the portal': {
    by: 'ada',
    act: 'job:replay',
    async prepare(stack) {
      const job = await aDiscardedJob(stack)
      return {
        path: `/portal-jobs/${job.id}/replay`,
        fields: {},
        times: counted(stack, "select count(*) from app.job where id = $1 and state <> 'discarded'", [job.id]),
      }
    },
  },
}

/** Every kind of change, by what a person would call it. */
export const ACTS: Record<string, ActCase> = { ...BY_STAFF, ...BY_LINK, ...BY_PRODUCT }

/** The same, asked by the person's program: the API has the same rules and queries, and a way of its own to ask and to answer. */
export const BY_PROGRAM: Record<string, ActCase> = Object.fromEntries(
  ['taking a ticket', 'leaving a tenant', 'setting a secret'].map((name) => [
    `${name}, by a program`,
    { ...(BY_STAFF[name] as OfStaff), program: true },
  ]),
)

/** Somebody has revealed as much as everybody may. */
const usedUp = (stack: Stack, sessionId: string) =>
  stack.owner(
    `insert into audit.trail (operator_id, operator_role, session_id, tenant_id, act, sentence, outcome)
     select operator_id, operator_role, id, tenant_id, 'field:reveal', 'Revealed one hidden field of a record.', 'done'
     from app.impersonation_session, generate_series(1, 10) where id = $1`,
    [sessionId],
  )

const tenantOf = async (stack: Stack, sessionId: string) =>
  (await stack.owner<{ tenant_id: string }>('select tenant_id from app.impersonation_session where id = $1', [sessionId]))[0]?.tenant_id ??
  ''

/** The same, in a session that writes; the tenant. */
async function enterToWrite(stack: Stack, person: Visitor): Promise<string> {
  const sessionId = await enter(stack, person)
  await stack.owner("update app.impersonation_session set mode = 'READ_WRITE', approval_id = 'acr_' || right(id, 20) where id = $1", [
    sessionId,
  ])
  return tenantOf(stack, sessionId)
}

/** Somebody's session that wrote and is over, and therefore waits for a second look: ended as it is at work, so that the trail tells of it. */
async function aReview(stack: Stack, person: Visitor): Promise<string> {
  await enterToWrite(stack, person)
  const [session] = await stack.owner<{ id: string }>('select id from app.impersonation_session where operator_id = $1', [person.id])
  await person.post(`/impersonations/${session?.id}/end`, {})
  const [review] = await stack.owner<{ id: string }>('select id from app.session_review where session_id = $1', [session?.id])
  if (!review) throw new Error('no review')
  return review.id
}

/** How often the trail says that a person did it. */
export const traces = async (stack: Stack, person: { id: string }, { act, rows = 1 }: Pick<ActCase, 'act' | 'rows'>) =>
  (await counted(stack, "select count(*) from audit.trail where operator_id = $1 and act = $2 and outcome in ('done', 'partly')", [
    person.id,
    act,
  ])()) / rows
