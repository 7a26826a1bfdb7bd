import { createHash, createHmac, randomInt } from 'node:crypto'
import { newId, newSecret } from '#worker/rules/ids.ts'
import { aTenant, aUser } from './facts.ts'
import { type Answer, type Asking, insert } from './people.ts'
import type { Stack } from './stack.ts'

/** An administrator of a tenant with a way of their own to the portal. `id` is what the trail calls them. */
export type Customer = Asking & {
  id: string
  tenantId: string
  /** Where their pages and acts stand: behind their link, or in the API. */
  at: string
}

/** Longer than anybody should ever wait for a page, in ms. */
const LONGEST = 30_000

/** By a link of their own that may act: nobody is signed in, and each form carries its own token. */
export async function byLink(stack: Stack): Promise<Customer> {
  const { tenantId, userId } = await anAdministrator(stack)
  const link = newSecret()
  const { id } = await insert(stack, 'app.customer_link', {
    id: newId('lnk'),
    tenant_id: tenantId,
    user_id: userId,
    key_hash: createHash('sha256').update(link).digest(),
    name: 'Their office',
    may_act: true,
    created_by: userId,
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  })
  const address = addressOf()
  return {
    id,
    // What the database hears of them with each question.
    loginKey: link,
    tenantId,
    at: `/customer/${link}`,
    get: (path) => ask(stack.url + path, { headers: { 'CF-Connecting-IP': address } }),
    post(path, { key = newId('key'), ...fields }) {
      const now = String(Date.now())
      // As worker/customer/form-token.ts.
      const seal = createHmac('sha256', stack.sessionKey).update(`customer-form:${link}:${key}:${now}`).digest('hex')
      const body = new URLSearchParams({ csrf: `${now}.${seal}`, key, ...fields })
      return ask(stack.url + path, { method: 'POST', body, headers: { Origin: stack.url, 'CF-Connecting-IP': address } })
    },
  }
}

/** Through the product, which vouches for them. */
export async function byProduct(stack: Stack): Promise<Customer> {
  const { tenantId, userId } = await anAdministrator(stack)
  const token = await stack.vouchedFor(tenantId, userId)
  const headers = { Authorization: `Bearer ${token}`, 'CF-Connecting-IP': addressOf() }
  return {
    id: userId,
    loginKey: userId,
    tenantId,
    at: '/api/v1/tenant',
    get: (path) => ask(stack.url + path, { headers }),
    post: (path, { key = newId('key'), ...fields }) =>
      ask(stack.url + path, {
        method: 'POST',
        body: JSON.stringify({ ...fields, ...(fields.days && { days: Number(fields.days) }) }),
        headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': key },
      }),
  }
}

async function anAdministrator(stack: Stack) {
  const tenant = await aTenant(stack)
  const user = await aUser(stack, tenant.id)
  await stack.owner("update tenant_user set role = 'TENANT_ADMIN' where id = $1", [user.id])
  return { tenantId: tenant.id, userId: user.id }
}

/** Each from a place of their own: what comes from one address in a minute is counted. */
const addressOf = () => `2001:db8::${randomInt(1, 0xffff).toString(16)}:${randomInt(1, 0xffff).toString(16)}`

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const began = performance.now()
  const headers = { ...(init.headers as Record<string, string>), 'Accept-Encoding': 'identity' } // as in people.ts
  const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(LONGEST) })
  const text = await response.text()
  const ms = performance.now() - began
  return { status: response.status, location: response.headers.get('location'), headers: response.headers, text, ms }
}
