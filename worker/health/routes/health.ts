import { Hono } from 'hono'
import { databaseAnswers } from '#worker/health/queries/ready.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'

/** For the watcher outside: does the Worker run, and does it reach its database. Anybody may ask; nobody learns more than that. */
export const healthRoutes = new Hono<Portal>()
  .get('/healthz', permit('GET /healthz'), (c) => c.json({ ok: true, version: c.var.parts.settings.appVersion }))
  .get('/readyz', permit('GET /readyz'), async (c) => {
    const ok = await databaseAnswers(c.var.parts.database, c.var.spent)
    return c.json({ ok }, ok ? 200 : 503)
  })
