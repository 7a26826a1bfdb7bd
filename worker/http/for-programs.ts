import type { Context } from 'hono'

/** The addresses of the API: answered in JSON, errors too, and open to tokens, not to cookies. */
export const isForPrograms = (c: Context) => c.req.path === '/api' || c.req.path.startsWith('/api/')
