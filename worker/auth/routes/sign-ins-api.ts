import { RevokedSignIns, SignIns } from '#worker/api/schemas/sessions.ts'
import { listOwnSignIns, revokeSignIns } from '#worker/auth/queries/sign-ins.ts'
import type { Ask } from '#worker/db/scope.ts'
import { operation } from '#worker/http/api.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { signInsOver, tellInPassing } from '#worker/http/tell.ts'

export const signInApi = [
  operation(
    'GET /api/v1/account/sign-ins',
    { id: 'listSignIns', summary: 'One’s own sign-ins and what has become of them, the latest first.', answer: SignIns },
    async (c) => ({ items: await listOwnSignIns(c.var.scope) }),
  ),

  operation(
    'POST /api/v1/account/sign-ins/revoke-all',
    { id: 'revokeAllSignIns', summary: 'Signs out everywhere; the token that asks is over, too.', answer: RevokedSignIns },
    async (c, { ask }) => (await revoke(c, ask, null)) ?? { current: true, loginIds: [], sessionIds: [] },
  ),

  operation(
    'POST /api/v1/account/sign-ins/:loginId/revoke',
    { id: 'revokeSignIn', summary: 'Ends one of one’s own sign-ins, and the session that rests on it.', answer: RevokedSignIns },
    (c, { params, ask }) => revoke(c, ask, params.loginId),
  ),
]

async function revoke(c: PortalContext, ask: Ask, loginId: string | null) {
  const { operator, scope } = c.var
  const revoked = await revokeSignIns(scope, ask, loginId)
  if (revoked) await tellInPassing(c, signInsOver(operator.id, revoked))
  return revoked
}
