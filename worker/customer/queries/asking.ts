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

/** Nobody waits longer for what they only look at, in ms. */
const PATIENCE = 5_000

/** Something to look at. Silence is asked again as long as there is time. */
export async function looked<Row extends Record<string, unknown>>({ database, spent }: CustomerScope, call: SQL): Promise<Row[]> {
  const until = Math.min(spent.until ?? Number.POSITIVE_INFINITY, performance.now() + PATIENCE)
  const left = () => Math.max(1, Math.floor(until - performance.now()))
  return patiently({ until }, async () => (await outside(database, 'customer', spent, left()).execute<Row>(call)).rows)
}

/** Something to change. Silence is asked again: it has its key. */
async function asked<Row extends Record<string, unknown>>({ database, spent }: CustomerScope, call: SQL): Promise<Row[]> {
  return patiently(spent, async () => (await outside(database, 'customer', spent).execute<Row>(call)).rows)
}

/** The one row of what is looked at: a function answers always. */
export const lookedAtOne = async <Row extends Record<string, unknown>>(scope: CustomerScope, call: SQL): Promise<Row> =>
  theOne(await looked<Row>(scope, call))

/** A change is always answered. */
export const askedOne = async <Row extends Record<string, unknown>>(scope: CustomerScope, call: SQL): Promise<Row> =>
  theOne(await asked<Row>(scope, call))

function theOne<Row>([row]: Row[]): Row {
  if (!row) throw new Error('a function without an answer')
  return row
}
