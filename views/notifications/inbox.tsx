import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Select } from '#views/ui/field.tsx'
import { Form, type FormError, FormErrors } from '#views/ui/form.tsx'
import { PageHead, Tabs } from '#views/ui/heading.tsx'
import { ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { NotificationRows } from '#views/notifications/rows.tsx'
import { active, type Turns } from '#views/tenant/work-list.tsx'
import type { InboxFilter, ListedNotification } from '#worker/notifications/queries/inbox.ts'
import { CATEGORIES, CATEGORY_NAMES, type Shelf, SHELVES, SNOOZE_NAMES, SNOOZES } from '#worker/notifications/rules/words.ts'

type InboxProps = {
  rows: ListedNotification[]
  unread: number
  filter: InboxFilter
  turns: Turns
  errors: FormError[]
  csrf: string
  formKey: string
  zone: string
  now: Date
}

const SHELF_NAMES: Record<Shelf, string> = { open: 'Inbox', unread: 'Unread', snoozed: 'Put off', archived: 'Archive' }
const EMPTY: Record<Shelf, string> = {
  open: 'What concerns you comes here by itself.',
  unread: 'You have read everything.',
  snoozed: 'Nothing waits for a better time.',
  archived: 'What you are done with can be put here.',
}

/** All notifications of one person, on their shelves. */
export function Inbox({ rows, unread, filter, turns, errors, csrf, formKey, zone, now }: InboxProps) {
  const { shelf, category } = filter
  const narrowed = [{ name: 'About', param: 'category', value: category, word: category && CATEGORY_NAMES[category] }]
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Notifications"
        actions={
          <ButtonLink href="/notifications/preferences" look="quiet" icon="gear">
            Preferences
          </ButtonLink>
        }
      />
      <Tabs
        label="Shelves"
        tabs={SHELVES.map((each) => ({
          name: SHELF_NAMES[each],
          href: addressOf({ shelf: each, category: undefined }),
          current: each === shelf,
          ...(each === 'unread' && unread > 0 && { count: unread }),
        }))}
      />
      <Filters action="/notifications" label="Filter the notifications">
        {shelf === 'open' ? null : <input type="hidden" name="shelf" value={shelf} />}
        <Select
          id="category"
          label="About"
          empty="Anything"
          value={category}
          options={CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
        />
      </Filters>
      <Results label="Notifications" announce={`${rows.length === 0 ? 'No' : rows.length} notifications`}>
        <ActiveFilters
          filters={active('/notifications', narrowed).map((each) => ({ ...each, without: addressOf({ shelf, category: undefined }) }))}
          clear={addressOf({ shelf, category: undefined })}
        />
        <div id="inbox" hx-get={addressOf(filter)} hx-trigger="moved" hx-target="#results" hx-swap="outerHTML" data-refresh />
        <Card flush>
          {rows.length === 0 ? (
            <EmptyState icon="bell" title={category === undefined ? 'Nothing here' : 'Nothing about this here'}>
              {EMPTY[shelf]}
            </EmptyState>
          ) : (
            <Form action={addressOf(filter, '/notifications/mark')} csrf={csrf} formKey={formKey} guard={false}>
              <FormErrors errors={errors} />
              <Bar shelf={shelf} ids={rows.map(({ id }) => id)} unread={unread} />
              <NotificationRows rows={rows} zone={zone} now={now} pick />
            </Form>
          )}
        </Card>
        {rows.length === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${rows.length}`} />
        )}
      </Results>
    </div>
  )
}

/** What can be done with those that are chosen. `every` names all of the page, for who has no script to tick them. */
function Bar({ shelf, ids, unread }: { shelf: Shelf; ids: string[]; unread: number }) {
  const act = (value: string, word: string) => (
    <Button small look="quiet" name="mark" value={value}>
      {word}
    </Button>
  )
  return (
    <div class="inbox-bar">
      <label class="check-label" for="every">
        <input type="checkbox" id="every" name="every" value={ids.join(',')} />
        <span>All on this page</span>
      </label>
      {shelf === 'snoozed' ? act('unsnooze', 'Bring back') : null}
      {shelf === 'archived' ? act('unarchive', 'Back to the inbox') : null}
      {shelf === 'open' || shelf === 'unread' ? act('read', 'Mark as read') : null}
      {shelf === 'open' ? act('unread', 'Mark as unread') : null}
      {shelf === 'archived' ? null : act('archive', 'Archive')}
      {shelf === 'open' || shelf === 'unread' ? (
        <details class="menu" data-menu>
          <summary class="button button-quiet button-small">Put off</summary>
          <div class="menu-panel inbox-snooze">
            {SNOOZES.map((each) => (
              <button type="submit" name="mark" value={`snooze-${each}`}>
                {SNOOZE_NAMES[each]}
              </button>
            ))}
          </div>
        </details>
      ) : null}
      {shelf !== 'archived' && shelf !== 'snoozed' && unread > 0 ? (
        <Button small name="mark" value="read-all">
          Mark all as read
        </Button>
      ) : null}
    </div>
  )
}

/** The inbox, or what is done with it, as it is filtered. */
function addressOf({ shelf, category }: InboxFilter, path = '/notifications'): string {
  const query = new URLSearchParams({ ...(shelf !== 'open' && { shelf }), ...(category && { category }) })
  return query.size === 0 ? path : `${path}?${query}`
}
