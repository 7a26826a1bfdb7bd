/** The life of a background job of the portal. `discarded` ones are dead letters: a person looks at them and may replay them. */
export const JOB_STATES = ['scheduled', 'available', 'running', 'retryable', 'completed', 'cancelled', 'discarded'] as const
export type JobState = (typeof JOB_STATES)[number]

/** The jobs of a state are counted so far and no further: counting reads each, and nobody does anything else about more. */
export const COUNTED = 1_000

/** Every kind has one file in worker/jobs/jobs/. */
export const JOB_KINDS = [
  'mail',
  'sweep',
  'tell',
  'checkpoint',
  'notify',
  'push',
  'digest',
  'webhook-effect',
  'webhook-out',
  'checkpoint-out',
  'customer-mail',
] as const
export type JobKind = (typeof JOB_KINDS)[number]

/** Lower goes first; one claim in ten takes the oldest instead, so that bulk work never starves. */
export const JOB_PRIORITIES = { urgent: 0, normal: 1, bulk: 2 } as const
export type JobPriority = keyof typeof JOB_PRIORITIES

/** What happened, told to whoever listens; written in the transaction of its cause. */
export const EVENT_KINDS = [
  'session.requested',
  'session.approved',
  'session.denied',
  'session.started',
  'session.extended',
  'session.ended',
  'session.killed',
  'session.conflict',
  'reveals.requested',
  'reveals.answered',
  'case.changed',
  'tenant_user.changed',
  'review.asked',
  'review.flagged',
  'review.overdue',
  'tenant.config_changed',
  'ticket.opened',
  'ticket.closed',
  'user.deactivated',
  'role.changed',
  'sign_in.ended',
  'program.ended',
  'job.discarded',
  'notification.asked',
  /** A checkpoint covers the end of a session, or is a tenant's first of a day: for the receiver of that tenant. */
  'checkpoint.signed',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]
