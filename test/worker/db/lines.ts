import { signIn } from '#worker/auth/queries/sign-in.ts'
import type { Client, Database } from '#worker/db/driver.ts'
import type { Scope } from '#worker/db/scope.ts'
import { newId, newSecret } from '#worker/rules/ids.ts'
import { database } from '#test/owner.ts'
import type { Person } from '#test/world.ts'

/** Somebody signed in, over a line of one's choice. */
export async function scopeOf(person: Person, through: Database = database): Promise<Scope> {
  const loginKey = newSecret()
  const context = { requestId: newId('req'), ip: null, userAgent: null, appVersion: 'test' }
  await signIn(database, { directoryId: person.directoryId, loginKey, context, spent: { roundTrips: 0, statements: 0 } })
  return { database: through, duty: 'staff', loginKey, sessionKey: undefined, context, spent: { roundTrips: 0, statements: 0 } }
}

/** A line that loses what it is told to: the question before it arrives, or the answer after the commit. */
export function lossy(lose: (nth: number) => 'question' | 'answer' | undefined): Database {
  let nth = 0
  return (duty) => {
    const client = database(duty)
    return {
      query: client.query,
      transaction: async (...args: Parameters<Client['transaction']>) => {
        const what = lose(++nth)
        if (what === 'question') throw Object.assign(new Error('fetch failed'), { name: 'NeonDbError' })
        const answer = await client.transaction(...args)
        if (what === 'answer') throw Object.assign(new Error('fetch failed'), { name: 'NeonDbError' })
        return answer
      },
    } as unknown as Client
  }
}

/** Every trail row names a column that nobody may name: the insert fails as a full disk would. */
export function sabotaged(duty: Parameters<Database>[0]): Client {
  const client = database(duty)
  return {
    query: (text: string, params?: unknown[]) =>
      client.query(
        text.replace('into audit.trail (act,', 'into audit.trail (seq, act,').replace('select $', 'select 1, $'),
        params as never,
      ),
    transaction: client.transaction,
  } as unknown as Client
}
