import { database } from '#test/owner.ts'
import type { Client, Database } from '#worker/db/driver.ts'

/** Counts the statements that reach the database, the entering one included. */
export function counting() {
  const spent = { roundTrips: 0, statements: 0 }
  const counted: Database = (duty) => {
    const client = database(duty)
    return {
      query: client.query,
      transaction: (...args: Parameters<Client['transaction']>) => {
        spent.roundTrips += 1
        spent.statements += (args[0] as unknown[]).length
        return client.transaction(...args)
      },
    } as unknown as Client
  }
  /** What one request costs. */
  const costOf = async (request: () => Promise<Response>) => {
    spent.roundTrips = 0
    spent.statements = 0
    const response = await request()
    await response.text()
    return { status: response.status, ...spent }
  }
  return { database: counted, costOf }
}
