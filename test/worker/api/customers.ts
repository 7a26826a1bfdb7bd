import { asked } from '#test/worker/impersonation/asked.ts'
import { linkOf, userOf, visited } from '#test/worker/customer/facts.ts'
import type { Example } from './program.ts'

/** An administrator of a tenant that somebody is inside of, and a call of theirs. */
async function theirs(more: Partial<Example> = {}) {
  const there = await visited()
  return { there, example: { program: there.admin.program, ...more } }
}

/** An administrator of a tenant that somebody asks to enter. */
async function askedThem(more: Partial<Example> = {}) {
  const { id, tenant } = await asked({ by: 'vera', need: 'look', policy: 'approve' })
  const { program } = await userOf(tenant.id)
  return { program, params: { requestId: id }, ...more }
}

/** Calls that work, by a tenant's own users. */
export const customers: Record<string, () => Promise<Example>> = {
  getTenantMe: async () => (await theirs()).example,
  listTenantSessions: async () => (await theirs()).example,
  endTenantSession: async () => {
    const { there, example } = await theirs({ body: {} })
    return { ...example, params: { sessionId: there.sessionId } }
  },
  setTenantPolicy: async () => (await theirs({ body: { seen: 'open', policy: 'notify' } })).example,
  listTenantAccessRequests: async () => {
    const { params: _, ...example } = await askedThem()
    return example
  },
  approveTenantAccess: () => askedThem({ body: { note: 'Go ahead.' } }),
  denyTenantAccess: () => askedThem({ body: {} }),
  getTenantCheckpoint: async () => (await theirs()).example,
  listTenantLinks: async () => {
    const { there, example } = await theirs()
    await linkOf(there.admin)
    return example
  },
  makeTenantLink: async () => (await theirs({ body: { name: 'The board', days: 7, mayAct: true } })).example,
  revokeTenantLink: async () => {
    const { there, example } = await theirs({ body: {} })
    return { ...example, params: { linkId: (await linkOf(there.admin)).id } }
  },
}
