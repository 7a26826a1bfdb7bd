import type { OAuth2Issuer } from 'oauth2-mock-server'
import { TENANT_TOKEN } from '#worker/tenant/rules/token.ts'
import { TENANT_ROLES } from '#worker/tenant/rules/words.ts'

const LASTS = 3_600

/** The vendor's product, as far as it exists on this machine: another name than the directory's, so that no sign-in passes for it. */
export const tenantIssuerOf = (signInUrl: string) => `${signInUrl}/product`

/** What the product would mint for one of a tenant's users. Whether there is such a user nobody asks. */
export async function mintTenantToken(issuer: OAuth2Issuer, asked: URLSearchParams): Promise<{ status: number; text: string }> {
  const [tenantId, userId, role] = [asked.get('tenant') ?? '', asked.get('user') ?? '', asked.get('role') ?? 'EMPLOYEE']
  if (!/^\w{1,60}$/.test(tenantId) || !/^\w{1,60}$/.test(userId))
    return { status: 400, text: 'A tenant and a user are named by their ids.' }
  if (!(TENANT_ROLES as readonly string[]).includes(role)) return { status: 400, text: `A role is one of ${TENANT_ROLES.join(', ')}.` }
  const token = await issuer.buildToken({
    expiresIn: LASTS,
    scopesOrTransform: (header, payload) => {
      Object.assign(header, { typ: TENANT_TOKEN.type })
      Object.assign(payload, { iss: tenantIssuerOf(issuer.url ?? ''), aud: TENANT_TOKEN.audience, sub: userId, tenantId, role })
    },
  })
  return { status: 200, text: token }
}
