import type { Publication } from '#worker/live/rules/publication.ts'

/** That a record is another version now. Which one and since when, nothing of it: whoever looks again is on record. */
export const recordNews = ({ record, tenantId, version }: { record: string; tenantId: string; version: number }) =>
  ({
    dedup: `${record}:${version}`,
    audience: `inside:${tenantId}`,
    name: 'record:changed',
    body: { id: record, version },
  }) as const satisfies Publication
