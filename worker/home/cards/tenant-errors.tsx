import { card } from '#worker/home/card.ts'
import { latestErrors } from '#worker/support/queries/tenant-errors.ts'
import { LatestErrors } from '#views/home/latest-errors.tsx'

const MOST = 6

export const tenantErrorsCard = card({
  title: 'Fatal errors of tenants',
  icon: 'warning',
  about: 'The groups of fatal errors that were seen last, of any tenant.',
  permission: 'view_errors',
  flush: true,
  ask: () => latestErrors(MOST),
  show: (rows, { operator, now }) => <LatestErrors rows={rows} zone={operator.zone} now={now} />,
})
