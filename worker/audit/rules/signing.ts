/** Ed25519 by the platform's own WebCrypto. A key is known by the beginning of its public half's SHA-256, so that an id cannot be given to
 *  another key. */
export type PublicKey = { keyId: string; x: string }
export type Signer = PublicKey & { sign(text: string): Promise<string> }

const ALGORITHM = { name: 'Ed25519' }

/** From PKCS#8 in base64, as `npm run checkpoint-key` prints it. */
export async function signerFrom(pkcs8: string): Promise<Signer> {
  const key = await crypto.subtle.importKey('pkcs8', bytesOf(pkcs8), ALGORITHM, true, ['sign'])
  const { x } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey
  if (x === undefined) throw new Error('the checkpoint key has no public half')
  return {
    ...(await publicKeyOf(x)),
    sign: async (text) => base64Of(await crypto.subtle.sign(ALGORITHM, key, new TextEncoder().encode(text))),
  }
}

/** `x` is the public half, base64url. */
export async function publicKeyOf(x: string): Promise<PublicKey> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(x)))
  return { keyId: [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(''), x }
}

export async function isSignedBy({ x }: PublicKey, text: string, signature: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', bytesOf(x), ALGORITHM, false, ['verify'])
  return crypto.subtle.verify(ALGORITHM, key, bytesOf(signature), new TextEncoder().encode(text)).catch(() => false)
}

const bytesOf = (base64: string) =>
  Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const base64Of = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
