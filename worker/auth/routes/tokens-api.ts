import { AccessToken, Me, TenantMe } from '#worker/api/schemas/sessions.ts'
import { tokenFacts } from '#worker/auth/queries/token-facts.ts'
import { permissionsOf } from '#worker/auth/rules/roles.ts'
import { operation } from '#worker/http/api.ts'
import { ACCESS_LASTS, accessToken } from '#worker/http/bearer.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { newId } from '#worker/rules/ids.ts'

/** Who a program is: how it comes to a token, and what the portal takes it for. */
export const tokenApi = [
  operation(
    'POST /api/v1/auth/tokens',
    {
      id: 'createToken',
      summary: 'Trades a browser’s sign-in for an access token of 15 minutes. The only operation that looks at cookies.',
      repeatable: true,
      answer: AccessToken,
      status: 201,
    },
    async (c) => {
      const { scope, operator, who, parts } = c.var
      const tokenId = newId('tok')
      const { email, loginId, now, until } = await tokenFacts(scope, tokenId)
      const lasts = Math.min(ACCESS_LASTS, Math.floor((until.getTime() - now.getTime()) / 1000))
      const token = await accessToken(parts.settings.sessionKey, {
        operator,
        loginKey: who.loginKey,
        email,
        loginId,
        tokenId,
        from: now,
        until: new Date(now.getTime() + lasts * 1000),
      })
      return { accessToken: token, tokenType: 'Bearer' as const, expiresIn: lasts }
    },
  ),

  operation('GET /api/v1/me', { id: 'getMe', summary: 'Who the token belongs to, and the session they are in.', answer: Me }, async (c) => {
    const { scope, operator } = c.var
    await confirmed(scope)
    const { id, name, role, lead, zone } = operator
    return { id, name, role, lead, zone, permissions: [...permissionsOf(operator)], session: scope.entered?.session ?? null }
  }),

  operation(
    'GET /api/v1/tenant/me',
    { id: 'getTenantMe', summary: 'Who the product says a tenant’s own user is.', answer: TenantMe },
    async (c) => c.var.tenantUser,
  ),
]
