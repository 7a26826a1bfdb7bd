import { Unread } from '#views/layout/bell.tsx'
import { Toast } from '#views/ui/toast.tsx'
import type { Json } from '#worker/live/rules/publication.ts'

type Body = { [name: string]: Json }

/** A new notification on a page that is open: the number on the bell, and what is severe says itself. Text and inert markup only. */
export function NotificationCame({ body: { id, title, message, unread, toast } }: { body: Body }) {
  return (
    <>
      <NumberMoved unread={unread} />
      {toast === false ? null : (
        <hx-partial hx-target="#toasts" hx-swap="afterbegin">
          <Toast
            announce={[title, message].filter((each) => each !== undefined).join('. ')}
            link={title === undefined ? undefined : { text: 'Look', href: `/notifications/${String(id)}` }}
          >
            {String(title ?? message ?? '')}
          </Toast>
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
