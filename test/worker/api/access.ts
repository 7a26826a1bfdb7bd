import { aTenant, aTicket } from '#test/facts.ts'
import { owner } from '#test/owner.ts'
import { inside, portalAs, REASON } from '#test/world.ts'
import { approved, asked, exactly, exporting, NOTE } from '../impersonation/asked.ts'
import { actorFor, at, type Example, Program, programOf } from './program.ts'

const about = async (what: typeof asked, body?: Record<string, unknown>): Promise<Example> => {
  const { id } = await what()
  return at('ada', { params: { requestId: id }, ...(body && { body }) })
}
const own = async (what: typeof asked): Promise<Example> => {
  const { browser, id } = await what()
  return { program: await programOf(browser), params: { requestId: id }, body: {} }
}

const taking = async (): Promise<Example> => ({ program: new Program(await actorFor(await exporting())) })

/** Calls that work, of access that takes somebody else's yes. */
export const access: Record<string, () => Promise<Example>> = {
  listAccessRequests: async () => ({ program: (await about(asked)).program }),
  getAccessRequest: () => about(asked),
  askAccess: async () => {
    const { person, browser } = await portalAs('imke')
    const tenant = await aTenant()
    const ticket = await aTicket(tenant.id, person.id)
    return { program: await programOf(browser), body: { ...exactly({ tenant, ticket }), targetUserId: null, minutes: 30 } }
  },
  approveAccess: () => about(asked, { note: NOTE }),
  denyAccess: () => about(asked, { note: NOTE }),
  withdrawAccess: () => own(asked),
  startApproved: async () => {
    const asking = await approved()
    return { ...(await ownOf(asking)), body: { ...exactly(asking), targetUserId: null, minutes: 30 } }
  },
  listRevealRequests: () => aWish(),
  askReveals: async () => {
    const { program, params } = await aWish(false)
    return { program, params, body: { reason: REASON } }
  },
  approveReveals: () => aWishToAnswer(),
  denyReveals: () => aWishToAnswer(),
  exportCases: taking,
  exportReports: taking,
  exportUsers: taking,
  breakGlass: async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant({ access_policy: 'approve' })
    const ticket = await aTicket(tenant.id, person.id)
    const body = { ticketId: ticket.id, category: 'INCIDENT', reason: `${REASON} Nobody answers tonight.` }
    return { program: await programOf(browser), params: { tenantId: tenant.id }, body }
  },
}

const ownOf = async ({ browser, id }: Awaited<ReturnType<typeof asked>>) => ({
  program: await programOf(browser),
  params: { requestId: id },
})

/** Somebody who has used up their reveals, and has asked for more. */
async function aWish(asks = true) {
  const there = await inside('vera')
  const { tenant, person, sessionId } = there
  await owner(
    `insert into audit.trail (operator_id, operator_role, session_id, tenant_id, act, sentence, outcome)
     select $1, 'SUPPORT_L1', $2, $3, 'field:reveal', 'A sentence.', 'done' from generate_series(1, 10)`,
    [person.id, sessionId, tenant.id],
  )
  if (asks) await there.browser.post(`/impersonations/${sessionId}/reveals`, { reason: REASON })
  return { program: new Program(await actorFor(there)), params: { sessionId } }
}

async function aWishToAnswer(): Promise<Example> {
  const { params } = await aWish()
  const [wish] = await owner<{ id: string }>('select id from app.reveal_request where session_id = $1', [params.sessionId])
  return at('ada', { params: { ...params, requestId: wish?.id ?? '' }, body: { note: NOTE } })
}
