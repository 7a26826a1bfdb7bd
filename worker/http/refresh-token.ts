import { base64url } from 'jose'
import { mac } from '#worker/http/mac.ts'
import { seal, signingKey, unseal } from '#worker/http/seal.ts'

/** The token that follows on another. It is derived, so that however many trade the same one, on whichever machine, all name the same
 *  child, and nobody needs to keep it; and with a key of ours, so that nobody who finds a token can make those that follow. */
export async function nextRefreshToken(secret: string, token: string): Promise<string> {
  const key = base64url.encode(await signingKey(secret, 'refresh-token'))
  return base64url.encode(new Uint8Array(await mac(key, `next:${token}`)))
}

/** The key of the sign-in, as it waits in the database for the family's next access token. */
export async function sealLoginKey(secret: string, familyId: string, loginKey: string): Promise<string> {
  return base64url.encode(await seal(secret, familyId, loginKey, 'refresh-token'))
}

export function openLoginKey(secret: string, familyId: string, sealed: string): Promise<string> {
  return unseal(secret, familyId, base64url.decode(sealed), 'refresh-token')
}
