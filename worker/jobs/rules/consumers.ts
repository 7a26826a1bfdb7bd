import { END_REASONS } from '#worker/impersonation/rules/words.ts'
import type { ArgsOf } from '#worker/jobs/rules/limits.ts'
import { type EventKind, JOB_PRIORITIES, type JobKind } from '#worker/jobs/rules/words.ts'

export type Happening = { eventId: string; entity: string; entityId: string; kind: EventKind; payload: Record<string, unknown> }

/** What else the map needs to know, fetched before it is asked. */
export type Known = { administrators: string[] }

/** A job that follows from an event. `dedup` makes it one job however often the event is delivered. */
export type Following = { [K in JobKind]: { eventId: string; kind: K; args: ArgsOf<K>; priority: number; dedup: string } }[JobKind]

type Consumer = (event: Happening, known: Known) => Following[]
const nobody: Consumer = () => []

/** Who listens to what. Exhaustive, so that a new kind of event is decided about. */
const CONSUMERS: Record<EventKind, Consumer> = {
  'session.started': nobody,
  'session.extended': nobody,
  'session.ended': (event) => over(event, 'session'),
  'session.killed': (event) => [...over(event, 'session'), ...letters(event, 'session.killed', [event.payload.operatorId])],
  'tenant.config_changed': nobody,
  'ticket.opened': nobody,
  'ticket.closed': nobody,
  'user.deactivated': nobody,
  'role.changed': (event) => [...ofLead(event), ...letters(event, 'role.changed', [event.entityId])],
  'sign_in.ended': (event) => over(event, 'login'),
  'program.ended': (event) => over(event, 'family'),
  // A letter that cannot be sent is not told by letter.
  'job.discarded': (event, { administrators }) => (event.payload.kind === 'mail' ? [] : letters(event, 'job.discarded', administrators)),
}

export const following = (event: Happening, known: Known): Following[] => CONSUMERS[event.kind](event, known)

/** Whoever holds on to it is told before anything else is run. */
function over({ eventId, entityId, payload }: Happening, what: ArgsOf<'tell'>['what']): Following[] {
  const { operatorId, endReason } = payload
  if (typeof operatorId !== 'string') return []
  const because = END_REASONS.find((each) => each === endReason)
  const args = { what, operatorId, about: entityId, ...(because && { because }) }
  return [{ eventId, kind: 'tell', args, priority: JOB_PRIORITIES.urgent, dedup: `${eventId}:tell` }]
}

/** Another role ends sign-ins, and that is told by itself; the lead mark alone does not, but what is open was opened with it. */
function ofLead(event: Happening): Following[] {
  const { role, fromRole } = event.payload
  return role === fromRole ? over({ ...event, payload: { operatorId: event.entityId } }, 'user') : []
}

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
