import type { Claims } from '#worker/live/rules/claims.ts'

/** What a door tells a room about the socket it brings: the claims are verified, the rest is what the client said. */
export type Ticket = FrontTicket | PageTicket
export type FrontTicket = { namespace: string; sid: string; claims: Claims; since: { pid: string; offset: string | null } | null }
export type PageTicket = { claims: Claims; since: string | null }

/** Only the Worker reaches an object, so the header says what it was given there. */
export const TICKET_HEADER = 'Portal-Socket'

/** Headers are ASCII; names are not. */
export function sealTicket(ticket: Ticket): string {
  const bytes = new TextEncoder().encode(JSON.stringify(ticket))
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

export function openTicket<T extends Ticket>(header: string | null): T | null {
  if (header === null) return null
  try {
    const bytes = Uint8Array.from(atob(header.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch {
    return null
  }
}
