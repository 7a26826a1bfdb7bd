import type { Bindings } from '#worker/env.ts'
import type { Room, Rooms } from '#worker/live/rules/publication.ts'

const nobody: Room = { publish: async () => {}, revoke: async () => {} }

/** Where people's open sockets are. */
export const roomsFrom =
  (env: Bindings): Rooms =>
  (userId) =>
    env.USER_ROOM?.getByName(userId) ?? nobody
