import { CardList } from '#views/ui/card-list.tsx'
import { Count } from '#views/ui/badge.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import type { LatestError } from '#worker/support/queries/tenant-errors.ts'

export function LatestErrors({ rows, zone, now }: { rows: LatestError[]; zone: string; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="check-circle" title="No fatal errors" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: `/tenants/${row.tenantId}/errors?level=FATAL`,
        title: row.message,
        facts: (
          <>
            <span>{row.tenantName}</span>
            <When at={row.lastSeenAt} zone={zone} look="relative" now={now} />
          </>
        ),
        mark: <Count of={row.count} label="times" />,
      }))}
    />
  )
}
