import { CardList } from '#views/ui/card-list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { When } from '#views/ui/when.tsx'
import { SevereBadge } from '#views/notifications/rows.tsx'
import type { UnreadNotification } from '#worker/notifications/queries/inbox.ts'
import { CATEGORY_NAMES } from '#worker/notifications/rules/words.ts'

/** The latest that are unread, on the home page. */
export function UnreadNotifications({ rows, zone, now }: { rows: UnreadNotification[]; zone: string; now: Date }) {
  if (rows.length === 0) return <EmptyState icon="bell" title="You have read everything" />
  return (
    <CardList
      rows={rows.map((row) => ({
        id: `card-${row.id}`,
        href: `/notifications/${row.id}`,
        title: row.title,
        facts: (
          <>
            <span>{CATEGORY_NAMES[row.category]}</span>
            <When at={row.createdAt} zone={zone} look="relative" now={now} />
          </>
        ),
        mark: <SevereBadge severity={row.severity} />,
      }))}
    />
  )
}
