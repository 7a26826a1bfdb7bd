import { AssertionError } from 'node:assert'
import type { IncomingMessage } from 'node:http'
import type { MutableToken, TokenRequestIncomingMessage } from 'oauth2-mock-server'
import type { Person } from './staff.ts'

type Grant = { person: Person; redirectUri: string; nonce: string | null; expires: number; chosen: number }
type Client = { clientId: string; clientSecret: string; tenantId: string }

/**
 * What the mock server leaves open and Entra does not: PKCE with S256 is a must, a code belongs to one person, one client and one
 * redirect address, and works once. Without this the portal's own code would never be told no.
 */
export class Grants {
  private readonly client: Client
  private readonly choices = new WeakMap<IncomingMessage, Person>()
  private readonly open = new Map<string, Grant>()
  private readonly redeemed = new WeakMap<IncomingMessage, Grant>()

  constructor(client: Client) {
    this.client = client
  }

  /** Why this request for a code is refused, in one sentence. */
  faultOf(asked: URLSearchParams): string | undefined {
    if (asked.get('client_id') !== this.client.clientId) return 'Unknown client_id.'
    if (asked.get('response_type') !== 'code') return 'Only response_type=code is offered.'
    if (asked.get('code_challenge_method') !== 'S256' || !asked.get('code_challenge')) return 'PKCE with S256 is required.'
    const redirect = asked.get('redirect_uri') ?? ''
    if (!URL.canParse(redirect) || !['localhost', '127.0.0.1'].includes(new URL(redirect).hostname))
      return 'redirect_uri must be on this machine.'
    return undefined
  }

  choose(request: IncomingMessage, person: Person) {
    this.choices.set(request, person)
  }

  note(redirect: URL, request: IncomingMessage) {
    const person = this.choices.get(request)
    const code = redirect.searchParams.get('code')
    const asked = new URL(request.url ?? '/', 'http://localhost').searchParams
    if (!person || !code) return
    this.open.set(code, {
      person,
      redirectUri: asked.get('redirect_uri') ?? '',
      nonce: asked.get('nonce'),
      expires: Date.now() + 5 * 60_000,
      chosen: Math.floor(Date.now() / 1000),
    })
  }

  /** Called twice per token request, for the access and the id token: the code is spent at the first call. */
  redeem({ payload }: MutableToken, request: TokenRequestIncomingMessage) {
    const grant = this.redeemed.get(request) ?? this.spend(request)
    this.redeemed.set(request, grant)
    const { person, nonce, chosen } = grant
    const { clientId: aud, tenantId: tid } = this.client
    Object.assign(payload, {
      sub: person.directoryId,
      oid: person.directoryId,
      aud,
      tid,
      auth_time: chosen,
      ver: '2.0',
      name: person.name,
      preferred_username: person.email,
    })
    if (nonce) payload['nonce'] = nonce
  }

  private spend(request: TokenRequestIncomingMessage): Grant {
    const body = request.body as unknown as Record<string, string | undefined>
    const [id, secret] = basicCredentials(request) ?? [body['client_id'], body['client_secret']]
    const code = body['code'] ?? ''
    const grant = this.open.get(code)
    this.open.delete(code)
    const refuse = (message: string) => new AssertionError({ message }) // the mock server answers 400 with it
    if (body['grant_type'] !== 'authorization_code') throw refuse('unsupported_grant_type')
    if (id !== this.client.clientId || secret !== this.client.clientSecret) throw refuse('invalid_client')
    if (!body['code_verifier']) throw refuse('invalid_grant: code_verifier required')
    if (!grant || grant.expires < Date.now()) throw refuse('invalid_grant: unknown, used or expired code')
    if (grant.redirectUri !== body['redirect_uri']) throw refuse('invalid_grant: another redirect_uri')
    return grant
  }
}

function basicCredentials(request: IncomingMessage): [string, string] | undefined {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic' || !value) return undefined
  const [id = '', ...secret] = Buffer.from(value, 'base64').toString().split(':')
  return [decodeURIComponent(id), decodeURIComponent(secret.join(':'))]
}
