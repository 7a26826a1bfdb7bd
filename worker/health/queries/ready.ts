import { sql } from 'drizzle-orm'
import type { Database } from '#worker/db/driver.ts'
import { outside, type Spent } from '#worker/db/scope.ts'

/** A watcher asks often and waits little, in ms. */
const PATIENCE = 1_500

/** Whether the database answers at all. Why it does not is nobody's business outside. */
export async function databaseAnswers(database: Database, spent: Spent): Promise<boolean> {
  try {
    await outside(database, 'staff', spent, PATIENCE).execute(sql`select 1`)
    return true
  } catch {
    return false
  }
}
