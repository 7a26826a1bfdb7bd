import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server'
import { Grants } from '#dev/sign-in/grants.ts'
import { pickerPage } from '#dev/sign-in/picker.ts'
import { findStaff, listStaff } from '#dev/sign-in/staff.ts'
import { mintTenantToken, tenantIssuerOf } from '#dev/sign-in/tenant-token.ts'

export type SignInProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  tenantId: string
  /** Under which name it vouches for a tenant's users, and where its keys are. */
  tenantTokens: { issuer: string; keys: string }
  close(): Promise<void>
}

/** Fixed, so that tokens and cookies of one start mean the same in the next. It guards nothing: the provider listens on loopback. */
const clientId = 'operations-portal'
const clientSecret = 'local-sign-in-only'
const tenantId = '00000000-0000-4000-8000-000000000001'

/**
 * A stand-in for Entra ID: the same code flow with PKCE, but the password is a choice from the staff in the database.
 * `GET /authorize` shows the picker; with `login_hint=<directory id>` it goes straight on, as a person or a test that has chosen.
 */
export async function startSignInProvider({ ownerUrl, port = 0 }: { ownerUrl: string; port?: number }): Promise<SignInProvider> {
  const issuer = new OAuth2Issuer()
  await issuer.keys.generate('RS256')
  const service = new OAuth2Service(issuer)
  const grants = new Grants({ clientId, clientSecret, tenantId })
  service.on('beforeAuthorizeRedirect', ({ url }, request) => grants.note(url, request))
  service.on('beforeTokenSigning', (token, request) => grants.redeem(token, request))

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const page = (status: number, html: string, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          ...headers,
        })
        .end(html)
    try {
      if (url.pathname === '/favicon.ico') return response.writeHead(204).end()
      if (request.method === 'POST' && url.pathname === '/tenant-token') {
        const { status, text } = await mintTenantToken(issuer, url.searchParams)
        return response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text)
      }
      if (request.method === 'GET' && url.pathname === '/authorize') {
        const wrong = grants.faultOf(url.searchParams)
        if (wrong) return page(400, `<!doctype html><title>Sign-in</title><p>${wrong}`)
        const hint = url.searchParams.get('login_hint')
        const chosen = hint === null ? undefined : await findStaff(ownerUrl, hint)
        if (!chosen) {
          const { html, csp } = pickerPage(await listStaff(ownerUrl), url.searchParams)
          return page(200, html, { 'content-security-policy': csp })
        }
        grants.choose(request, chosen)
      }
      service.requestHandler(request, response)
    } catch (error) {
      page(
        500,
        `<!doctype html><title>Sign-in</title><p>The staff could not be read from the database: ${(error as Error).message.replaceAll('<', '&lt;')}`,
      )
    }
  })
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready))
  issuer.url = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    issuer: issuer.url,
    clientId,
    clientSecret,
    tenantId,
    tenantTokens: { issuer: tenantIssuerOf(issuer.url), keys: `${issuer.url}/jwks` },
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
