import type { Publication } from '#worker/live/rules/publication.ts'
import { KEY } from '#worker/rules/ids.ts'

/** That a record is another version now. Which one and since when, nothing of it: whoever looks again is on record. */
export const recordNews = ({ record, tenantId, version }: { record: string; tenantId: string; version: number }) =>
  ({
    dedup: `${record}:${version}`,
    audience: `inside:${tenantId}`,
    name: 'record:changed',
    body: { id: record, version },
  }) as const satisfies Publication

/** A record as a page shows it. */
export type Shown = { record: string; version: number }

/** Where such a page is told of the next version; it says by the same word what it shows. */
export const placeOf = ({ record, version }: Shown) => `was-${record}-${version}`

export function shownFrom(place: string): Shown | undefined {
  const [, record = '', version] = /^was-(\w+)-([1-9]\d{0,8})$/.exec(place) ?? []
  return KEY.test(record) ? { record, version: Number(version) } : undefined
}
