import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { vi } from 'vitest'
import type { Attempt } from '#worker/auth/oidc.ts'
import type { SignInProvider } from '#worker/env.ts'

/** A directory that says whatever a test wants it to: its keys, its tokens, its silence. Every one has an address of its own. */
export async function aDirectory() {
  const issuer = `https://directory-${crypto.randomUUID()}.example/v2.0`
  const provider: SignInProvider = { issuer, clientId: 'operations-portal', clientSecret: 'a secret', tenantId: 'tenant-of-the-vendor' }
  const attempt: Attempt = { state: 's', nonce: 'n', verifier: 'v', to: '/' }
  let keys = [await aKey('one')]
  const says = {
    discovery: (): Response =>
      Response.json({
        issuer,
        authorization_endpoint: `${issuer}/authorize?p=x`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      }),
    token: (): Response => new Response(null, { status: 400 }),
  }
  const asked: { url: string; body: URLSearchParams | null }[] = []
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.startsWith(issuer)) return real(input, init)
    asked.push({ url: url.slice(issuer.length), body: init?.body instanceof URLSearchParams ? init.body : null })
    if (url.endsWith('/openid-configuration')) return says.discovery()
    if (url.endsWith('/keys')) return Response.json({ keys: keys.map((key) => key.jwk) })
    return says.token()
  })

  const now = () => Math.floor(Date.now() / 1000)
  const claims = () => ({
    iss: issuer,
    aud: provider.clientId,
    tid: provider.tenantId,
    oid: 'somebody',
    nonce: attempt.nonce,
    iat: now(),
    exp: now() + 300,
  })
  const sign = (change: Record<string, unknown> = {}, key = keys.at(-1) ?? keys[0]) =>
    new SignJWT({ ...claims(), ...change }).setProtectedHeader({ alg: 'RS256', kid: key?.jwk.kid ?? '' }).sign(key?.privateKey as CryptoKey)

  return {
    provider,
    attempt,
    asked,
    says,
    claims,
    sign,
    answerWith: (idToken: string | undefined) => (says.token = () => Response.json({ id_token: idToken })),
    rotate: async (kid: string) => (keys = [await aKey(kid)]),
  }
}

/** A key by its name. A pair of this kind takes half a second to find, so each is made once for all directories; `pair` tells apart two of one
 *  name. */
export async function aKey(kid: string, pair = kid) {
  const { publicKey, privateKey } = await (pairs[pair] ??= generateKeyPair('RS256', { extractable: true }))
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}
const pairs: Record<string, ReturnType<typeof generateKeyPair>> = {}
