import type { Role } from '#worker/auth/rules/roles.ts'
import type { RoomName } from '#worker/live/rules/claims.ts'
import { reachOf } from '#worker/live/rules/places.ts'
import type { Publication, Rooms } from '#worker/live/rules/publication.ts'

/** Everybody of one audience who is online. Asked again safely; what it was asked it does, in its own time. */
export type Audience = (name: RoomName) => { publish(events: Publication[]): Promise<void> }

/** The object of a place: tells those of this role, or all. */
export type Crier = { publish(events: Publication[], role: Role | null): Promise<void> }

/** Leads what is meant for one to their room, and what is meant for many to whoever knows them. */
export function audienceBy(rooms: Rooms, criers: (name: string) => Crier): Audience {
  return (name) => ({
    async publish(events) {
      if (isOnes(name)) return rooms(name.slice('user:'.length)).publish(events)
      const { objects, role } = reachOf(name)
      await Promise.all(objects.map((object) => criers(object).publish(events, role)))
    },
  })
}

const isOnes = (name: RoomName): name is `user:${string}` => name.startsWith('user:')
