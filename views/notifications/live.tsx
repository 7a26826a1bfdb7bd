import { Unread } from '#views/layout/bell.tsx'
import { ReadMark } from '#views/notifications/rows.tsx'
import type { Json } from '#worker/live/rules/publication.ts'

type Body = { [name: string]: Json }

/** A new notification on a page that is open: the number on the bell, and what is severe says itself. Text and inert markup only. */
export function NotificationCame({ body }: { body: Body }) {
  const { id, title, message, unread, toast } = body
  return (
    <>
      <NumberMoved unread={unread} />
      {toast === true ? (
        <hx-partial hx-target="#toasts" hx-swap="afterbegin">
          <div class="toast" data-announce={`${String(title)}. ${String(message)}`}>
            <span>{String(title)}</span>
            <a class="button button-plain button-small" href={`/notifications/${String(id)}`}>
              Look
            </a>
            <button type="button" class="button button-quiet button-small" data-close-toast>
              Close
            </button>
          </div>
        </hx-partial>
      ) : null}
    </>
  )
}

/** Some were read or put away on another page: the number, and the mark of those that this page may show. */
export function NotificationsChanged({ body }: { body: Body }) {
  const { change, ids, unread } = body
  const isRead = change === 'read' || change === 'archive'
  return (
    <>
      <NumberMoved unread={unread} />
      {isRead || change === 'unread'
        ? (ids as string[]).map((id) => (
            <hx-partial hx-target={`#${id}-mark`} hx-swap="outerHTML">
              <ReadMark id={id} isRead={isRead} />
            </hx-partial>
          ))
        : null}
    </>
  )
}

function NumberMoved({ unread }: { unread: Json | undefined }) {
  return typeof unread === 'number' ? (
    <hx-partial hx-target="#unread" hx-swap="outerHTML">
      <Unread count={unread} />
    </hx-partial>
  ) : null
}
