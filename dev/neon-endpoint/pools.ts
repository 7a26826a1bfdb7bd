import pg from 'pg'

/** The real server. `parameters` is the query part of its connection string (`?sslmode=require`), for connections that bring none. A `host`
 *  among them is the directory of its socket, by which everybody comes. */
export type Target = { host: string; port: number; parameters?: string }

export type Pools = { of(connectionString: string): pg.Pool; end(): Promise<void> }

/** Below 20 a burst of requests from one login queues here and hides what the database would have done. */
const max = 24

/** One pool per connection string. Values leave as PostgreSQL's own text: the driver turns them into types. */
export function openPools(target: Target): Pools {
  const pools = new Map<string, pg.Pool>()
  return {
    of(connectionString) {
      let pool = pools.get(connectionString)
      if (!pool) {
        pool = new pg.Pool({ connectionString: towards(connectionString, target), types: asText, max, idleTimeoutMillis: 60_000 })
        pool.on('error', () => {}) // an idle connection the server ended; the next request opens another
        // One that ends as it opens: its last words may come before whoever asked for it listens, and nobody's error ends the process.
        pool.on('connect', (client) => client.on('error', () => {}))
        pools.set(connectionString, pool)
      }
      return pool
    },
    async end() {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
    },
  }
}

export function towards(connectionString: string, { host, port, parameters }: Target): string {
  const url = new URL(connectionString)
  url.hostname = host
  url.port = String(port)
  url.searchParams.delete('host')
  const socketIn = new URLSearchParams(parameters).get('host')
  if (socketIn !== null) url.searchParams.set('host', socketIn)
  return url.href
}

const asText = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig
