import { Hono } from 'hono'
import { checkpointApi } from '#worker/audit/routes/checkpoints-api.ts'
import { trailApi } from '#worker/audit/routes/trail-api.ts'
import { programApi } from '#worker/auth/routes/programs-api.ts'
import { signInApi } from '#worker/auth/routes/sign-ins-api.ts'
import { tokenApi } from '#worker/auth/routes/tokens-api.ts'
import { customerApi, customerDownload } from '#worker/customer/routes/tenant-api.ts'
import { apiRoutes } from '#worker/http/api.ts'
import type { Parts, Portal } from '#worker/http/portal.ts'
import { accessApi } from '#worker/impersonation/routes/access-api.ts'
import { clockApi } from '#worker/impersonation/routes/clock-api.ts'
import { enterApi } from '#worker/impersonation/routes/enter-api.ts'
import { killApi } from '#worker/impersonation/routes/kill-api.ts'
import { moreRevealApi } from '#worker/impersonation/routes/reveals-api.ts'
import { sessionApi } from '#worker/impersonation/routes/sessions-api.ts'
import { portalJobApi } from '#worker/jobs/routes/portal-jobs-api.ts'
import { liveTestApi } from '#worker/live/routes/test-api.ts'
import { notificationApi } from '#worker/notifications/routes/notifications-api.ts'
import { grantApi } from '#worker/people/routes/grants-api.ts'
import { peopleApi } from '#worker/people/routes/people-api.ts'
import { reviewApi } from '#worker/reviews/routes/reviews-api.ts'
import { searchApi } from '#worker/search/routes/search-api.ts'
import { tenantActivityApi } from '#worker/support/routes/tenant-activity-api.ts'
import { tenantConfigApi } from '#worker/support/routes/tenant-config-api.ts'
import { tenantErrorApi } from '#worker/support/routes/tenant-errors-api.ts'
import { tenantJobApi } from '#worker/support/routes/tenant-jobs-api.ts'
import { tenantSecretApi } from '#worker/support/routes/tenant-secrets-api.ts'
import { tenantApi } from '#worker/support/routes/tenants-api.ts'
import { ticketApi } from '#worker/support/routes/tickets-api.ts'
import { caseChangeApi } from '#worker/tenant/routes/case-changes-api.ts'
import { caseApi } from '#worker/tenant/routes/cases-api.ts'
import { workspaceConfigApi } from '#worker/tenant/routes/config-api.ts'
import { noteApi } from '#worker/tenant/routes/notes-api.ts'
import { reportApi } from '#worker/tenant/routes/reports-api.ts'
import { revealApi } from '#worker/tenant/routes/reveals-api.ts'
import { userChangeApi } from '#worker/tenant/routes/user-changes-api.ts'
import { userApi } from '#worker/tenant/routes/users-api.ts'
import { webhookEndpointApi } from '#worker/webhooks/routes/endpoints-api.ts'
import { webhookInRoutes } from '#worker/webhooks/routes/inbound.ts'

/** Room by room; each operation stands in the document by being here. */
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

/** What programs may do, on one page. Read with the app, and run when the first of them asks: most isolates begin with a page, and what is made here
 *  of schemas would be a tenth of that beginning. */
export function createApi({ environment }: Parts['settings']): Hono<Portal> {
  return new Hono<Portal>()
    .route('/api/v1/tenant', customerDownload)
    .route('/api/v1/webhooks', webhookInRoutes)
    .route('/', apiRoutes(environment === 'production' ? operations : [...operations, ...liveTestApi]))
}
