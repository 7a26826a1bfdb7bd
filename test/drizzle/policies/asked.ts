import pg from 'pg'
import type { Duty } from '../asking.ts'
import type { Place } from '../scratch.ts'
import type { Tell } from './probe.ts'

/** Who asks: a login, the owner, or the owner over another connection. */
type Who = Duty | 'owner' | 'other'
export type Asked = {
  tell(who: Who): Tell
  /** Rows, to the owner. */
  show<Row>(text: string): Promise<Row[]>
  close(): Promise<void>
}

/** One connection for each who asks, opened when they first do. */
export function askedAt(place: Place): Asked {
  const urls: Record<Who, string> = {
    ...{ owner: place.owner, other: place.owner },
    ...{ portal_staff: place.staff, portal_tenant_ro: place.tenantRo, portal_tenant_rw: place.tenantRw, portal_jobs: place.jobs },
    portal_customer: place.customer,
    portal_tenant_user: place.tenantUser,
  }
  const clients = new Map<Who, Promise<pg.Client>>()
  const clientOf = (who: Who) => {
    const client = clients.get(who) ?? connected(urls[who])
    clients.set(who, client)
    return client
  }
  return {
    tell: (who) => async (text) => {
      const client = await clientOf(who)
      const results = await client.query(text)
      return (Array.isArray(results) ? results.at(-1) : results)?.rowCount ?? 0
    },
    show: async (text) => (await (await clientOf('owner')).query(text)).rows,
    close: async () => {
      await Promise.all([...clients.values()].map(async (client) => (await client).end()))
    },
  }
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  return client
}
