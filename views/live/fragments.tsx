import type { Child } from 'hono/jsx'
import { NotificationCame, NumberMoved } from '#views/notifications/live.tsx'
import { RecordChanged } from '#views/tenant/stale.tsx'
import type { EventName, Json } from '#worker/live/rules/publication.ts'

type Body = { [name: string]: Json }

/** What a page is sent of an event: what is to be seen of it, and the place it has now heard up to, in one frame. All of it is text
 *  and inert markup; what else a page does about an event, its script does by the name it reads here. */
export function eventFragment(name: EventName, body: Body, place: string): string {
  return textOf(
    <>
      <Seen name={name} body={body} />
      <Place place={place} name={name} body={name.startsWith('session:') ? body : undefined} />
    </>,
  )
}

/** A page that comes for the first time learns where it stands. */
export const placeFragment = (place: string) => textOf(<Place place={place} />)

/** The sign-in is over: the page says so, and what it shows of a tenant goes. */
export const signedOutFragment = () => textOf(<Place name="signed:out" />)

/** The one element every frame replaces. */
export function LivePlace({ place = '', name, body }: { place?: string | undefined; name?: string | undefined; body?: Body | undefined }) {
  return <i hidden id="live-place" data-place={place} data-event={name} data-body={body && JSON.stringify(body)} />
}

function Place(props: Parameters<typeof LivePlace>[0]) {
  return (
    <hx-partial hx-target="#live-place" hx-swap="outerHTML">
      <LivePlace {...props} />
    </hx-partial>
  )
}

function Seen({ name, body }: { name: EventName; body: Body }) {
  if (name === 'notification:new') return <NotificationCame body={body} />
  if (name === 'record:changed') return <RecordChanged body={body} />
  return name === 'notification:changed' ? <NumberMoved unread={body.unread} /> : null
}

const textOf = (child: Child) => String(child)
