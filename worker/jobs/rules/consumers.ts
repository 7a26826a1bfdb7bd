import type { ArgsOf } from '#worker/jobs/rules/limits.ts'
import { type EventKind, JOB_PRIORITIES, type JobKind } from '#worker/jobs/rules/words.ts'

export type Happening = { eventId: string; entity: string; entityId: string; kind: EventKind; payload: Record<string, unknown> }

/** What else the map needs to know, fetched before it is asked. `told`: the addresses of tenants that want to be told. */
export type Known = { administrators: string[]; told: { endpointId: string; tenantId: string }[] }

/** A job that follows from an event. `dedup` makes it one job however often the event is delivered. */
export type Following = { [K in JobKind]: { eventId: string; kind: K; args: ArgsOf<K>; priority: number; dedup: string } }[JobKind]

type Consumer = (event: Happening, known: Known) => Following[]
const nobody: Consumer = () => []

/** Who listens to what. Exhaustive, so that a new kind of event is decided about. */
const CONSUMERS: Record<EventKind, Consumer> = {
  'session.started': tenants,
  'session.extended': tenants,
  'session.ended': tenants,
  'session.killed': (event, known) => [...letters(event, 'session.killed', [event.payload.operatorId]), ...tenants(event, known)],
  'tenant.config_changed': nobody,
  'ticket.opened': nobody,
  'ticket.closed': nobody,
  'user.deactivated': nobody,
  'role.changed': (event) => letters(event, 'role.changed', [event.entityId]),
  // A letter that cannot be sent is not told by letter.
  'job.discarded': (event, { administrators }) => (event.payload.kind === 'mail' ? [] : letters(event, 'job.discarded', administrators)),
  'notification.asked': nobody,
}

export const following = (event: Happening, known: Known): Following[] => CONSUMERS[event.kind](event, known)

function letters({ eventId, entityId }: Happening, letter: ArgsOf<'mail'>['letter'], readers: unknown[]): Following[] {
  return readers
    .filter((reader) => typeof reader === 'string')
    .map((to) => ({
      eventId,
      kind: 'mail',
      args: { letter, to, about: entityId },
      priority: JOB_PRIORITIES.normal,
      dedup: `${eventId}:${letter}:${to}`,
    }))
}

/** Who was inside a tenant is told to it at once. */
function tenants({ eventId, payload }: Happening, { told }: Known): Following[] {
  return told
    .filter(({ tenantId }) => tenantId === payload.tenantId)
    .map(({ endpointId }) => ({
      eventId,
      kind: 'webhook-out',
      args: { endpoint: endpointId, event: eventId },
      priority: JOB_PRIORITIES.urgent,
      dedup: `${eventId}:webhook-out:${endpointId}`,
    }))
}
