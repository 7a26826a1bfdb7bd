import type { Audience } from '#worker/live/rules/audience.ts'
import type { Publication, Revocation, Rooms } from '#worker/live/rules/publication.ts'

export type Heard = { userId: string } & ({ over: Revocation } | { events: Publication[] })

/** Rooms that write down what they are told, in order, and an audience that writes down who was to hear something. */
export function recordingRooms() {
  const heard: Heard[] = []
  const rooms: Rooms = (userId) => ({
    publish: async (events) => void heard.push({ userId, events }),
    revoke: async (over) => void heard.push({ userId, over }),
  })
  const board: string[] = []
  const audience: Audience = (...names) => ({ publish: async () => void board.push(...names) })
  return { rooms, audience, heard, board }
}
