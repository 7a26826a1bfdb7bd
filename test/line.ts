import { env } from 'cloudflare:workers'

/** Between a Worker and the world stands another, of the simulation, that looks at each request and each answer. The database is asked past
 *  it: nothing of ours is in there, and on the way of every statement it costs a tenth of all that workerd does in a test. */
const { fetch } = globalThis
const { NETWORK, NEON_LOCAL } = env as unknown as { NETWORK: Fetcher; NEON_LOCAL: string }
globalThis.fetch = (input: RequestInfo | URL, init?: RequestInit) =>
  typeof input === 'string' && input.startsWith(NEON_LOCAL) ? NETWORK.fetch(input, init) : fetch(input, init)
