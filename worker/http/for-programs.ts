import type { Context } from 'hono'
import { getPath } from 'hono/utils/url'

/** The addresses of the API: answered in JSON, errors too, and open to tokens, not to cookies. */
export const isForPrograms = (c: Context) => isOfApi(c.req.path)

/** The same before any app has seen the request, of its address as an app will read it. */
export const asksApi = (request: Pick<Request, 'url'>) => isOfApi(getPath(request as Request))

const isOfApi = (path: string) => path === '/api' || path.startsWith('/api/')
