import { hex, mac } from '#worker/http/mac.ts'
import { signingKey } from '#worker/http/seal.ts'
import type { Ask } from '#worker/db/scope.ts'

/** What opens a link, and what is kept of it. Made from the key of the question, so that one that is asked again, its answer lost, is told
 *  the link that was made. */
export async function linkFrom(sessionKey: string, maker: string, { key, asked }: Ask): Promise<{ link: string; hash: Uint8Array }> {
  const secret = hex((await signingKey(sessionKey, 'customer-link')).buffer as ArrayBuffer)
  const link = base64url(new Uint8Array(await mac(secret, `${maker} ${key} ${asked}`)))
  return { link, hash: new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(link))) }
}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

export const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const addressOf = (origin: string, link: string) => new URL(`/customer/${link}`, origin).href
