import type { RoomName } from '#worker/live/rules/claims.ts'

/** Everything that is ever pushed to an open socket. */
export const EVENT_NAMES = [
  'notification:new',
  /** One was read, archived or snoozed somewhere: what it is now, and how many are unread. */
  'notification:changed',
  /** What was missed cannot be told whole: read the inbox again. */
  'inbox:stale',
  'session:started',
  'session:extended',
  'session:warning',
  'session:ended',
  /** Somewhere in a tenant a session began, moved or ended: for the board of those who may end them. */
  'board:changed',
] as const
export type EventName = (typeof EVENT_NAMES)[number]

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** One event for one person's room. The same `dedup` is the same event, however often it is told. The body holds ids, codes, counts and
 *  the portal's own sentences; nothing that would be masked on a page. */
export type Publication = { dedup: string; audience: RoomName; name: EventName; body: { [name: string]: Json } }

/** What is over, and with it every socket that rests on it. Whoever says so has written it to the database before. */
export type Revocation =
  | { what: 'user' }
  /** Something of this person's may be over: the database knows what. */
  | { what: 'doubt' }
  | { what: 'login'; loginId: string }
  | { what: 'family'; familyId: string }
  /** The session in a tenant: a token of it closes, a page stays and leaves the tenant's room. */
  | { what: 'session'; sessionId: string }

/** A person's room, as the rest of the portal reaches it. Both are asked again safely. */
export type Room = {
  /** Written down first, then sent to every open socket that may hear it. */
  publish(events: Publication[]): Promise<void>
  revoke(over: Revocation): Promise<void>
}
/** By the id of a member of staff or of a tenant's user. */
export type Rooms = (userId: string) => Room
