import { sql } from 'drizzle-orm'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { Ask, Scope } from '#worker/db/scope.ts'
import { type Answer, asked } from '#worker/people/queries/asked.ts'

export type NewPerson = { id: string; directoryId: string; email: string; name: string; role: Role; lead: boolean; zone: string }

/** A person who may sign in from now on. The directory id goes in and comes out nowhere. */
export const addPerson = (scope: Scope, ask: Ask, { id, directoryId, email, name, role, lead, zone }: NewPerson): Promise<Answer> =>
  asked(scope, ask, sql`select because from app.add_person(${id}, ${directoryId}, ${email}, ${name}, ${role}, ${lead}, ${zone})`, () => [
    id,
  ])

export type NewRole = { role: Role; lead: boolean; version: number; reason: string }

/** Another role or lead mark for the person as they were seen. */
export const changeRole = (scope: Scope, ask: Ask, personId: string, { role, lead, version, reason }: NewRole): Promise<Answer> =>
  asked(
    scope,
    ask,
    sql`select because, sessions from app.change_person(${personId}, 'role', ${reason}, ${role}, ${lead}, ${version})`,
    () => [personId],
  )

export type StatusChange = 'deactivate' | 'reactivate' | 'hold' | 'release'

export const changeStatus = (scope: Scope, ask: Ask, personId: string, what: StatusChange, reason: string): Promise<Answer> =>
  asked(scope, ask, sql`select because, sessions from app.change_person(${personId}, ${what}, ${reason})`, () => [personId])
