import { Form } from '#views/ui/form.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { NumberMoved } from '#views/notifications/live.tsx'
import { NotificationRows } from '#views/notifications/rows.tsx'
import type { ListedNotification } from '#worker/notifications/queries/inbox.ts'

type LatestProps = { rows: ListedNotification[]; unread: number; csrf: string; formKey: string; zone: string; now: Date }

/** What the bell opens: the latest few, and the way to the rest. */
export function Latest({ rows, unread, csrf, formKey, zone, now }: LatestProps) {
  return (
    <>
      <NumberMoved unread={unread} />
      <header class="drawer-head">
        <h2>Notifications</h2>
        <a href="/notifications">All of them</a>
        <button type="button" class="icon-button" data-close>
          <Icon name="x" label="Close" />
        </button>
      </header>
      {rows.length === 0 ? (
        <EmptyState icon="bell" title="Nothing new" />
      ) : (
        <Form action="/notifications/mark" csrf={csrf} formKey={formKey} guard={false}>
          <NotificationRows rows={rows} zone={zone} now={now} />
        </Form>
      )}
    </>
  )
}
