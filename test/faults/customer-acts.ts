import { counted, ended, enter, type OfCustomer } from './act.ts'
import { aCustomerLink, aRequest } from './facts.ts'
import { hire } from './people.ts'
import type { Stack } from './stack.ts'

/** What a customer does about who is inside, by their link. */
export const BY_LINK: Record<string, OfCustomer> = {
  'a customer ends a session': {
    by: 'link',
    act: 'impersonation:end',
    async prepare(stack, { tenantId, at }) {
      const sessionId = await enter(stack, await hire(stack, 'vera'), tenantId)
      return { path: `${at}/sessions/${sessionId}/end`, fields: {}, times: ended(stack, sessionId) }
    },
  },
  'a customer sets the policy': {
    by: 'link',
    act: 'customer:policy',
    async prepare(stack, { tenantId, at }) {
      return {
        path: `${at}/policy`,
        fields: { seen: 'open', policy: 'notify' },
        times: counted(stack, "select count(*) from tenant where id = $1 and access_policy = 'notify'", [tenantId]),
      }
    },
  },
  'a customer lets somebody in': {
    by: 'link',
    act: 'access:answer',
    async prepare(stack, { tenantId, at }) {
      const requestId = await askedOf(stack, tenantId)
      return {
        path: `${at}/access-requests/${requestId}/approve`,
        fields: {},
        times: counted(stack, 'select count(*) from app.access_request where id = $1 and customer_approved_at is not null', [requestId]),
      }
    },
  },
  'a customer lets nobody in': {
    by: 'link',
    act: 'access:answer',
    async prepare(stack, { tenantId, at }) {
      const requestId = await askedOf(stack, tenantId)
      return {
        path: `${at}/access-requests/${requestId}/deny`,
        fields: { note: 'Not today.' },
        times: counted(stack, "select count(*) from app.access_request where id = $1 and denied_by = 'CUSTOMER'", [requestId]),
      }
    },
  },
}

/** The same functions through the product, and the links that only it makes. */
export const BY_PRODUCT: Record<string, OfCustomer> = {
  'a customer lets somebody in, through the product': {
    ...(BY_LINK['a customer lets somebody in'] as OfCustomer),
    by: 'product',
    program: true,
  },
  'a customer makes a link': {
    by: 'product',
    act: 'customer_link:add',
    program: true,
    async prepare(stack, { tenantId, at }) {
      return {
        path: `${at}/links`,
        fields: { name: 'Their new auditor', days: '7' },
        times: counted(stack, 'select count(*) from app.customer_link where tenant_id = $1', [tenantId]),
      }
    },
  },
  'a customer revokes a link': {
    by: 'product',
    act: 'customer_link:revoke',
    program: true,
    async prepare(stack, { tenantId, at }) {
      const { linkId } = await aCustomerLink(stack, tenantId)
      return {
        path: `${at}/links/${linkId}/revoke`,
        fields: {},
        times: counted(stack, 'select count(*) from app.customer_link where id = $1 and revoked_at is not null', [linkId]),
      }
    },
  },
}

/** Somebody asks to come in, and the customer has to answer. */
async function askedOf(stack: Stack, tenantId: string): Promise<string> {
  await stack.owner("update tenant set access_policy = 'approve' where id = $1", [tenantId])
  const { id } = await aRequest(stack, (await hire(stack, 'imke')).id, {
    tenantId,
    customer_by: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  })
  return id
}
