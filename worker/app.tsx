import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { TrieRouter } from 'hono/router/trie-router'
import { runRoutes } from '#worker/ai/routes/runs.tsx'
import { usageRoutes } from '#worker/ai/routes/usage.tsx'
import { checkpointApi } from '#worker/audit/routes/checkpoints-api.ts'
import { checkpointRoutes } from '#worker/audit/routes/checkpoints.tsx'
import { trailApi } from '#worker/audit/routes/trail-api.ts'
import { trailRoutes } from '#worker/audit/routes/trail.tsx'
import { programApi } from '#worker/auth/routes/programs-api.ts'
import { signInApi } from '#worker/auth/routes/sign-ins-api.ts'
import { tokenApi } from '#worker/auth/routes/tokens-api.ts'
import { signInRoutes } from '#worker/auth/routes/sign-in.tsx'
import { accountRoutes } from '#worker/auth/routes/account.tsx'
import { customerRoutes } from '#worker/customer/routes/customer.tsx'
import { linkRoutes } from '#worker/customer/routes/links.tsx'
import { customerApi, customerDownload } from '#worker/customer/routes/tenant-api.ts'
import { devRoutes } from '#worker/dev/routes/looks.tsx'
import { devMailRoutes } from '#worker/dev/routes/mail.tsx'
import { healthRoutes } from '#worker/health/routes/health.ts'
import { arrangeRoutes } from '#worker/home/routes/arrange.tsx'
import { grantRoutes } from '#worker/people/routes/grants.tsx'
import { heldRoutes } from '#worker/people/routes/held.tsx'
import { peopleRoutes } from '#worker/people/routes/people.tsx'
import { personRoutes } from '#worker/people/routes/person.tsx'
import { inboxRoutes } from '#worker/notifications/routes/inbox.tsx'
import { notificationApi } from '#worker/notifications/routes/notifications-api.ts'
import { preferenceRoutes } from '#worker/notifications/routes/preferences.tsx'
import { portalJobRoutes } from '#worker/jobs/routes/portal-jobs.tsx'
import { homeRoutes } from '#worker/home/routes/home.tsx'
import { apiRoutes } from '#worker/http/api.ts'
import { onError, onNotFound } from '#worker/http/errors.tsx'
import { ownForms } from '#worker/http/csrf.ts'
import { safeHeaders } from '#worker/http/headers.ts'
import { onlyDeclaredDoors } from '#worker/http/permit.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { remember } from '#worker/http/remember.ts'
import { accessApi } from '#worker/impersonation/routes/access-api.ts'
import { accessRoutes } from '#worker/impersonation/routes/access.tsx'
import { breakGlassRoutes } from '#worker/impersonation/routes/break-glass.tsx'
import { clockApi } from '#worker/impersonation/routes/clock-api.ts'
import { enterApi } from '#worker/impersonation/routes/enter-api.ts'
import { killApi } from '#worker/impersonation/routes/kill-api.ts'
import { moreRevealApi } from '#worker/impersonation/routes/reveals-api.ts'
import { sessionApi } from '#worker/impersonation/routes/sessions-api.ts'
import { moreRevealRoutes } from '#worker/impersonation/routes/reveals.tsx'
import { clockRoutes } from '#worker/impersonation/routes/clock.tsx'
import { killRoutes } from '#worker/impersonation/routes/kill.tsx'
import { impersonationRoutes } from '#worker/impersonation/routes/sessions.tsx'
import { enterRoutes } from '#worker/impersonation/routes/enter.tsx'
import { frontDoor } from '#worker/live/routes/front-door.ts'
import { liveRoutes } from '#worker/live/routes/live.ts'
import { liveTestApi } from '#worker/live/routes/test-api.ts'
import { searchRoutes } from '#worker/search/routes/search.tsx'
import { tenantActivityApi } from '#worker/support/routes/tenant-activity-api.ts'
import { tenantConfigApi } from '#worker/support/routes/tenant-config-api.ts'
import { tenantErrorApi } from '#worker/support/routes/tenant-errors-api.ts'
import { tenantJobApi } from '#worker/support/routes/tenant-jobs-api.ts'
import { tenantSecretApi } from '#worker/support/routes/tenant-secrets-api.ts'
import { tenantApi } from '#worker/support/routes/tenants-api.ts'
import { ticketApi } from '#worker/support/routes/tickets-api.ts'
import { configDocumentRoutes } from '#worker/support/routes/config-documents.tsx'
import { tenantActivityRoutes } from '#worker/support/routes/tenant-activity.tsx'
import { tenantConfigRoutes } from '#worker/support/routes/tenant-config.tsx'
import { tenantErrorRoutes } from '#worker/support/routes/tenant-errors.tsx'
import { tenantJobRoutes } from '#worker/support/routes/tenant-jobs.tsx'
import { tenantTicketRoutes } from '#worker/support/routes/tenant-tickets.tsx'
import { tenantRoutes } from '#worker/support/routes/tenants.tsx'
import { ticketRoutes } from '#worker/support/routes/tickets.tsx'
import { grantApi } from '#worker/people/routes/grants-api.ts'
import { peopleApi } from '#worker/people/routes/people-api.ts'
import { portalJobApi } from '#worker/jobs/routes/portal-jobs-api.ts'
import { reviewApi } from '#worker/reviews/routes/reviews-api.ts'
import { reviewRoutes } from '#worker/reviews/routes/reviews.tsx'
import { searchApi } from '#worker/search/routes/search-api.ts'
import { caseApi } from '#worker/tenant/routes/cases-api.ts'
import { reportApi } from '#worker/tenant/routes/reports-api.ts'
import { userApi } from '#worker/tenant/routes/users-api.ts'
import { caseChangeApi } from '#worker/tenant/routes/case-changes-api.ts'
import { noteApi } from '#worker/tenant/routes/notes-api.ts'
import { revealApi } from '#worker/tenant/routes/reveals-api.ts'
import { userChangeApi } from '#worker/tenant/routes/user-changes-api.ts'
import { workspaceConfigApi } from '#worker/tenant/routes/config-api.ts'
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
import { webhookEndpointApi } from '#worker/webhooks/routes/endpoints-api.ts'
import { webhookEndpointRoutes } from '#worker/webhooks/routes/endpoints.tsx'
import { webhookInRoutes } from '#worker/webhooks/routes/inbound.ts'

