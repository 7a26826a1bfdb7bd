import { sql } from 'drizzle-orm'
import type { Role } from '#worker/auth/rules/roles.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Mode, Scope as Reach, SessionCategory } from '#worker/impersonation/rules/words.ts'

export type Began = {
  operatorRole: Role
  mode: Mode
  breakGlass: boolean
  category: SessionCategory
  ticket: number | null
  startedAt: Date
  expiresAt: Date
}

export type Asks = {
  operatorRole: Role
  mode: Mode
  scope: Reach
  category: SessionCategory
  ticket: number | null
  minutes: number
  answerBy: Date
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

type AsksRow = {
  address: string
  operator_role: Role
  mode: Mode
  scope: Reach
  category: SessionCategory
  ticket: number | null
  minutes: number
  answer_by: string
}

export type LetterFacts = { address: string; began: Began } | { address: string; asks: Asks }

/** Where the letter goes and what it tells of, a session that began or a request that waits; undefined when the contact is none of that
 *  tenant's any more. */
export async function letterFacts(
  scope: Scope,
  { eventId, contactId }: { eventId: string; contactId: string },
): Promise<LetterFacts | undefined> {
  const looking = () => within(scope, { readOnly: true })
  const { rows: began } = await looking().execute<Row>(sql`select * from app.customer_letter(${eventId}, ${contactId})`)
  if (began[0]) {
    const { address, operator_role: operatorRole, mode, break_glass: breakGlass, category, ticket, started_at, expires_at } = began[0]
    return {
      address,
      began: { operatorRole, mode, breakGlass, category, ticket, startedAt: new Date(started_at), expiresAt: new Date(expires_at) },
    }
  }
  const { rows: asked } = await looking().execute<AsksRow>(sql`select * from app.customer_request_letter(${eventId}, ${contactId})`)
  if (!asked[0]) return undefined
  const { address, operator_role: operatorRole, mode, scope: reach, category, ticket, minutes, answer_by } = asked[0]
  return { address, asks: { operatorRole, mode, scope: reach, category, ticket, minutes, answerBy: new Date(answer_by) } }
}
