import { aCase, aConfig, anError, aJob, anInvestigation, aNote, aParticipant, aReport, aTenant, aTicket, aUser } from '#test/facts.ts'
import { insert } from '#test/facts.ts'
import type { CastName } from '#test/cast.ts'
import { hire, inside, portalAs, REASON, signedIn, trailOf, writing } from '#test/world.ts'
import { newId } from '#worker/rules/ids.ts'
import { aCheckpoint } from '../audit/checkpoint-facts.ts'
import { aReview } from '../reviews/facts.ts'
import { access } from './access.ts'
import { administration } from './administration.ts'
import { customers } from './customers.ts'
import { notified } from './notified.ts'
import { actorFor, at, type Example, Program, programOf } from './program.ts'

const LINE = 'Because the customer is still on the phone.'

/** A tenant with something in each of its rooms. */
async function aPlace() {
  const tenant = await aTenant()
  const user = await aUser(tenant.id)
  await insert('tenant_domain', { id: newId('dom'), tenant_id: tenant.id, domain: `${tenant.id.toLowerCase()}.example`, verified_at: null })
  await insert('tenant_contact', {
    id: newId('con'),
    tenant_id: tenant.id,
    kind: 'PRIMARY',
    name: 'Zelda Quist',
    email: `${tenant.id}@customer.example`,
  })
  await Promise.all([aTicket(tenant.id, null), anError(tenant.id), aConfig(tenant.id)])
  return { tenantId: tenant.id, jobId: (await aJob(tenant.id)).id, userId: user.id }
}

/** Hugo inside a tenant with a case that has one of everything. */
async function aDesk() {
  const there = await inside('hugo')
  const { id: tenantId } = there.tenant
  const user = await aUser(tenantId)
  const found = await aCase(tenantId, { assignee_id: user.id })
  const report = await aReport(tenantId, found.id)
  await aNote(tenantId, found.id, user.id)
  await aParticipant(tenantId, found.id)
  await anInvestigation(tenantId, found.id)
  return { program: new Program(await actorFor(there)), caseId: found.id, riuId: report.id, userId: user.id }
}

const inPlace =
  (name: CastName, body?: (place: Awaited<ReturnType<typeof aPlace>>) => Record<string, unknown>) => async (): Promise<Example> => {
    const place = await aPlace()
    const { tenantId, jobId } = place
    return at(name, { params: { tenantId, jobId }, ...(body && { body: body(place) }) })
  }

/** Somebody’s session, and its own operator’s program outside it. */
async function aSession() {
  const there = await inside('vera')
  return { ...there, program: await programOf(there.browser), params: { sessionId: there.sessionId } }
}

/** Imke in a session that writes, with a case and a user. */
async function aWorkbench() {
  const there = await writing('imke')
  const { id: tenantId } = there.tenant
  await aConfig(tenantId)
  const found = await aCase(tenantId)
  const [user, guest, gone] = [
    await aUser(tenantId),
    await aUser(tenantId, { status: 'INVITED' }),
    await aUser(tenantId, { status: 'DEACTIVATED' }),
  ]
  const report = await aReport(tenantId, found.id)
  return { program: new Program(await actorFor(there)), caseId: found.id, user, guest, gone, report }
}

const atWorkbench = (change: (bench: Awaited<ReturnType<typeof aWorkbench>>) => Omit<Example, 'program'>) => async (): Promise<Example> => {
  const bench = await aWorkbench()
  return { program: bench.program, ...change(bench) }
}

