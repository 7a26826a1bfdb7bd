import { Notice } from '#views/ui/notice.tsx'
import type { Json } from '#worker/live/rules/publication.ts'
import { placeOf } from '#worker/tenant/rules/news.ts'

/** Where a page that shows this version of a record is told of the next. Whoever made it has the next one before them already. Its script
 *  says to the room that this is what it shows, and hears of what came before it was there. */
export function Stale({ id, version }: { id: string; version: number }) {
  return <div id={placeOf({ record: id, version })} role="status" />
}

/** The record is another one now. It is not asked for by itself: reading it is on the record, and somebody may be typing. */
export function RecordChanged({ body: { id, version } }: { body: { [name: string]: Json } }) {
  return (
    <hx-partial hx-target={`#${placeOf({ record: String(id), version: Number(version) - 1 })}`} hx-swap="innerHTML">
      <div class="flash">
        <Notice tone="warn" title="Somebody has changed this" action={<a href="">Show it as it is now</a>}>
          What you see here is how it was before.
        </Notice>
      </div>
    </hx-partial>
  )
}
