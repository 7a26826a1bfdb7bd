import { packets } from '#objects/user-room/packets.ts'
import type { Entry } from '#objects/user-room/log.ts'
import type { Seat } from '#objects/user-room/seat.ts'
import { type Cursor, cursorText } from '#worker/live/rules/cursor.ts'
import type { Json } from '#worker/live/rules/publication.ts'
import { eventFragment, placeFragment, signedOutFragment } from '#views/live/fragments.tsx'

/** How a room speaks through one of its doors. Both tell the same log in the same order. */
export type Voice = {
  /** It sits, and its place in the log is this. A client that comes back with its session is told by the same `pid` that nothing is missing. */
  welcome(seat: Seat, place: Cursor, pid: string): string
  event(seat: Seat, entry: Pick<Entry, 'name' | 'body'>, place: Cursor): string
  /** The last that it hears. */
  over(seat: Seat): string
}

export const voices: Record<Seat['door'], Voice> = {
  front: {
    welcome: ({ namespace, sid }, _place, pid) => packets.connected(namespace, sid, pid),
    event: ({ namespace }, entry, place) => packets.logged(namespace, entry, place),
    over: ({ namespace }) => packets.disconnected(namespace),
  },
  page: {
    welcome: (_seat, place) => placeFragment(cursorText(place)),
    event: (_seat, { name, body }, place) => eventFragment(name, JSON.parse(body) as { [name: string]: Json }, cursorText(place)),
    over: () => signedOutFragment(),
  },
}
