import * as z from 'zod/mini'
import { Me, TenantMe, Tokens } from '#worker/api/schemas/sessions.ts'
import { openFamily, refreshFamily, type TokenFacts } from '#worker/auth/queries/families.ts'
import type { Operator } from '#worker/auth/rules/operator.ts'
import { permissionsOf } from '#worker/auth/rules/roles.ts'
import { operation } from '#worker/http/api.ts'
import { ACCESS_LASTS, accessToken } from '#worker/http/bearer.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { nextRefreshToken, openLoginKey, sealLoginKey } from '#worker/http/refresh-token.ts'
import { tellInPassing } from '#worker/http/tell.ts'
import { confirmed } from '#worker/impersonation/queries/current.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'

/** Who a program is: how it comes to a token, and what the portal takes it for. */
export const tokenApi = [
  operation(
    'POST /api/v1/auth/tokens',
    {
      id: 'createToken',
      summary:
        'Trades a browser’s sign-in for an access token of 15 minutes and a refresh token. The only operation that looks at cookies.',
      repeatable: true,
      answer: Tokens,
      status: 201,
    },
    async (c) => {
      const { scope, operator, who, parts } = c.var
      const family = { familyId: newId('fam'), refreshToken: newSecret(), tokenId: newId('tok') }
      const sealed = await sealLoginKey(parts.settings.sessionKey, family.familyId, who.loginKey)
      const facts = await openFamily(scope, { ...family, sealed })
      return pairOf(c, { ...family, ...facts, operator, loginKey: who.loginKey })
    },
  ),

  operation(
    'POST /api/v1/auth/refresh',
    {
      id: 'refreshToken',
      summary: 'Trades a refresh token for the next, with a new access token. One that was traded before ends the program it belongs to.',
      body: z.strictObject({ refreshToken: z.string().check(z.regex(/^[\w-]{43}$/, 'This is no refresh token.')) }),
      repeatable: true,
      answer: Tokens,
    },
    async (c, { body: { refreshToken: token } }) => {
      const { parts, context, spent } = c.var
      const { sessionKey } = parts.settings
      const tokenId = newId('tok')
      const next = await nextRefreshToken(sessionKey, token)
      const refreshed = await refreshFamily(parts.database, { token, next, tokenId, context, spent })
      if (!refreshed.ok) {
        if (refreshed.because === 'REUSED') await reused(c, refreshed)
        throw new Refusal('REFRESH_REFUSED', { detail: 'Sign in, and trade the sign-in for tokens again.' })
      }
      const loginKey = await openLoginKey(sessionKey, refreshed.familyId, refreshed.sealed)
      return pairOf(c, { ...refreshed, loginKey, refreshToken: next, tokenId })
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

type Given = TokenFacts & { operator: Operator; loginKey: string; familyId: string; tokenId: string; refreshToken: string }

/** The access token never outlasts the sign-in. */
async function pairOf(c: PortalContext, { now, until, refreshToken, ...given }: Given) {
  const lasts = Math.min(ACCESS_LASTS, Math.floor((until.getTime() - now.getTime()) / 1000))
  const token = await accessToken(c.var.parts.settings.sessionKey, { ...given, from: now, until: new Date(now.getTime() + lasts * 1000) })
  return { accessToken: token, tokenType: 'Bearer' as const, expiresIn: lasts, refreshToken }
}

/** One token in two hands, and nobody knows which of the two is its owner's. */
async function reused(c: PortalContext, { familyId, operatorId }: { familyId: string; operatorId: string }) {
  console.error(JSON.stringify({ alert: 'refresh_token_reused', operator: operatorId, family: familyId, requestId: c.var.requestId }))
  await tellInPassing(c, [{ what: 'family', operatorId, familyId }])
}
