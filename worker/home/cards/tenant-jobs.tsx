import { card } from '#worker/home/card.ts'
import { latestFailures } from '#worker/support/queries/tenant-jobs.ts'
import { LatestFailures } from '#views/home/latest-failures.tsx'

const MOST = 6

export const tenantJobsCard = card({
  title: 'Failed jobs of tenants',
  icon: 'refresh',
  about: 'Background jobs of any tenant that were given up, the latest first.',
  permission: 'view_jobs',
  flush: true,
  ask: () => latestFailures(MOST),
  show: (rows, { operator, now }) => <LatestFailures rows={rows} zone={operator.zone} now={now} />,
})
