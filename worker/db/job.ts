import type { Database } from '#worker/db/driver.ts'
import type { Scope } from '#worker/db/scope.ts'
import { newId } from '#worker/rules/ids.ts'

/** The scope of work without a request: alarms, cron. Its acts stand in the trail as `system`. */
export function jobScope(database: Database, appVersion: string): Scope {
  return {
    database,
    duty: 'jobs',
    loginKey: '',
    sessionKey: undefined,
    context: { requestId: newId('req'), ip: null, userAgent: null, appVersion },
    spent: { roundTrips: 0, statements: 0 },
  }
}
