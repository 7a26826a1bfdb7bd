import { Hono } from 'hono'
import { csrfToken } from '#worker/http/csrf.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { show } from '#worker/http/show.tsx'
import { Catalogue } from '#views/ui/catalogue.tsx'

/** Every component of the interface in its states, for those who build it. Not mounted in production. */
export const devRoutes = new Hono<Portal>().get('/looks', permit('GET /dev/looks'), async (c) =>
  show(c, { title: 'Looks', width: 'wide' }, <Catalogue now={c.var.now} csrf={await csrfToken(c)} />),
)