/** Larger forms than this are nobody's work, in bytes. */
const LARGEST_FORM = 64 * 1024

/** What programs may do, room by room; each operation stands in the document by being here. */
const operations = [
  ...tokenApi,
  ...signInApi,
  ...programApi,
  ...tenantApi,
  ...ticketApi,
  ...tenantErrorApi,
  ...tenantJobApi,
  ...tenantConfigApi,
  ...tenantSecretApi,
  ...tenantActivityApi,
  ...customerApi,
  ...enterApi,
  ...accessApi,
  ...clockApi,
  ...moreRevealApi,
  ...killApi,
  ...sessionApi,
  ...reviewApi,
  ...caseApi,
  ...caseChangeApi,
  ...noteApi,
  ...reportApi,
  ...userApi,
  ...userChangeApi,
  ...workspaceConfigApi,
  ...revealApi,
  ...checkpointApi,
  ...trailApi,
  ...searchApi,
  ...grantApi,
  ...peopleApi,
  ...portalJobApi,
  ...notificationApi,
  ...webhookEndpointApi,
]

/** The whole portal on one page: what every request passes, then every room. */
export function createApp(parts: Parts) {
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
    .route('/api/v1/tenant', customerDownload)
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
    .route('/api/v1/webhooks', webhookInRoutes)
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
    .route('/', apiRoutes(isProduction ? operations : [...operations, ...liveTestApi]))
    .notFound(onNotFound)
    .onError(onError)
  if (!isProduction) app.route('/dev', devRoutes).route('/dev', devMailRoutes)
  return app
}
