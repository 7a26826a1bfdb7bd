import type { Publication, Revocation, Rooms } from '#worker/live/rules/publication.ts'

export type Heard = { userId: string } & ({ over: Revocation } | { events: Publication[] })

/** Rooms that write down what they are told, in order. */
export function recordingRooms() {
  const heard: Heard[] = []
  const rooms: Rooms = (userId) => ({
    publish: async (events) => void heard.push({ userId, events }),
    revoke: async (over) => void heard.push({ userId, over }),
  })
  return { rooms, heard }
}