export const examples: Record<string, () => Promise<Example>> = {
  emitNotification: () => at('vera', { body: { userId: newId('usr'), message: 'Somebody is asked for.' } }),
  getDocument: async () => ({ program: new Program() }),
  getMe: async () => ({ program: (await aDesk()).program }),
  findTenants: () => at('vera'),
  getTenant: inPlace('vera'),
  listConfigs: inPlace('vera'),
  getConfig: async () => {
    const example = await inPlace('vera')()
    return { ...example, params: { ...example.params, document: 'retention' } }
  },
  changeConfig: async () => {
    const body = { version: 1, reason: LINE, body: { closedCasesMonths: 36, auditYears: 10 } }
    const example = await inPlace('imke', () => body)()
    return { ...example, params: { ...example.params, document: 'retention' } }
  },
  listSecrets: async () => {
    const example = await inPlace('imke')()
    await example.program.post(`/api/v1/tenants/${example.params?.tenantId}/secrets`, {
      kind: 'API_KEY',
      name: 'sync',
      value: 'a-long-secret-value',
    })
    return example
  },
  setSecret: inPlace('imke', () => ({ kind: 'API_KEY', name: 'sync', value: 'a-long-secret-value' })),
  listTenantErrors: inPlace('hugo'),
  listTenantJobs: inPlace('hugo'),
  retryTenantJob: inPlace('imke', () => ({})),
  listTickets: inPlace('vera'),
  listTenantActivity: async () => {
    const { tenant, program } = await aSession()
    return { program, params: { tenantId: tenant.id } }
  },
  takeTicket: async () => {
    const ticket = await aTicket((await aTenant()).id, null)
    return at('vera', { params: { ticketId: ticket.id }, body: {} })
  },
  startImpersonation: async () => {
    const { person, browser } = await portalAs('vera')
    const tenant = await aTenant()
    const [ticket, user] = [await aTicket(tenant.id, person.id), await aUser(tenant.id)]
    const body = {
      tenantId: tenant.id,
      ticketId: ticket.id,
      targetUserId: user.id,
      category: 'TROUBLESHOOTING',
      minutes: 30,
      reason: REASON,
    }
    return { program: await programOf(browser), body }
  },
  listImpersonations: aSession,
  getCurrentImpersonation: async () => ({ program: (await aDesk()).program }),
  getImpersonation: aSession,
  extendImpersonation: async () => {
    const there = await aSession()
    return { ...there, program: new Program(await actorFor(there)), body: { minutes: 15, reason: LINE } }
  },
  endImpersonation: async () => ({ ...(await aSession()), body: {} }),
  noteImpersonation: async () => {
    const there = await aSession()
    await there.browser.post(`/impersonations/${there.sessionId}/end`)
    return { ...there, body: { note: LINE } }
  },
  listReviews: async () => {
    await aReview()
    return at('lena')
  },
  decideReview: async () =>
    at('lena', { params: { reviewId: (await aReview()).id }, body: { verdict: 'flagged', note: LINE, hold: false } }),
  killImpersonation: async () => at('ada', { params: (await aSession()).params, body: { reason: LINE } }),
  killImpersonations: async () => {
    const { person } = await aSession()
    return at('ada', { body: { scope: 'operator', subject: person.id, confirm: '', reason: LINE } })
  },
  listCases: async () => ({ program: (await aDesk()).program }),
  getCase: async () => {
    const { program, caseId } = await aDesk()
    return { program, params: { caseId } }
  },
  listReports: async () => ({ program: (await aDesk()).program }),
  getReport: async () => {
    const { program, riuId } = await aDesk()
    return { program, params: { riuId } }
  },
  listUsers: async () => ({ program: (await aDesk()).program }),
  getUser: async () => {
    const { program, userId } = await aDesk()
    return { program, params: { userId } }
  },
  listOwnConfigs: atWorkbench(() => ({})),
  getOwnConfig: atWorkbench(() => ({ params: { document: 'retention' } })),
  changeOwnConfig: atWorkbench(() => ({
    params: { document: 'retention' },
    body: { version: 1, reason: LINE, body: { closedCasesMonths: 36, auditYears: 10 } },
  })),
  addNote: atWorkbench(({ caseId }) => ({ params: { caseId }, body: { body: LINE, visibility: 'INTERNAL' } })),
  changeCaseStatus: atWorkbench(({ caseId }) => ({ params: { caseId }, body: { version: 1, status: 'IN_PROGRESS', reason: LINE } })),
  changeCasePriority: atWorkbench(({ caseId }) => ({ params: { caseId }, body: { version: 1, priority: 1, reason: LINE } })),
  assignCase: atWorkbench(({ caseId, user }) => ({ params: { caseId }, body: { version: 1, assigneeId: user.id, reason: LINE } })),
  activateUser: atWorkbench(({ gone }) => ({ params: { userId: gone.id }, body: { version: 1, reason: LINE } })),
  deactivateUser: atWorkbench(({ user }) => ({ params: { userId: user.id }, body: { version: 1, reason: LINE } })),
  inviteUser: atWorkbench(({ guest }) => ({ params: { userId: guest.id }, body: { version: 1, reason: LINE } })),
  revealField: atWorkbench(({ report }) => ({ body: { record: report.id, field: 'narrative', reason: LINE } })),
  listActs: () => at('lena'),
  listCheckpoints: async () => {
    await aCheckpoint()
    return at('lena')
  },
  getCheckpoint: async () => ({ ...(await at('lena')), params: { number: String(await aCheckpoint()) } }),
  getAct: async () => {
    const { person, browser } = await portalAs('vera')
    const [row] = await trailOf(`operator:${person.id}`)
    return { program: await programOf(browser), params: { chain: row?.chain ?? '', seq: row?.seq ?? '' } }
  },
  getHistory: async () => {
    const { program, sessionId } = await aSession()
    return { program, params: { entityId: sessionId } }
  },
  listSignIns: () => at('vera'),
  revokeAllSignIns: () => at('vera', { body: {} }),
  revokeSignIn: async () => {
    const vera = await hire('vera')
    const [one, two] = [await signedIn(vera), await signedIn(vera)]
    const program = await programOf(one)
    const { body } = await (await programOf(two)).get('/api/v1/account/sign-ins')
    const other = (body.items as { id: string; isCurrent: boolean }[]).find(({ isCurrent }) => isCurrent)
    return { program, params: { loginId: other?.id ?? '' }, body: {} }
  },
  listPrograms: () => at('vera'),
  revokeProgram: async () => {
    const { browser } = await portalAs('vera')
    await programOf(browser)
    const program = await programOf(browser)
    const { body } = await program.get('/api/v1/account/programs')
    const other = (body.items as { id: string; isCurrent: boolean }[]).find(({ isCurrent }) => !isCurrent)
    return { program, params: { familyId: other?.id ?? '' }, body: {} }
  },
  ...access,
  ...administration,
  ...notified,
  ...customers,
}
