import { Icon } from '#views/ui/icon.tsx'

/** How much is unread, on every page. Opens the drawer; without JavaScript it leads to the inbox. */
export function Bell({ id = 'bell', unread }: { id?: string; unread: number }) {
  return (
    <a
      class="icon-button bell"
      id={id}
      href="/notifications"
      data-open="drawer"
      hx-get="/notifications/latest"
      hx-trigger="click, stale"
      hx-target="#drawer"
    >
      <Icon name="bell" label="Notifications" />
      <Unread id={`${id}-count`} count={unread} />
    </a>
  )
}

/** Has an id of its own, so that an open page is told of another number. */
export function Unread({ id = 'bell-count', count }: { id?: string; count: number }) {
  return (
    <span class="bell-count" id={id} hidden={count === 0}>
      {count > 99 ? '99+' : count}
      <span class="unseen"> unread</span>
    </span>
  )
}

/** Where the latest come when the bell is pressed. */
export function Drawer() {
  return <dialog class="drawer" id="drawer" aria-label="Notifications" />
}
