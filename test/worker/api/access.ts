import { aTenant, aTicket } from '#test/facts.ts'
import { REASON, portalAs } from '#test/world.ts'
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
