import type { Bindings } from '#worker/env.ts'
import { type Audience, audienceBy } from '#worker/live/rules/audience.ts'
import type { Rooms } from '#worker/live/rules/publication.ts'

type Objects = Pick<Bindings, 'USER_ROOM' | 'TENANT_ROOM'>

/** Where people's open sockets are. */
export const roomsFrom =
  ({ USER_ROOM }: Objects): Rooms =>
  (userId) =>
    USER_ROOM.getByName(userId)

/** Everybody who is meant, wherever they are. */
export const audienceFrom = (env: Objects): Audience => audienceBy(roomsFrom(env), (name) => env.TENANT_ROOM.getByName(name))
