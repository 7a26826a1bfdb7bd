export async function mac(secret: string, text: string): Promise<ArrayBuffer> {
  return crypto.subtle.sign('HMAC', await hmacKey(secret), new TextEncoder().encode(text))
}

/** What was made in this isolate, by its secret: those of the deployment, a handful. The key itself and no promise of it: nobody waits for what
 *  another request began. */
const keys = new Map<string, CryptoKey>()

/** Signs and verifies with a secret of the deployment. */
export async function hmacKey(secret: string): Promise<CryptoKey> {
  const before = keys.get(secret)
  if (before !== undefined) return before
  const bytes = new TextEncoder().encode(secret)
  const made = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  keys.set(secret, made)
  return made
}

export function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
