import type { Role } from '#worker/auth/rules/roles.ts'
import type { RoomName } from '#worker/live/rules/claims.ts'
import { reachOf } from '#worker/live/rules/places.ts'
import type { Publication, Rooms } from '#worker/live/rules/publication.ts'

/** Everybody of these audiences who is online: each event is told to those whom it is meant for. Asked again safely; what it was asked it does,
 *  in its own time. */
export type Audience = (...names: RoomName[]) => { publish(events: Publication[]): Promise<void> }

/** What is told to those of this role, or to all. */
export type Cry = { events: Publication[]; role: Role | null }

/** The object of a place. */
export type Crier = { publish(cries: Cry[]): Promise<void> }

/** Leads what is meant for one to their room, and what is meant for many to whoever knows them: an object is asked once for all of it. */
export function audienceBy(rooms: Rooms, criers: (name: string) => Crier): Audience {
  return (...names) => ({
    async publish(all) {
      const asked: Promise<void>[] = []
      const cries = new Map<string, Cry[]>()
      for (const name of names) {
        const events = all.filter(({ audience }) => audience === name)
        if (isOnes(name)) {
          asked.push(rooms(name.slice('user:'.length)).publish(events))
          continue
        }
        const { objects, role } = reachOf(name)
        for (const object of objects) cries.set(object, [...(cries.get(object) ?? []), { events, role }])
      }
      await Promise.all([...asked, ...[...cries].map(([object, its]) => criers(object).publish(its))])
    },
  })
}

const isOnes = (name: RoomName): name is `user:${string}` => name.startsWith('user:')
