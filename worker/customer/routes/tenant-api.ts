import { Hono } from 'hono'
import { AnsweredAccess } from '#worker/api/schemas/access.ts'
import {
  CustomerAccessRequests,
  CustomerCheckpoint,
  CustomerEnded,
  CustomerFeed,
  CustomerLinks,
  CustomerPolicy,
  NewCustomerLink,
  RevokedLink,
} from '#worker/api/schemas/customer.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { chainFile, checkpointOf } from '#worker/customer/downloads.ts'
import { addressOf, hexOf, linkFrom } from '#worker/customer/make-link.ts'
import { answerForCustomer, type CustomerAnswer, whoAsksToComeIn } from '#worker/customer/queries/access.ts'
import { endForCustomer, setPolicy } from '#worker/customer/queries/acts.ts'
import { readFeed } from '#worker/customer/queries/feed.ts'
import { addOwnLink, ownLinks, revokeOwnLink } from '#worker/customer/queries/links.ts'
import { customerAnswer, newLinkBody, policyForm } from '#worker/customer/rules/forms.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { sessionsOver, tellInPassing } from '#worker/http/tell.ts'
import { ANSWER_REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { newId } from '#worker/rules/ids.ts'

/** What a tenant's own people may know of who was inside, and do about it, through the product. */
export const customerApi = [
  operation(
    'GET /api/v1/tenant/sessions',
    {
      id: 'listTenantSessions',
      summary: 'Who of the vendor was inside the tenant, the latest first: roles and records, nobody’s name.',
      query: listQuery,
      answer: CustomerFeed,
    },
    async (c, { query: { cursor, limit } }) => {
      const { policy, sessions } = await readFeed(c.var.customer, { before: cursor, most: limit })
      return { policy, ...paged(sessions, limit, (session) => session.startedAt) }
    },
  ),

  operation(
    'POST /api/v1/tenant/sessions/:sessionId/end',
    { id: 'endTenantSession', summary: 'Ends a session of the vendor in the tenant, at once.', answer: CustomerEnded },
    async (c, { params: { sessionId }, ask }) => {
      const ended = await endForCustomer(c.var.customer, ask, sessionId)
      if (!ended.ok) {
        if (ended.because === 'NOT_PERMITTED') throw new Refusal('NOT_PERMITTED')
        return undefined
      }
      await tellInPassing(c, sessionsOver(ended.operatorId, [ended.id], ended.endReason))
      return ended
    },
  ),

  operation(
    'PUT /api/v1/tenant/policy',
    {
      id: 'setTenantPolicy',
      summary:
        'Sets who may come in: open, notify, approve or closed. Sessions that no longer conform end. `seen` is the policy it replaces.',
      body: policyForm,
      answer: CustomerPolicy,
    },
    async (c, { body, ask }) => {
      const set = await setPolicy(c.var.customer, ask, body)
      if (!set.ok) throw set.because === 'STALE' ? new Refusal('VERSION_CONFLICT', { policy: set.policy }) : new Refusal('NOT_PERMITTED')
      await tellInPassing(
        c,
        set.ended.flatMap(({ id, operatorId, endReason }) => sessionsOver(operatorId, [id], endReason)),
      )
      return { policy: set.policy, ended: set.ended.length }
    },
  ),

  operation(
    'GET /api/v1/tenant/access-requests',
    {
      id: 'listTenantAccessRequests',
      summary: 'Who of the vendor asks to come in and waits for the tenant’s yes, or has it and has not begun; what lapses first is first.',
      answer: CustomerAccessRequests,
    },
    async (c) => ({ items: await whoAsksToComeIn(c.var.customer) }),
  ),

  operation(
    'POST /api/v1/tenant/access-requests/:requestId/approve',
    {
      id: 'approveTenantAccess',
      summary: 'Says the tenant’s yes. It begins once a colleague of whoever asked has said theirs, too.',
      body: customerAnswer,
      answer: AnsweredAccess,
    },
    (c, { params: { requestId }, body: { note }, ask }) => answer(c, ask, { requestId, answer: 'approve', note }),
  ),

  operation(
    'POST /api/v1/tenant/access-requests/:requestId/deny',
    {
      id: 'denyTenantAccess',
      summary: 'Says the tenant’s no, also after a yes: what had begun ends.',
      body: customerAnswer,
      answer: AnsweredAccess,
    },
    (c, { params: { requestId }, body: { note }, ask }) => answer(c, ask, { requestId, answer: 'deny', note }),
  ),

  operation(
    'GET /api/v1/tenant/checkpoint',
    { id: 'getTenantCheckpoint', summary: 'Where the tenant’s chain stood in the last signed checkpoint.', answer: CustomerCheckpoint },
    (c) => checkpointOf(c),
  ),

  operation(
    'GET /api/v1/tenant/links',
    {
      id: 'listTenantLinks',
      summary: 'Links that open, or opened, the page of who was inside; without what opens them.',
      answer: CustomerLinks,
    },
    async (c) => ({ items: await ownLinks(c.var.customer) }),
  ),

  operation(
    'POST /api/v1/tenant/links',
    {
      id: 'makeTenantLink',
      summary:
        'Makes a link of one’s own. With `mayAct` it may end sessions and set the policy, as its maker may. Its address is told this once.',
      body: newLinkBody,
      answer: NewCustomerLink,
      status: 201,
    },
    async (c, { body, ask }) => {
      const { parts, tenantUser, now } = c.var
      const { link, hash } = await linkFrom(parts.settings.sessionKey, tenantUser.userId, ask)
      const made = await addOwnLink(c.var.customer, ask, { id: newId('lnk', now), keyHash: hexOf(hash), ...body })
      if (!made.ok) throw new Refusal(made.because)
      return { id: made.id, address: addressOf(parts.settings.origin, link), expiresAt: made.expiresAt }
    },
  ),

  operation(
    'POST /api/v1/tenant/links/:linkId/revoke',
    { id: 'revokeTenantLink', summary: 'Revokes a link. Revoked twice is revoked once.', answer: RevokedLink },
    async (c, { params: { linkId }, ask }) => {
      const because = await revokeOwnLink(c.var.customer, ask, linkId)
      if (because === 'NOT_PERMITTED') throw new Refusal('NOT_PERMITTED')
      return because === null ? { id: linkId } : undefined
    },
  ),
]

/** A file of lines, so it stands beside the document of the API and not in it. */
export const customerDownload = new Hono<Portal>().get('/trail.ndjson', permit('GET /api/v1/tenant/trail.ndjson'), (c) => chainFile(c))

async function answer(c: PortalContext, ask: Ask, said: { requestId: string; answer: CustomerAnswer; note: string | null }) {
  const given = await answerForCustomer(c.var.customer, ask, said)
  if (!given.ok) {
    if (given.because === 'NOT_FOUND') return undefined
    throw given.because === 'NOT_PERMITTED'
      ? new Refusal('NOT_PERMITTED')
      : new Refusal(given.because, { detail: ANSWER_REFUSALS[given.because].help })
  }
  if (given.ended !== null) await tellInPassing(c, sessionsOver(given.operatorId, [given.ended], 'CUSTOMER_ENDED'))
  return { id: said.requestId, endedSessionId: given.ended }
}
