import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { trailRoutes } from '#worker/audit/routes/trail.tsx'
import { signInRoutes } from '#worker/auth/routes/sign-in.tsx'
import { accountRoutes } from '#worker/auth/routes/account.tsx'
import { devRoutes } from '#worker/dev/routes/looks.tsx'
import { healthRoutes } from '#worker/health/routes/health.ts'
import { onError, onNotFound } from '#worker/http/errors.tsx'
import { ownForms } from '#worker/http/csrf.ts'
import { safeHeaders } from '#worker/http/headers.ts'
import { onlyDeclaredDoors } from '#worker/http/permit.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { clockRoutes } from '#worker/impersonation/routes/clock.tsx'
import { killRoutes } from '#worker/impersonation/routes/kill.tsx'
import { impersonationRoutes } from '#worker/impersonation/routes/sessions.tsx'
import { enterRoutes } from '#worker/impersonation/routes/enter.tsx'
import { homeRoutes } from '#worker/support/routes/home.tsx'
import { configDocumentRoutes } from '#worker/support/routes/config-documents.tsx'
import { tenantActivityRoutes } from '#worker/support/routes/tenant-activity.tsx'
import { tenantConfigRoutes } from '#worker/support/routes/tenant-config.tsx'
import { tenantErrorRoutes } from '#worker/support/routes/tenant-errors.tsx'
import { tenantJobRoutes } from '#worker/support/routes/tenant-jobs.tsx'
import { tenantTicketRoutes } from '#worker/support/routes/tenant-tickets.tsx'
import { tenantRoutes } from '#worker/support/routes/tenants.tsx'
import { ticketRoutes } from '#worker/support/routes/tickets.tsx'
import { caseRoutes } from '#worker/tenant/routes/cases.tsx'

import { reportRoutes } from '#worker/tenant/routes/reports.tsx'
import { userRoutes } from '#worker/tenant/routes/users.tsx'
import { workspaceRoutes } from '#worker/tenant/routes/workspace.ts'

/** Larger forms than this are nobody's work, in bytes. */
const LARGEST_FORM = 64 * 1024

/** The whole portal on one page: what every request passes, then every room. */
export function createApp(parts: Parts) {
  const app = new Hono<Portal>()
    .use(remember(parts))
    .use(safeHeaders(parts.settings))
    .use(
      bodyLimit({
        maxSize: LARGEST_FORM,
        onError: () => {
          throw new HTTPException(413, { message: 'A form holds 64 kB at most.' })
        },
      }),
    )
    .use(onlyDeclaredDoors)
    .use(ownForms)
    .route('/', healthRoutes)
    .route('/', signInRoutes)
    .route('/', homeRoutes)
    .route('/account', accountRoutes)
    .route('/tenants', tenantRoutes)
    .route('/tenants', tenantConfigRoutes)
    .route('/tenants', configDocumentRoutes)
    .route('/tenants', tenantErrorRoutes)
    .route('/tenants', tenantJobRoutes)
    .route('/tenants', tenantTicketRoutes)
    .route('/tenants', tenantActivityRoutes)
    .route('/', enterRoutes)
    .route('/tickets', ticketRoutes)
    .route('/impersonations', clockRoutes)
    .route('/impersonations', killRoutes)
    .route('/impersonations', impersonationRoutes)
    .route('/', trailRoutes)
    .route('/workspace', workspaceRoutes)
    .route('/workspace/cases', caseRoutes)
    .route('/workspace/reports', reportRoutes)
    .route('/workspace/users', userRoutes)
    .notFound(onNotFound)
    .onError(onError)
  if (parts.settings.environment !== 'production') app.route('/dev', devRoutes)
  return app
}
