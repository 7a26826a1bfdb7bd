import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Facts } from '#views/ui/card.tsx'
import { Form, FormActions } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Id } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { SevereBadge } from '#views/notifications/rows.tsx'
import type { ListedNotification } from '#worker/notifications/queries/inbox.ts'
import { CATEGORY_NAMES } from '#worker/notifications/rules/words.ts'

type NotificationProps = { row: ListedNotification; csrf: string; formKey: string; zone: string }

/** One notification, where somebody comes from a note on another page. */
export function NotificationPage({ row, csrf, formKey, zone }: NotificationProps) {
  return (
    <>
      <PageHead
        title={row.title}
        crumbs={[{ name: 'Notifications', href: '/notifications' }]}
        marks={<SevereBadge severity={row.severity} />}
        sub={row.sentence}
        actions={
          row.link === null ? undefined : (
            <ButtonLink look="primary" href={row.link} icon="arrow-right">
              Go there
            </ButtonLink>
          )
        }
      />
      <Card id="notification">
        <Facts
          facts={[
            { name: 'About', value: CATEGORY_NAMES[row.category] },
            { name: 'Written', value: <When at={row.createdAt} zone={zone} /> },
            { name: 'State', value: stateOf(row) },
            ...(row.snoozedUntil === null ? [] : [{ name: 'Comes back', value: <When at={row.snoozedUntil} zone={zone} /> }]),
            {
              name: 'Records',
              value: row.entityIds.map((id) => <Id copy={id}>{id}</Id>),
            },
          ]}
        />
        <Form action="/notifications/mark" csrf={csrf} formKey={formKey} guard={false}>
          <input type="hidden" name={row.id} value="yes" />
          <FormActions>
            <Button name="mark" value={row.isRead ? 'unread' : 'read'}>
              {row.isRead ? 'Mark as unread' : 'Mark as read'}
            </Button>
            <Button name="mark" value={row.archivedAt === null ? 'archive' : 'unarchive'}>
              {row.archivedAt === null ? 'Archive' : 'Back to the inbox'}
            </Button>
          </FormActions>
        </Form>
      </Card>
    </>
  )
}

function stateOf({ isRead, archivedAt, snoozedUntil }: ListedNotification): string {
  if (snoozedUntil !== null) return 'Put off'
  if (archivedAt !== null) return 'In the archive'
  return isRead ? 'Read' : 'Unread'
}
