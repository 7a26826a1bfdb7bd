import { neon, neonConfig } from '@neondatabase/serverless'

/** One login of the database per duty; none can become another (drizzle/migrations/0000_logins.sql). */
export const DUTIES = ['staff', 'tenant_ro', 'tenant_rw', 'jobs', 'customer', 'tenant_user'] as const
export type Duty = (typeof DUTIES)[number]

export type Client = ReturnType<typeof neon<boolean, boolean>>

/** The connections, by duty. What a test replaces to lose answers or to count questions. */
export type Database = (duty: Duty) => Client

/** Neon over HTTP: a request opens and closes nothing. Production keeps the driver's own defaults; only a local URL changes them. */
export function neonDatabase(urls: Record<Duty, string>, neonLocal: string): Database {
  if (neonLocal) {
    const local = new URL(neonLocal)
    neonConfig.fetchEndpoint = `${local.origin}/sql`
    neonConfig.wsProxy = `${local.host}/v2`
    neonConfig.useSecureWebSocket = local.protocol === 'https:'
  }
  const clients = new Map<Duty, Client>()
  return (duty) => {
    const client = clients.get(duty) ?? neon<boolean, boolean>(urls[duty])
    clients.set(duty, client)
    return client
  }
}
