import { Notice } from '#views/ui/notice.tsx'
import type { Json } from '#worker/live/rules/publication.ts'

/** Where a page that shows this version of a record is told of the next. Whoever made it has the next one before them already. */
export function Stale({ id, version }: { id: string; version: number }) {
  return <div id={placeOf(id, version)} role="status" />
}

/** The record is another one now. It is not asked for by itself: reading it is on the record, and somebody may be typing. */
export function RecordChanged({ body: { id, version } }: { body: { [name: string]: Json } }) {
  return (
    <hx-partial hx-target={`#${placeOf(String(id), Number(version) - 1)}`} hx-swap="innerHTML">
      <div class="flash">
        <Notice tone="warn" title="Somebody has changed this" action={<a href="">Show it as it is now</a>}>
          What you see here is how it was before.
        </Notice>
      </div>
    </hx-partial>
  )
}

const placeOf = (id: string, version: number) => `was-${id}-${version}`
