import { Hono } from 'hono'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'

/** Inside a tenant one begins with its cases. */
export const workspaceRoutes = new Hono<Portal>().get('/', permit('GET /workspace'), (c) => c.redirect('/workspace/cases', 303))
