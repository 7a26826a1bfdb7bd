import type { Bindings } from '#worker/env.ts'
import { type Audience, audienceBy } from '#worker/live/rules/audience.ts'
import type { Rooms } from '#worker/live/rules/publication.ts'

type Objects = Pick<Bindings, 'USER_ROOM' | 'TENANT_ROOM' | 'AI_ROOM'>

/** Where people's open sockets are, and what models say to them: what is over is over in both, and one that is silent keeps nothing from
 *  the other. */
export const roomsFrom =
  ({ USER_ROOM, AI_ROOM }: Objects): Rooms =>
  (userId) => ({
    publish: (events) => USER_ROOM.getByName(userId).publish(events),
    revoke: async (over) => {
      const told = await Promise.allSettled([USER_ROOM, AI_ROOM].map((rooms) => rooms.getByName(userId).revoke(over)))
      const failed = told.find((each) => each.status === 'rejected')
      if (failed) throw failed.reason
    },
  })

/** Everybody who is meant, wherever they are. */
export const audienceFrom = (env: Objects): Audience => audienceBy(roomsFrom(env), (name) => env.TENANT_ROOM.getByName(name))
