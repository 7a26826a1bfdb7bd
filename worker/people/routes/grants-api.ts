import { AdminGrantPage, AskedGrant, DecidedGrant } from '#worker/api/schemas/people.ts'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { personOver, tellInPassing } from '#worker/http/tell.ts'
import { refuse } from '#worker/people/answers.ts'
import { askAdmin, type Decision, decideAdmin, listGrants } from '#worker/people/queries/grants.ts'
import { grantBody, refuseBody, whyBody } from '#worker/people/rules/bodies.ts'

export const grantApi = [
  operation(
    'GET /api/v1/people/grants',
    {
      id: 'listAdminGrants',
      summary: 'Wishes that somebody becomes an administrator, the latest first.',
      query: listQuery,
      answer: AdminGrantPage,
    },
    async (c, { query: { cursor, limit } }) => paged(await listGrants(c.var.db, turnFrom(cursor), limit), limit, (row) => row.askedAt),
  ),

  operation(
    'POST /api/v1/people/:personId/admin',
    {
      id: 'askAdmin',
      summary: 'Asks that somebody becomes an administrator; a second administrator decides.',
      body: whyBody,
      answer: AskedGrant,
      status: 201,
    },
    async (c, { params: { personId }, body: { reason }, ask }) => {
      const asked = await askAdmin(c.var.scope, ask, personId, reason)
      return asked.ok ? { id: asked.ids[0] ?? '', subjectId: personId } : refuse(c, asked, personId)
    },
  ),

  operation(
    'POST /api/v1/people/grants/:grantId/grant',
    { id: 'grantAdmin', summary: 'Grants a wish, as the second of two.', body: grantBody, answer: DecidedGrant },
    (c, { params: { grantId }, body: { askedAt }, ask }) =>
      decide(c, ask, { grantId, granted: true, seen: new Date(askedAt), reason: null }),
  ),

  operation(
    'POST /api/v1/people/grants/:grantId/refuse',
    { id: 'refuseAdmin', summary: 'Refuses a wish, as the second of two.', body: refuseBody, answer: DecidedGrant },
    (c, { params: { grantId }, body: { askedAt, reason }, ask }) =>
      decide(c, ask, { grantId, granted: false, seen: new Date(askedAt), reason }),
  ),
]

async function decide(c: PortalContext, ask: Ask, decision: Decision) {
  const decided = await decideAdmin(c.var.scope, ask, decision)
  if (!decided.ok) return refuse(c, decided)
  const [id = '', subjectId = ''] = decided.ids
  if (decision.granted) await tellInPassing(c, personOver(subjectId, decided))
  return { id, subjectId, sessions: decided.sessions }
}
