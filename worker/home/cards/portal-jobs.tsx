import { card } from '#worker/home/card.ts'
import { jobStates } from '#worker/home/queries/waiting.ts'
import { PortalJobs } from '#views/home/portal-jobs.tsx'

export const portalJobsCard = card({
  title: 'Portal jobs',
  icon: 'gear',
  about: 'Background work of the portal itself: what waits, what failed.',
  permission: 'view_portal_jobs',
  more: { href: '/portal-jobs', word: 'All jobs' },
  ask: () => jobStates(),
  show: (rows) => <PortalJobs rows={rows} />,
})
