import { Browser } from '#test/driver.ts'
import { aCase, aParticipant, aReport, aUser } from '#test/facts.ts'
import { settings } from '#test/owner.ts'
import { inside, portal } from '#test/world.ts'
import type { Parts } from '#worker/http/portal.ts'
import { Program } from '../api/program.ts'

export type TenantUserRole = 'EMPLOYEE' | 'INVESTIGATOR' | 'COMPLIANCE_OFFICER' | 'TENANT_ADMIN'

/** The product's word on a tenant's own user. */
export async function tokenOf(tenantId: string, userId: string, role: TenantUserRole): Promise<string> {
  const response = await fetch(`${settings.signIn.issuer}/tenant-token?tenant=${tenantId}&user=${userId}&role=${role}`, { method: 'POST' })
  return response.text()
}

/** One of the tenant's own users, with the product's token. */
export async function userOf(tenantId: string, role: TenantUserRole = 'TENANT_ADMIN', parts: Partial<Parts> = {}) {
  const { id } = await aUser(tenantId, { role })
  return { id, program: new Program(await tokenOf(tenantId, id, role), portal(parts)) }
}

/** Vera inside a tenant that has an administrator of its own. */
export async function visited(how: Parameters<typeof inside>[1] = {}) {
  const there = await inside('vera', how)
  return { ...there, admin: await userOf(there.tenant.id, 'TENANT_ADMIN', how?.parts) }
}

type Maker = Awaited<ReturnType<typeof userOf>>

/** Where a link of somebody's own leads. */
export async function linkOf({ program }: Maker, body: Record<string, unknown> = {}): Promise<{ id: string; path: string }> {
  const made = await program.post('/api/v1/tenant/links', { name: 'The compliance office', days: 7, mayAct: false, ...body })
  if (made.status !== 201) throw new Error(`no link: ${made.status} ${JSON.stringify(made.body)}`)
  return { id: String(made.body.id), path: new URL(String(made.body.address)).pathname }
}

/** A browser that nobody is signed in with. */
export const stranger = (parts: Partial<Parts> = {}) => new Browser(portal(parts))

/** Presses a button of a customer's page as the page has it. */
export async function press(browser: Browser, page: string, action: RegExp, fields: Record<string, string> = {}): Promise<Response> {
  const html = await (await browser.get(page)).text()
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(([, at = '']) => action.test(at))
  if (!form) throw new Error(`no such form on the page: ${action}`)
  const hidden = [...(form[2] ?? '').matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])
  return browser.post(form[1] ?? '', { ...Object.fromEntries(hidden), ...fields })
}

/** A case of which somebody is a party, with a report, and another case. */
export async function aDelicateCase(tenantId: string, userId: string) {
  const delicate = await aCase(tenantId)
  const report = await aReport(tenantId, delicate.id)
  await aParticipant(tenantId, delicate.id, { tenant_user_id: userId })
  const other = await aCase(tenantId)
  return { delicate, report, other }
}
