import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#worker/db/driver.ts'
import { outside, type RequestContext, type Spent } from '#worker/db/scope.ts'
import { patiently } from '#worker/db/silence.ts'

/** By a link, or as one of the tenant's own users for whom the product vouches. */
export type Asker = { link: string } | { tenant: string; user: string }

/** Who asks on the customer's side. The database finds out in every function what that opens. */
export type CustomerScope = { database: Database; asker: Asker; context: RequestContext; spent: Spent }

/** The two arguments that every function of the customer's side begins with. */
export const whoAsks = ({ asker, context }: CustomerScope): SQL => sql`${JSON.stringify(asker)}::jsonb, ${JSON.stringify(context)}::jsonb`

/** Silence is asked again: a look harms nobody, and a change has its key. */
export async function asked<Row extends Record<string, unknown>>({ database, spent }: CustomerScope, call: SQL): Promise<Row[]> {
  return patiently(spent, async () => (await outside(database, 'customer', spent).execute<Row>(call)).rows)
}

/** A change is always answered. */
export async function askedOne<Row extends Record<string, unknown>>(scope: CustomerScope, call: SQL): Promise<Row> {
  const [row] = await asked<Row>(scope, call)
  if (!row) throw new Error('a function without an answer')
  return row
}
