import type { Happening } from '#worker/jobs/rules/consumers.ts'
import type { EventKind, JobKind } from '#worker/jobs/rules/words.ts'
import { type Audience, AUDIENCE } from '#worker/notifications/rules/audience.ts'
import type { NoticeName } from '#worker/notifications/rules/notices.ts'
import { asked, type NotificationAsked } from '#worker/webhooks/rules/notification.ts'
import { KEY } from '#worker/rules/ids.ts'

/** One thing to say of an event: what, to whom, and about what. Who is meant twice hears the first. `except` did it, or was told already. */
export type Told = { notice: NoticeName; to: Audience; about: string; except?: string | undefined }

type Heard = (event: Happening) => Told[]
const nobody: Heard = () => []

/** Who hears of what. Exhaustive, so that a new kind of event is decided about. */
const HEARD: Record<EventKind, Heard> = {
  'session.requested': ({ entityId, payload }) => [
    { notice: 'access.requested', to: 'may:approve_access', about: entityId, except: word(payload.operatorId) },
    ...(payload.customer === true ? [customers('access.asked_of_customer', payload, entityId)] : []),
  ],
  'session.approved': ({ entityId, payload }) => [{ notice: 'access.approved', to: `person:${word(payload.operatorId)}`, about: entityId }],
  'session.denied': ({ entityId, payload }) => [{ notice: 'access.denied', to: `person:${word(payload.operatorId)}`, about: entityId }],
  'reveals.requested': ({ payload }) => [
    { notice: 'reveals.requested', to: 'may:approve_access', about: word(payload.sessionId), except: word(payload.operatorId) },
  ],
  'reveals.answered': ({ payload }) => [
    { notice: 'reveals.answered', to: `person:${word(payload.operatorId)}`, about: word(payload.sessionId) },
  ],
  'session.started': ({ entityId, payload }) => [
    { notice: 'session.entered', to: `tenant:${word(payload.tenantId)}`, about: entityId },
    ...(payload.breakGlass === true ? inTeam('session.break_glass', entityId, payload.operatorId) : []),
    // Those who were not asked.
    ...(payload.breakGlass === true
      ? [{ notice: 'session.break_glass', to: 'may:approve_access', about: entityId, except: word(payload.operatorId) } as const]
      : []),
  ],
  'session.extended': nobody,
  'session.ended': ({ entityId, payload }) =>
    payload.endReason === 'TIMEOUT' ? [{ notice: 'session.timed_out', to: `person:${word(payload.operatorId)}`, about: entityId }] : [],
  'session.killed': ({ entityId, payload }) => [
    { notice: 'session.killed', to: `person:${word(payload.operatorId)}`, about: entityId },
    { notice: 'session.killed_in_team', to: `leads:${word(payload.operatorId)}`, about: entityId },
  ],
  'session.conflict': ({ entityId, payload }) => inTeam('session.conflict', entityId, payload.operatorId),
  // For receivers of tenants, which read it themselves.
  'checkpoint.signed': nobody,
  'case.changed': nobody,
  'tenant_user.changed': nobody,
  'review.asked': ({ payload }) => [
    { notice: 'review.asked', to: 'may:review_sessions', about: word(payload.sessionId), except: word(payload.operatorId) },
  ],
  'review.flagged': ({ payload }) => [
    { notice: 'review.flagged', to: `person:${word(payload.operatorId)}`, about: word(payload.sessionId) },
    { notice: 'review.flagged_in_team', to: `leads:${word(payload.operatorId)}`, about: word(payload.sessionId), except: word(payload.by) },
  ],
  'review.overdue': ({ entityId }) => [{ notice: 'review.overdue', to: 'may:review_sessions', about: entityId }],
  'tenant.config_changed': ({ entityId, payload }) => [
    { notice: 'config.changed', to: `success:${entityId}`, about: entityId, except: word(payload.by) },
  ],
  'ticket.opened': ({ payload }) => [
    {
      notice: payload.priority === 'URGENT' ? 'ticket.urgent' : 'ticket.opened',
      to: `success:${word(payload.tenantId)}`,
      about: word(payload.tenantId),
    },
  ],
  'ticket.closed': nobody,
  'user.deactivated': ({ entityId }) => [{ notice: 'person.deactivated', to: 'may:manage_users', about: entityId }],
  'role.changed': ({ entityId }) => [
    { notice: 'role.changed', to: `person:${entityId}`, about: entityId },
    { notice: 'role.changed_of_person', to: 'may:manage_users', about: entityId, except: entityId },
  ],
  'sign_in.ended': nobody,
  'program.ended': nobody,
  'job.discarded': ({ entityId, payload }) => {
    const kind = payload.kind as JobKind
    // What tells people cannot be told of by itself: it stands on the page of the jobs and in the log.
    if (kind === 'notify' || kind === 'push') return []
    const notice = kind === 'mail' || kind === 'digest' ? 'letter.discarded' : 'job.discarded'
    return [{ notice, to: 'may:manage_portal_jobs', about: entityId }]
  },
  'notification.asked': ({ entityId, payload }) => {
    const wish = asked.safeParse(payload)
    return wish.success ? [{ notice: wish.data.sentence, to: meant(wish.data), about: wish.data.about[0] ?? entityId }] : []
  },
}

/** What an event does not say concerns nobody. */
export const told = (event: Happening): Told[] => HEARD[event.kind](event).filter(({ to, about }) => AUDIENCE.test(to) && KEY.test(about))

/** Those whom the product names, by the words of our own audiences. */
function meant({ audience, tenantId }: NotificationAsked): Audience {
  switch (audience.kind) {
    case 'user':
      return tenantId === undefined ? `person:${audience.userId}` : `user:${audience.userId}`
    case 'tenant':
      return `users:${word(tenantId)}`
    case 'role':
      return `role:${audience.role}`
    case 'staff':
      return 'staff'
  }
}

const inTeam = (notice: NoticeName, about: string, operatorId: unknown): Told[] => [
  { notice, to: `leads:${word(operatorId)}`, about },
  { notice, to: 'may:review_sessions', about, except: word(operatorId) },
]

const customers = (notice: NoticeName, payload: Happening['payload'], about: string): Told => ({
  notice,
  to: `tenant:${word(payload.tenantId)}`,
  about,
})

const word = (value: unknown): string => (typeof value === 'string' ? value : '')
