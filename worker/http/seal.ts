import { hex, mac } from '#worker/http/mac.ts'

/** Uses of the one key of the deployment never meet: each derives its own under its own label. */
const LABELS = {
  'tenant-secret': 'portal/tenant-secret/v1',
  'access-token': 'portal/access-token/v1',
  'actor-token': 'portal/actor-token/v1',
  'refresh-token': 'portal/refresh-token/v1',
  'webhook-secret': 'portal/webhook-secret/v1',
  'ai-keys': 'portal/ai-keys/v1',
  'customer-link': 'portal/customer-link/v1',
} as const
export type SealUse = keyof typeof LABELS

const IV_BYTES = 12

const bytes = (text: string) => new TextEncoder().encode(text)

/** Seals a value before it leaves the Worker: AES-GCM, `iv ‖ ciphertext`. `about` is bound to it, so that a sealed value moved to another
 *  tenant or name does not open. */
export async function seal(sessionKey: string, about: string, value: string, use: SealUse = 'tenant-secret'): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bytes(about) },
    await sealingKey(sessionKey, use),
    bytes(value),
  )
  const whole = new Uint8Array(IV_BYTES + sealed.byteLength)
  whole.set(iv)
  whole.set(new Uint8Array(sealed), IV_BYTES)
  return whole
}

/** Throws for anything that was not sealed for this use, about this, with this key. A tenant's secret has no way back. */
export async function unseal(
  sessionKey: string,
  about: string,
  sealed: Uint8Array,
  use: Exclude<SealUse, 'tenant-secret'>,
): Promise<string> {
  const how = { name: 'AES-GCM', iv: sealed.slice(0, IV_BYTES), additionalData: bytes(about) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(how, await sealingKey(sessionKey, use), sealed.slice(IV_BYTES)))
}

/** A key for signing what is of this use, and nothing else. */
export function signingKey(sessionKey: string, use: Exclude<SealUse, 'tenant-secret'>): Promise<Uint8Array<ArrayBuffer>> {
  const label = `${LABELS[use]}/signature`
  return derivedOnce(
    label,
    sessionKey,
    async () => new Uint8Array(await crypto.subtle.deriveBits(derivedAs(label), await derivedFrom(sessionKey), 256)),
  )
}

/** The same as the platform takes it for tokens: imported anew it would cost every request of a program as much as the check itself. */
export function tokenKey(sessionKey: string, use: Exclude<SealUse, 'tenant-secret'>): Promise<CryptoKey> {
  return derivedOnce(`${LABELS[use]}/token`, sessionKey, async () =>
    crypto.subtle.importKey('raw', await signingKey(sessionKey, use), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']),
  )
}

function sealingKey(sessionKey: string, use: SealUse): Promise<CryptoKey> {
  const label = LABELS[use]
  return derivedOnce(label, sessionKey, async () =>
    crypto.subtle.deriveKey(derivedAs(label), await derivedFrom(sessionKey), { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
  )
}

/** What was derived in this isolate. The key itself and no promise of it: nobody waits for what another request began. */
const derived = new Map<string, unknown>()

async function derivedOnce<T>(label: string, sessionKey: string, derive: () => Promise<T>): Promise<T> {
  const name = `${label} ${sessionKey}`
  const before = derived.get(name) as T | undefined
  if (before !== undefined) return before
  const made = await derive()
  derived.set(name, made)
  return made
}

const derivedFrom = (sessionKey: string) => crypto.subtle.importKey('raw', bytes(sessionKey), 'HKDF', false, ['deriveKey', 'deriveBits'])

const derivedAs = (label: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytes(label) })

/** Tells two values apart without telling either: what the key of a form remembers of a field that nobody may read. */
export async function tagOf(sessionKey: string, value: string): Promise<string> {
  return hex(await mac(sessionKey, `write-only:${value}`))
}
