import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import type { Logins, Sessions } from './world.ts'

export const ASKED = 'A reason of more than twenty characters.'

type Wish = { by: Logins['ada']; tenantId: string; ticketId: string; mode?: string; scope?: string; state?: string } & Record<
  string,
  unknown
>

/** Requests for access in each state, with a ticket of whoever asked. Ada's were approved by Ben. */
export async function requestsOf(
  own: Ask,
  { ada, ben, hugo, imke, vera }: Logins,
  { writing }: Sessions,
  { here, there, shut }: { here: string; there: string; shut: { approve: { id: string; ticket: string } } },
) {
  const aTicket = async (tenantId: string, { id: assignee }: Logins['ada']) => {
    const id = newId('tic')
    await own(
      `insert into ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, assignee_id, opened_at, updated_at)
       values ($1, $2, $3, 'A subject', 'A name', 'a@customer.example', 'OPEN', 'LOW', $4, now(), now())`,
      [id, tenantId, Math.floor(Math.random() * 2 ** 31), assignee],
    )
    return id
  }
  const aRequest = async ({ by, tenantId, ticketId, mode = 'READ_WRITE', scope = 'CONTENT', state = 'WAITING', ...more }: Wish) => {
    const id = newId('acr')
    const row = { state, ...more }
    const columns = Object.keys(row)
    await own(
      `insert into app.access_request (id, operator_id, operator_role, tenant_id, ticket_id, mode, scope, category, reason, minutes, request_hash, asked_at, answer_by,
         ${columns.join(', ')})
       values ($1, $2, 'ADMIN', $3, $4, $5, $6, 'HOW_TO', $7, 30, app.request_hash($2, $3, null, $5, $6, 'HOW_TO', $4, 30, $7), now() - interval '20 minutes',
         now() + interval '9 minutes', ${columns.map((column) => (CLOCKS.has(column) ? `now() + $${columns.indexOf(column) + 8}::interval` : `$${columns.indexOf(column) + 8}`)).join(', ')})`,
      [id, by.id, tenantId, ticketId, mode, scope, ASKED, ...Object.values(row)],
    )
    return { id, ticketId, tenantId, mode, scope }
  }
  const yes = { approver_id: ben.id, approver_role: 'ADMIN', approved_at: '-5 minutes' }
  const asked = { customer_by: '6 hours' }
  const unanswered = await aRequest({ by: imke, tenantId: there, ticketId: await aTicket(there, imke) })
  await own(
    "update app.access_request set asked_at = now() - interval '31 minutes', answer_by = now() - interval '1 minute' where id = $1",
    [unanswered.id],
  )
  const [approval] = await own<{ approval_id: string }>('select approval_id from app.impersonation_session where id = $1', [writing.id])
  const exporting = await aRequest({
    ...{ by: { ...imke, id: writing.operatorId }, tenantId: here, ticketId: 'tic_any', scope: 'EXPORT' },
    ...{ ...yes, state: 'USED', start_by: '1 minute', session_id: writing.id },
  })
  await own('update app.impersonation_session set approval_id = $2 where id = $1 and approval_id = $3', [
    writing.id,
    exporting.id,
    approval?.approval_id,
  ])
  return {
    unanswered,
    exporting,
    waiting: await aRequest({ by: imke, tenantId: here, ticketId: await aTicket(here, imke) }),
    approved: await aRequest({
      by: ada,
      tenantId: here,
      ticketId: await aTicket(here, ada),
      ...yes,
      state: 'APPROVED',
      start_by: '10 minutes',
    }),
    late: await aRequest({
      by: ada,
      tenantId: there,
      ticketId: await aTicket(there, ada),
      ...yes,
      state: 'APPROVED',
      start_by: '-1 minute',
    }),
    denied: await aRequest({ by: ada, tenantId: here, ticketId: 'tic_any', state: 'DENIED', denied_by: 'COLLEAGUE', denier_id: ben.id }),
    halfway: await aRequest({
      ...{ by: vera, tenantId: shut.approve.id, ticketId: shut.approve.ticket, mode: 'READ_ONLY' },
      ...yes,
      ...asked,
    }),
    agreed: await aRequest({
      ...{ by: hugo, tenantId: shut.approve.id, ticketId: await aTicket(shut.approve.id, hugo), mode: 'READ_ONLY', ...yes, ...asked },
      ...{ customer_approved_at: '-1 minute', customer_answerer: 'usr_any', state: 'APPROVED', start_by: '10 minutes' },
    }),
  }
}

const CLOCKS = new Set(['approved_at', 'customer_by', 'customer_approved_at', 'start_by'])
