import { sql } from 'drizzle-orm'
import type { Role } from '#worker/auth/rules/roles.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Mode, SessionCategory } from '#worker/impersonation/rules/words.ts'

export type Began = {
  operatorRole: Role
  mode: Mode
  breakGlass: boolean
  category: SessionCategory
  ticket: number | null
  startedAt: Date
  expiresAt: Date
}

type Row = {
  address: string
  operator_role: Role
  mode: Mode
  break_glass: boolean
  category: SessionCategory
  ticket: number | null
  started_at: string
  expires_at: string
}

/** Where the letter goes and what it tells of; undefined when the contact is none of that tenant's any more. */
export async function letterFacts(
  scope: Scope,
  { eventId, contactId }: { eventId: string; contactId: string },
): Promise<{ address: string; began: Began } | undefined> {
  const { rows } = await within(scope, { readOnly: true }).execute<Row>(sql`select * from app.customer_letter(${eventId}, ${contactId})`)
  const [row] = rows
  if (!row) return undefined
  const { address, operator_role: operatorRole, mode, break_glass: breakGlass, category, ticket, started_at, expires_at } = row
  return {
    address,
    began: { operatorRole, mode, breakGlass, category, ticket, startedAt: new Date(started_at), expiresAt: new Date(expires_at) },
  }
}
