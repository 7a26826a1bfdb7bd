import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** Public keys by their id: the beginning of the SHA-256 of the key itself, so an id that is claimed for another key is no id. */
export type Keys = Map<string, KeyObject>

/** From a key set (RFC 7517) of Ed25519 keys; whatever else stands in it is passed over. */
export function keysFrom(text: string): Keys {
  const { keys } = JSON.parse(text) as { keys?: { kty?: string; crv?: string; x?: string }[] }
  const known: Keys = new Map()
  for (const { kty, crv, x } of keys ?? []) {
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') continue
    const id = createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16)
    known.set(id, createPublicKey({ format: 'jwk', key: { kty, crv, x } }))
  }
  return known
}

export type Signed = { document: string; keyId: string; signature: string }

export function signedFrom(text: string): Signed | undefined {
  try {
    const { document, keyId, signature } = JSON.parse(text) as Record<string, unknown>
    const isOne = typeof document === 'string' && typeof keyId === 'string' && typeof signature === 'string'
    return isOne ? { document, keyId, signature } : undefined
  } catch {
    return undefined
  }
}

export type Judged = 'signed' | 'forged' | 'unknown'

export function judged({ document, keyId, signature }: Signed, keys: Keys): Judged {
  const key = keys.get(keyId)
  if (!key) return 'unknown'
  return verify(null, Buffer.from(document), key, Buffer.from(signature, 'base64')) ? 'signed' : 'forged'
}
