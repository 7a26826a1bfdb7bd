import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { SignInProvider } from '#worker/env.ts'

/** Sign-in with the directory: OpenID Connect, authorization code with PKCE (S256). One provider, pinned by issuer, client and
 *  directory tenant; people are known by their object id (`oid`), never by an email address. */
export type Attempt = {
  state: string
  nonce: string
  verifier: string
  to: string
  /** Somebody who is signed in confirms that it is still them: when they set out, in seconds. */
  again?: number | undefined
}

type Endpoints = { authorize: string; token: string; keys: ReturnType<typeof createRemoteJWKSet> }

/** Discovery and keys of a provider, asked once per isolate; jose fetches rotated keys by itself. */
const known = new Map<string, Promise<Endpoints>>()
const PATIENCE = 5_000

export async function authorizeUrl(provider: SignInProvider, attempt: Attempt, callback: string): Promise<string> {
  const { authorize } = await endpointsOf(provider)
  const url = new URL(authorize)
  url.search = new URLSearchParams({
    ...Object.fromEntries(url.searchParams),
    client_id: provider.clientId,
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: callback,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await challengeOf(attempt.verifier),
    code_challenge_method: 'S256',
    // The directory shall ask, not remember.
    ...(attempt.again === undefined ? {} : { prompt: 'login', max_age: '0' }),
  }).toString()
  return url.href
}

/** `authTime`: when the directory last asked for the person, in seconds, if it says so. */
export type Redeemed = { ok: true; directoryId: string; authTime?: number } | { ok: false; because: 'CODE_REFUSED' | 'TOKEN_REFUSED' }

/** Trades the code for an ID token and believes it only with our nonce, audience, issuer and directory tenant. */
export async function redeem(
  provider: SignInProvider,
  { code, attempt, callback }: { code: string; attempt: Attempt; callback: string },
): Promise<Redeemed> {
  const { token, keys } = await endpointsOf(provider)
  const answer = await fetch(token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      client_id: provider.clientId,
      client_secret: provider.clientSecret,
      code_verifier: attempt.verifier,
    }),
    signal: AbortSignal.timeout(PATIENCE),
  })
  if (!answer.ok) return { ok: false, because: 'CODE_REFUSED' }
  const { id_token: idToken } = (await answer.json()) as { id_token?: string }
  try {
    const { payload } = await jwtVerify(idToken ?? '', keys, {
      issuer: provider.issuer,
      audience: provider.clientId,
      algorithms: ['RS256'],
      clockTolerance: '10 minutes',
      requiredClaims: ['exp', 'iat', 'oid', 'tid', 'nonce'],
    })
    if (payload.nonce !== attempt.nonce || payload.tid !== provider.tenantId || typeof payload.oid !== 'string')
      return { ok: false, because: 'TOKEN_REFUSED' }
    const { auth_time: authTime } = payload
    return { ok: true, directoryId: payload.oid, ...(typeof authTime === 'number' ? { authTime } : {}) }
  } catch {
    return { ok: false, because: 'TOKEN_REFUSED' }
  }
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function endpointsOf(provider: SignInProvider): Promise<Endpoints> {
  const before = known.get(provider.issuer)
  if (before) return before
  const asked = discover(provider)
  known.set(provider.issuer, asked)
  asked.catch(() => known.delete(provider.issuer)) // a provider that was down is asked again
  return asked
}

async function discover({ issuer }: SignInProvider): Promise<Endpoints> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(PATIENCE) })
  const found = (await answer.json()) as { issuer: string; authorization_endpoint: string; token_endpoint: string; jwks_uri: string }
  if (found.issuer !== issuer) throw new Error('the sign-in provider names another issuer')
  return {
    authorize: found.authorization_endpoint,
    token: found.token_endpoint,
    keys: createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: PATIENCE }),
  }
}
