import type { Door } from '#worker/doors/door.ts'
import { MIRRORED } from '#worker/doors/mirrored.ts'
import { pages } from '#worker/doors/pages.ts'
import { programs, sockets } from '#worker/doors/programs.ts'

export type { Door } from '#worker/doors/door.ts'

/** What is asked with a body and a key of its own: a change, or something that is shown once. */
export const asksWithBody = ({ effect }: Pick<Door, 'effect'>) => effect === 'write' || effect === 'secret'

/** What is for building the portal and its clients: these are not there in production. */
export const isForBuilding = (name: string) => / \/(dev|api\/v1\/test)\//.test(name)

type Mirrored<Name> = Name extends `${infer Method} /${infer Path}` ? `${Method} /api/v1/${Path}` : never
export type DoorName = keyof typeof pages | keyof typeof sockets | keyof typeof programs | Mirrored<(typeof MIRRORED)[number]>

/** Every way into the portal. What is not declared here is denied, and a test walks the route table for it. Without a prototype: so
 *  many names are put into one ten times as fast, at every start. */
export const doors: Readonly<Record<DoorName, Door>> = Object.assign(
  Object.create(null) as Record<DoorName, Door>,
  pages,
  sockets,
  programs,
  Object.fromEntries(MIRRORED.map((name) => [name.replace(' /', ' /api/v1/'), pages[name]])),
)
