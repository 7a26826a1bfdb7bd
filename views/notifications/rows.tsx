import type { Child } from 'hono/jsx'
import { Badge } from '#views/ui/badge.tsx'
import { When } from '#views/ui/when.tsx'
import type { ListedNotification } from '#worker/notifications/queries/inbox.ts'
import { CATEGORY_NAMES, type Severity } from '#worker/notifications/rules/words.ts'

type RowsProps = { rows: ListedNotification[]; zone: string; now: Date; pick?: boolean | undefined }

/** Notifications below each other, inside a form: their titles lead on, and with `pick` each has a box. Only these have names of their own: the
 *  bell opens the same rows over them. */
export function NotificationRows({ rows, zone, now, pick = false }: RowsProps) {
  return (
    <ul class="inbox">
      {rows.map((row) => (
        <li class="inbox-row" id={pick ? row.id : undefined}>
          {pick ? <input type="checkbox" name={row.id} value="yes" aria-labelledby={`${row.id}-title`} /> : null}
          <div>
            {row.isRead ? null : <UnreadMark />}
            <button class="inbox-title" type="submit" id={pick ? `${row.id}-title` : undefined} name="open" value={row.id}>
              {row.title}
            </button>
            <p>{row.sentence}</p>
            <p class="inbox-facts">
              <NotificationFacts row={row} zone={zone} now={now} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function UnreadMark() {
  return (
    <span class="inbox-new">
      <span class="unseen">Unread: </span>
    </span>
  )
}

type FactsProps = { row: Pick<ListedNotification, 'category' | 'severity' | 'createdAt' | 'snoozedUntil'>; zone: string; now: Date }

export function NotificationFacts({ row, zone, now }: FactsProps): Child {
  return (
    <>
      <SevereBadge severity={row.severity} />
      <span>{CATEGORY_NAMES[row.category]}</span>
      <When at={row.createdAt} zone={zone} look="relative" now={now} />
      {row.snoozedUntil === null ? null : (
        <span>
          back <When at={row.snoozedUntil} zone={zone} look="relative" now={now} />
        </span>
      )}
    </>
  )
}

/** Only what is out of the ordinary. */
export function SevereBadge({ severity }: { severity: Severity }) {
  if (severity === 'CRITICAL')
    return (
      <Badge tone="bad" icon="warning">
        Critical
      </Badge>
    )
  return severity === 'HIGH' ? <Badge tone="warn">Important</Badge> : null
}
