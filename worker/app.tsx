import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { TrieRouter } from 'hono/router/trie-router'
import { runRoutes } from '#worker/ai/routes/runs.tsx'
import { usageRoutes } from '#worker/ai/routes/usage.tsx'
import { checkpointRoutes } from '#worker/audit/routes/checkpoints.tsx'
import { trailRoutes } from '#worker/audit/routes/trail.tsx'
import { signInRoutes } from '#worker/auth/routes/sign-in.tsx'
import { accountRoutes } from '#worker/auth/routes/account.tsx'
import { customerRoutes } from '#worker/customer/routes/customer.tsx'
import { linkRoutes } from '#worker/customer/routes/links.tsx'
import { devRoutes } from '#worker/dev/routes/looks.tsx'
import { devMailRoutes } from '#worker/dev/routes/mail.tsx'
import { healthRoutes } from '#worker/health/routes/health.ts'
import { arrangeRoutes } from '#worker/home/routes/arrange.tsx'
import { grantRoutes } from '#worker/people/routes/grants.tsx'
import { heldRoutes } from '#worker/people/routes/held.tsx'
import { peopleRoutes } from '#worker/people/routes/people.tsx'
import { personRoutes } from '#worker/people/routes/person.tsx'
import { inboxRoutes } from '#worker/notifications/routes/inbox.tsx'
import { preferenceRoutes } from '#worker/notifications/routes/preferences.tsx'
import { portalJobRoutes } from '#worker/jobs/routes/portal-jobs.tsx'
import { homeRoutes } from '#worker/home/routes/home.tsx'
import { onError, onNotFound } from '#worker/http/errors.tsx'
import { ownForms } from '#worker/http/csrf.ts'
import { safeHeaders } from '#worker/http/headers.ts'
import { onlyDeclaredDoors } from '#worker/http/permit.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { accessRoutes } from '#worker/impersonation/routes/access.tsx'
import { breakGlassRoutes } from '#worker/impersonation/routes/break-glass.tsx'
import { moreRevealRoutes } from '#worker/impersonation/routes/reveals.tsx'
import { clockRoutes } from '#worker/impersonation/routes/clock.tsx'
import { killRoutes } from '#worker/impersonation/routes/kill.tsx'
import { impersonationRoutes } from '#worker/impersonation/routes/sessions.tsx'
import { enterRoutes } from '#worker/impersonation/routes/enter.tsx'
import { frontDoor } from '#worker/live/routes/front-door.ts'
import { liveRoutes } from '#worker/live/routes/live.ts'
import { searchRoutes } from '#worker/search/routes/search.tsx'
import { configDocumentRoutes } from '#worker/support/routes/config-documents.tsx'
import { tenantActivityRoutes } from '#worker/support/routes/tenant-activity.tsx'
import { tenantConfigRoutes } from '#worker/support/routes/tenant-config.tsx'
import { tenantErrorRoutes } from '#worker/support/routes/tenant-errors.tsx'
import { tenantJobRoutes } from '#worker/support/routes/tenant-jobs.tsx'
import { tenantTicketRoutes } from '#worker/support/routes/tenant-tickets.tsx'
import { tenantRoutes } from '#worker/support/routes/tenants.tsx'
import { ticketRoutes } from '#worker/support/routes/tickets.tsx'
import { reviewRoutes } from '#worker/reviews/routes/reviews.tsx'
import { caseChangeRoutes } from '#worker/tenant/routes/case-changes.tsx'
import { exportRoutes } from '#worker/tenant/routes/exports.ts'
import { caseRoutes } from '#worker/tenant/routes/cases.tsx'
import { workspaceConfigRoutes } from '#worker/tenant/routes/config.tsx'
import { noteRoutes } from '#worker/tenant/routes/notes.tsx'
import { revealRoutes } from '#worker/tenant/routes/reveals.tsx'
import { userChangeRoutes } from '#worker/tenant/routes/user-changes.tsx'
import { reportRoutes } from '#worker/tenant/routes/reports.tsx'
import { userRoutes } from '#worker/tenant/routes/users.tsx'
import { workspaceRoutes } from '#worker/tenant/routes/workspace.ts'
import { webhookEndpointRoutes } from '#worker/webhooks/routes/endpoints.tsx'

/** Larger forms than this are nobody's work, in bytes. */
const LARGEST_FORM = 64 * 1024

/** The whole portal on one page: what every request passes, then every room, and what programs may do (`createApi`). */
export function createApp(parts: Parts, api?: Hono<Portal>) {
  const isProduction = parts.settings.environment === 'production'
  // The one of Hono's routers that can hold these addresses; left to itself it tries another one first, at every start.
  const app = new Hono<Portal>({ router: new TrieRouter() })
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
    .route('/', frontDoor)
    .use(ownForms)
    .route('/', healthRoutes)
    .route('/', signInRoutes)
    .route('/', homeRoutes)
    .route('/home/arrange', arrangeRoutes)
    .route('/account', accountRoutes)
    .route('/tenants', tenantRoutes)
    .route('/tenants', tenantConfigRoutes)
    .route('/tenants', configDocumentRoutes)
    .route('/tenants', tenantErrorRoutes)
    .route('/tenants', tenantJobRoutes)
    .route('/tenants', tenantTicketRoutes)
    .route('/tenants', tenantActivityRoutes)
    .route('/tenants', linkRoutes)
    .route('/customer', customerRoutes)
    .route('/', enterRoutes)
    .route('/access-requests', accessRoutes)
    .route('/tenants', breakGlassRoutes)
    .route('/tickets', ticketRoutes)
    .route('/impersonations', clockRoutes)
    .route('/impersonations', moreRevealRoutes)
    .route('/impersonations', killRoutes)
    .route('/impersonations', impersonationRoutes)
    .route('/reviews', reviewRoutes)
    .route('/people', grantRoutes)
    .route('/people', heldRoutes)
    .route('/people', peopleRoutes)
    .route('/people', personRoutes)
    .route('/', searchRoutes)
    .route('/portal-jobs', portalJobRoutes)
    .route('/notifications/preferences', preferenceRoutes)
    .route('/notifications', inboxRoutes)
    .route('/', liveRoutes)
    .route('/', checkpointRoutes)
    .route('/', usageRoutes)
    .route('/webhook-endpoints', webhookEndpointRoutes)
    .route('/', trailRoutes)
    .route('/workspace', workspaceRoutes)
    .route('/workspace', exportRoutes)
    .route('/workspace/cases', caseRoutes)
    .route('/workspace/cases', caseChangeRoutes)
    .route('/workspace/cases', noteRoutes)
    .route('/workspace', runRoutes)
    .route('/workspace/reports', reportRoutes)
    .route('/workspace/users', userRoutes)
    .route('/workspace/users', userChangeRoutes)
    .route('/workspace/config', workspaceConfigRoutes)
    .route('/workspace/reveals', revealRoutes)
    .notFound(onNotFound)
    .onError(onError)
  if (api) app.route('/', api)
  if (!isProduction) app.route('/dev', devRoutes).route('/dev', devMailRoutes)
  return app
}
