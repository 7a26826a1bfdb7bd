import type { ArgsOf } from '#worker/jobs/rules/limits.ts'
import { type EventKind, JOB_PRIORITIES, type JobKind } from '#worker/jobs/rules/words.ts'
import { told } from '#worker/notifications/rules/hearing.ts'

export type Happening = { eventId: string; entity: string; entityId: string; kind: EventKind; payload: Record<string, unknown> }

/** A job that follows from an event. `dedup` makes it one job however often the event is delivered. */
export type Following = { [K in JobKind]: { eventId: string; kind: K; args: ArgsOf<K>; priority: number; dedup: string } }[JobKind]

/** What follows from an event: those who hear of it are told (worker/notifications/rules/hearing.ts). */
export function following(event: Happening): Following[] {
  const { eventId } = event
  return told(event).map(({ notice, to, about, except }) => ({
    eventId,
    kind: 'notify',
    args: { event: eventId, notice, to, about, ...(except && { except }) },
    priority: JOB_PRIORITIES.urgent,
    dedup: `${eventId}:notify:${to}`,
  }))
}
