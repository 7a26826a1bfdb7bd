import type { Duty } from '#worker/db/driver.ts'

export type Statement = { text: string; params: unknown[] }
/** One round trip: one transaction of one login. */
export type Asked = { duty: Duty; statements: Statement[] }
export type Person = { id: string; directoryId: string }
export type Inside = { tenantId: string; ticketId: string; subjectId?: string }
/** Asks for a page, or sends the form of one, and tells what that asked of the database. */
export type Visitor = (path: string, fields?: Record<string, string>) => Promise<Answer>
export type Answer = { status: number; asked: Asked[]; body: string }
export type Listening = {
  visitor(person: Person, inside?: Inside): Promise<Visitor>
  program(person: Person, inside: Inside): Promise<Visitor>
  /** Somebody who shows what `init` says and nothing else. */
  ask(path: string, init: RequestInit): Promise<Answer>
  /** Likewise at what a tenant's own users would have (test/worker/own-list.ts). */
  own(path: string, init: RequestInit): Promise<Answer>
}

/** The portal on Node. Its types are those of the Worker and are checked there, so it is not named where the types of Node are. */
export async function listeningPortal(variables: Record<string, string>): Promise<Listening> {
  const name = '#test/worker/listening-portal.ts'
  const made = (await import(/* @vite-ignore */ name)) as { listeningPortal(variables: Record<string, string>): Listening }
  return made.listeningPortal(variables)
}
