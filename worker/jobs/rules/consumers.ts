import { END_REASONS } from '#worker/impersonation/rules/words.ts'
import type { ArgsOf } from '#worker/jobs/rules/limits.ts'
import { type EventKind, JOB_PRIORITIES, type JobKind } from '#worker/jobs/rules/words.ts'
import { told } from '#worker/notifications/rules/hearing.ts'
import { TOLD_EVENTS } from '#worker/webhooks/rules/words.ts'

export type Happening = { eventId: string; entity: string; entityId: string; kind: EventKind; payload: Record<string, unknown> }

/** What else the map needs to know, fetched before it is asked: where tenants want to be told, and who of theirs gets a letter. */
export type Known = { endpoints: { endpointId: string; tenantId: string }[]; contacts: { eventId: string; contactId: string }[] }

/** A job that follows from an event. `dedup` makes it one job however often the event is delivered. */
export type Following = { [K in JobKind]: { eventId: string; kind: K; args: ArgsOf<K>; priority: number; dedup: string } }[JobKind]

/** What follows from an event: whoever holds on to what it ended is told, then those who hear of it (worker/notifications/rules/hearing.ts),
 *  the receiver of a tenant that somebody was inside of, and its contact. */
export function following(event: Happening, known: Known): Following[] {
  const { eventId } = event
  const notices = told(event).map(
    ({ notice, to, about, except }): Following => ({
      eventId,
      kind: 'notify',
      args: { event: eventId, notice, to, about, ...(except && { except }) },
      priority: JOB_PRIORITIES.urgent,
      dedup: `${eventId}:notify:${to}`,
    }),
  )
  return [...(ENDS[event.kind]?.(event) ?? []), ...notices, ...changed(event), ...tenants(event, known), ...letters(event, known)]
}

/** The events that are an end of something that somebody may hold on to. */
const ENDS: Partial<Record<EventKind, (event: Happening) => Following[]>> = {
  'session.ended': (event) => over(event, 'session'),
  'session.killed': (event) => over(event, 'session'),
  'sign_in.ended': (event) => over(event, 'login'),
  'program.ended': (event) => over(event, 'family'),
  'role.changed': (event) => ofLead(event),
}

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

/** Whoever has the record open learns that it is another one now. */
function changed({ eventId, kind, entityId, payload: { tenantId, version } }: Happening): Following[] {
  if (kind !== 'case.changed' && kind !== 'tenant_user.changed') return []
  if (typeof tenantId !== 'string' || typeof version !== 'number') return []
  const args = { record: entityId, tenantId, version }
  return [{ eventId, kind: 'push', args, priority: JOB_PRIORITIES.urgent, dedup: `${eventId}:push` }]
}

/** Who was inside a tenant is told to it at once; that somebody asks, where it wants to be asked; where its trail stands, when it is signed. */
function tenants({ eventId, kind, payload }: Happening, { endpoints }: Known): Following[] {
  if (!(TOLD_EVENTS as readonly EventKind[]).includes(kind) || payload.customer === false) return []
  const isCheckpoint = kind === 'checkpoint.signed'
  const job = isCheckpoint ? 'checkpoint-out' : 'webhook-out'
  return endpoints
    .filter(({ tenantId }) => tenantId === payload.tenantId)
    .map(({ endpointId }) => ({
      eventId,
      kind: job,
      args: { endpoint: endpointId, event: eventId },
      priority: isCheckpoint ? JOB_PRIORITIES.normal : JOB_PRIORITIES.urgent,
      dedup: `${eventId}:${job}:${endpointId}`,
    }))
}

/** Whose contacts want to know, the database knows: it depends on the policy of the tenant at this moment. */
function letters({ eventId }: Happening, { contacts }: Known): Following[] {
  return contacts
    .filter((each) => each.eventId === eventId)
    .map(({ contactId }) => ({
      eventId,
      kind: 'customer-mail',
      args: { contact: contactId, event: eventId },
      priority: JOB_PRIORITIES.urgent,
      dedup: `${eventId}:customer-mail:${contactId}`,
    }))
}
