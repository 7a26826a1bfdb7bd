import { CardList } from '#views/ui/card-list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { JOB_KIND_NAMES } from '#worker/support/rules/jobs.ts'
import type { FailedJob } from '#worker/support/queries/tenant-jobs.ts'

export function LatestFailures({ rows, zone, now }: { rows: FailedJob[]; zone: string; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="check-circle" title="No job was given up" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: `/tenants/${row.tenantId}/jobs?state=DISCARDED`,
        title: JOB_KIND_NAMES[row.kind],
        facts: (
          <>
            <span>{row.tenantName}</span>
            <When at={row.createdAt} zone={zone} look="relative" now={now} />
            <span>{`${row.attempts} tries`}</span>
          </>
        ),
      }))}
    />
  )
}
