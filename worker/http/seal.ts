import { hex, mac } from '#worker/http/csrf.ts'

/** Uses of the one key of the deployment never meet: each derives its own under its own label. */
const LABEL = 'portal/tenant-secret/v1'
const IV_BYTES = 12

const bytes = (text: string) => new TextEncoder().encode(text)

/** Seals a value before it leaves the Worker: AES-GCM, `iv ‖ ciphertext`. `about` is bound to it, so that a sealed value moved to another
 *  tenant or name does not open. */
export async function seal(sessionKey: string, about: string, value: string): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bytes(about) },
    await sealingKey(sessionKey),
    bytes(value),
  )
  const whole = new Uint8Array(IV_BYTES + sealed.byteLength)
  whole.set(iv)
  whole.set(new Uint8Array(sealed), IV_BYTES)
  return whole
}

async function sealingKey(sessionKey: string): Promise<CryptoKey> {
  const from = await crypto.subtle.importKey('raw', bytes(sessionKey), 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytes(LABEL) },
    from,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
}

/** Tells two values apart without telling either: what the key of a form remembers of a field that nobody may read. */
export async function tagOf(sessionKey: string, value: string): Promise<string> {
  return hex(await mac(sessionKey, `write-only:${value}`))
}
