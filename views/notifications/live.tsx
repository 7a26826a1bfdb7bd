import { Unread } from '#views/layout/bell.tsx'
import type { Json } from '#worker/live/rules/publication.ts'

type Body = { [name: string]: Json }

/** A new notification on a page that is open: the number on the bell, and what is severe says itself. Text and inert markup only. */
export function NotificationCame({ body: { id, title, message, unread, toast } }: { body: Body }) {
  return (
    <>
      <NumberMoved unread={unread} />
      {toast === false ? null : (
        <hx-partial hx-target="#toasts" hx-swap="afterbegin">
          <div class="toast" data-announce={[title, message].filter((each) => each !== undefined).join('. ')}>
            <span>{String(title ?? message ?? '')}</span>
            {title === undefined ? null : (
              <a class="button button-plain button-small" href={`/notifications/${String(id)}`}>
                Look
              </a>
            )}
            <button type="button" class="button button-quiet button-small" data-close-toast>
              Close
            </button>
          </div>
        </hx-partial>
      )}
    </>
  )
}

/** What stands on the bell now. */
export function NumberMoved({ unread }: { unread: Json | undefined }) {
  return typeof unread === 'number' ? (
    <hx-partial hx-target="#bell-count" hx-swap="outerHTML">
      <Unread count={unread} />
    </hx-partial>
  ) : null
}
