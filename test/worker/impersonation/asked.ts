import { aTenant, aTicket, insert, minutesAgo } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { portalAs, REASON, startFields } from '#test/world.ts'
import type { CastName } from '#test/cast.ts'
import { newId } from '#worker/rules/ids.ts'

export const NOTE = 'I know about it, go ahead with care.'

export type RequestRow = {
  id: string
  state: string
  approver_id: string | null
  denied_by: string | null
  session_id: string | null
  start_by: string | null
  customer_by: string | null
  note: string | null
}
export const requestOf = async (id: string) => (await owner<RequestRow>('select * from app.access_request where id = $1', [id]))[0]
export const requestsOf = (operatorId: string) => owner<RequestRow>('select * from app.access_request where operator_id = $1', [operatorId])
export const sessionOf = async (operatorId: string) =>
  (
    await owner<{
      id: string
      mode: string
      approval_id: string | null
      ended_at: Date | null
      end_reason: string | null
      started_at: string
      expires_at: string
      limit_at: string | null
      break_glass: boolean
    }>('select * from app.impersonation_session where operator_id = $1 order by started_at desc limit 1', [operatorId])
  )[0]

/** Somebody has asked for an access that takes a yes; Imke writes, unless a test says otherwise. */
export async function asked({
  by = 'imke' as CastName,
  need = 'write',
  policy = 'open',
  more = {} as Record<string, string>,
}: {
  by?: CastName
  need?: string
  policy?: string
  more?: Record<string, string>
} = {}) {
  const { person, browser } = await portalAs(by)
  const tenant = await aTenant({ access_policy: policy })
  const ticket = await aTicket(tenant.id, person.id)
  const response = await browser.post('/impersonations', startFields(tenant.id, ticket.id, { need, ...more }))
  const [request] = await requestsOf(person.id)
  if (!request) throw new Error(`no request: ${response.status} ${await response.text()}`)
  return { person, browser, tenant, ticket, response, id: request.id, path: `/access-requests/${request.id}` }
}
export type Asking = Awaited<ReturnType<typeof asked>>

/** The same, with Ada's yes. */
export async function approved(how: Parameters<typeof asked>[0] = {}) {
  const asking = await asked(how)
  const ada = await portalAs('ada')
  const answer = await ada.browser.post(`${asking.path}/approve`, { note: NOTE })
  if (answer.status !== 303) throw new Error(`no approval: ${answer.status} ${await answer.text()}`)
  return { ...asking, ada }
}

/** What the button of an approved request sends. */
export const exactly = ({ tenant, ticket }: { tenant: { id: string }; ticket: { id: string } }, more: Record<string, string> = {}) => ({
  tenantId: tenant.id,
  ticketId: ticket.id,
  targetUserId: '',
  mode: 'READ_WRITE',
  scope: 'CONTENT',
  category: 'TROUBLESHOOTING',
  minutes: '30',
  reason: REASON,
  ...more,
})
export const begin = (asking: Asking, more: Record<string, string> = {}) =>
  asking.browser.post(`${asking.path}/start`, exactly(asking, more))

/** Somebody inside a tenant, in a session that Ada approved for exports. */
export async function exporting(by: 'imke' | 'ada' = 'imke') {
  const asking = await approved({ by, need: 'export' })
  const started = await begin(asking, { mode: 'READ_ONLY', scope: 'EXPORT' })
  const session = await sessionOf(asking.person.id)
  if (!session) throw new Error(`no session: ${started.status} ${await started.text()}`)
  return { ...asking, sessionId: session.id }
}

/** The customer's own answer, as whoever speaks for them will give it. */
export const customerSays = async ({ id, tenant }: Asking, yes: boolean) =>
  (
    await owner<{ because: string | null; session_id: string | null }>('select * from app.answer_for_customer($1, $2, $3, $4, $5)', [
      id,
      tenant.id,
      yes,
      newId('usr'),
      'Said by our data protection officer.',
    ])
  )[0]

/** Moves the clocks of a request into the past; the server's stays where it is. */
export const moved = (id: string, minutes: number) =>
  owner(
    `update app.access_request set asked_at = asked_at - make_interval(mins => $2), answer_by = answer_by - make_interval(mins => $2),
       customer_by = customer_by - make_interval(mins => $2), start_by = start_by - make_interval(mins => $2) where id = $1`,
    [id, minutes],
  )

/** A request as it lies in the table, without the walk that leads there. */
export async function aRequest(operatorId: string, tenantId: string, row: Record<string, unknown> = {}): Promise<string> {
  const ticket = await aTicket(tenantId, operatorId)
  const { id } = await insert('app.access_request', {
    id: newId('acr'),
    ...{ operator_id: operatorId, operator_role: 'ADMIN', tenant_id: tenantId, ticket_id: ticket.id },
    ...{ mode: 'READ_WRITE', scope: 'CONTENT', category: 'TROUBLESHOOTING', reason: REASON, minutes: 30, request_hash: '\\x00' },
    ...{ asked_at: minutesAgo(1), answer_by: minutesAgo(-20) },
    ...row,
  })
  return id as string
}
