import type { Category, Severity } from '#worker/notifications/rules/words.ts'
import { type Sentence, SENTENCES } from '#worker/webhooks/rules/notification.ts'

/** What is said of an event: a title, a sentence and where to look, never content. Who reads it shows at the link that they may. */
export type Notice = {
  category: Category
  severity: Severity
  title: string
  sentence: string
  /** Null for those who have no page here: a tenant's own users. */
  path: ((about: string) => string) | null
  /** Said in the portal only. */
  neverByLetter?: true
}

/** What the product has the portal say; there is nothing to look at here. */
const product = (severity: Severity, title: string, sentence: Sentence) =>
  ({ category: 'PRODUCT', severity, title, sentence: SENTENCES[sentence], path: null }) as const satisfies Notice

/** Every notice, on one page. */
export const NOTICES = {
  'access.requested': {
    category: 'ACCESS',
    severity: 'HIGH',
    title: 'A colleague asks to enter a tenant',
    sentence: 'A colleague asks for an access that takes your approval, or somebody else’s who may give it.',
    path: (about) => `/access-requests/${about}`,
  },
  'access.asked_of_customer': {
    category: 'ACCESS',
    severity: 'HIGH',
    title: 'Support asks to enter your organisation',
    sentence: 'A member of the support staff asks to enter your organisation, on a ticket and for a limited time. It takes your approval.',
    path: null,
  },
  'access.approved': {
    category: 'REVOCATION',
    severity: 'HIGH',
    title: 'Your access is approved',
    sentence: 'Everybody who was asked said yes to an access of yours. Begin it soon; the approval lapses.',
    path: (about) => `/access-requests/${about}`,
  },
  'access.denied': {
    category: 'REVOCATION',
    severity: 'HIGH',
    title: 'Your access was denied',
    sentence: 'An access that you asked for was denied, or nobody answered in time.',
    path: (about) => `/access-requests/${about}`,
  },
  'reveals.requested': {
    category: 'ACCESS',
    severity: 'HIGH',
    title: 'A colleague asks for more reveals',
    sentence:
      'A colleague has used up the reveals of their session and asks for more. It takes your approval, or somebody else’s who may give it.',
    path: (about) => `/impersonations/${about}/reveals`,
  },
  'reveals.answered': {
    category: 'REVOCATION',
    severity: 'HIGH',
    title: 'Your wish for more reveals was answered',
    sentence: 'A colleague answered your wish for more reveals in your session.',
    path: (about) => `/impersonations/${about}/reveals`,
  },
  'session.entered': {
    category: 'ACCESS',
    severity: 'NORMAL',
    title: 'Support entered your organisation',
    sentence: 'A member of the support staff entered your organisation, on a ticket and for a limited time.',
    path: null,
  },
  'session.break_glass': {
    category: 'SAFETY',
    severity: 'CRITICAL',
    title: 'A tenant was entered by break-glass',
    sentence: 'Somebody entered a tenant by break-glass, without the approval it asks for.',
    path: (about) => `/impersonations/${about}`,
  },
  'session.conflict': {
    category: 'SAFETY',
    severity: 'NORMAL',
    title: 'Somebody is a party of a case where they work',
    sentence: 'Somebody entered a tenant and is a party of a case there. That case is kept from them; nobody else sees less.',
    path: (about) => `/impersonations/${about}`,
  },
  'session.timed_out': {
    category: 'SESSIONS',
    severity: 'LOW',
    title: 'Your session in a tenant ran out',
    sentence: 'Your session in a tenant ended because its time was up.',
    path: (about) => `/impersonations/${about}`,
  },
  'session.killed': {
    category: 'REVOCATION',
    severity: 'HIGH',
    title: 'Your session in a tenant was ended',
    sentence: 'Your session in a tenant was ended before its time, by somebody’s decision.',
    path: (about) => `/impersonations/${about}`,
  },
  'session.killed_in_team': {
    category: 'SAFETY',
    severity: 'NORMAL',
    title: 'A session of your team was ended',
    sentence: 'A session of somebody in your team was ended before its time, by somebody’s decision.',
    path: (about) => `/impersonations/${about}`,
  },
  'review.asked': {
    category: 'SAFETY',
    severity: 'NORMAL',
    title: 'A break-glass session waits for a review',
    sentence: 'A session that was entered by break-glass is over. Look at it within a day: until then its operator breaks no other glass.',
    path: (about) => `/impersonations/${about}#review`,
  },
  'review.flagged': {
    category: 'SAFETY',
    severity: 'HIGH',
    title: 'A session of yours was flagged',
    sentence: 'Somebody reviewed a session of yours and flagged it. What they wrote stands with the session.',
    path: (about) => `/impersonations/${about}#review`,
  },
  'review.flagged_in_team': {
    category: 'SAFETY',
    severity: 'NORMAL',
    title: 'A session of your team was flagged',
    sentence: 'Somebody reviewed a session of your team and flagged it.',
    path: (about) => `/impersonations/${about}#review`,
  },
  'review.overdue': {
    category: 'SAFETY',
    severity: 'NORMAL',
    title: 'Reviews are overdue',
    sentence: 'Sessions in tenants wait for a review, and their time is up.',
    path: () => '/reviews',
  },
  'config.changed': {
    category: 'TENANTS',
    severity: 'LOW',
    title: 'The configuration of a tenant of yours changed',
    sentence: 'Somebody changed the configuration of a tenant that you look after.',
    path: (about) => `/tenants/${about}/config`,
  },
  'ticket.opened': {
    category: 'TICKETS',
    severity: 'LOW',
    title: 'A tenant of yours opened a ticket',
    sentence: 'A tenant that you look after opened a support ticket.',
    path: (about) => `/tenants/${about}/tickets`,
  },
  'ticket.urgent': {
    category: 'TICKETS',
    severity: 'HIGH',
    title: 'A tenant of yours opened an urgent ticket',
    sentence: 'A tenant that you look after opened an urgent support ticket.',
    path: (about) => `/tenants/${about}/tickets?priority=URGENT`,
  },
  'person.deactivated': {
    category: 'PEOPLE',
    severity: 'NORMAL',
    title: 'A member of staff was deactivated',
    sentence: 'A member of staff was deactivated. What was theirs may need somebody else.',
    path: (about) => `/people/${about}`,
  },
  'role.changed': {
    category: 'REVOCATION',
    severity: 'HIGH',
    title: 'Your role in the portal was changed',
    sentence: 'An administrator changed your role in the Operations Portal. Sign in again to go on.',
    path: () => '/',
  },
  'role.changed_of_person': {
    category: 'PEOPLE',
    severity: 'NORMAL',
    title: 'The role of a member of staff was changed',
    sentence: 'An administrator changed the role of a member of staff.',
    path: (about) => `/people/${about}`,
  },
  'job.discarded': {
    category: 'JOBS',
    severity: 'HIGH',
    title: 'A background job was given up',
    sentence: 'A background job of the Operations Portal was given up and waits for somebody to look at it.',
    path: (about) => `/portal-jobs/${about}`,
  },
  // A letter that cannot be sent is not told by letter.
  'letter.discarded': {
    category: 'JOBS',
    severity: 'HIGH',
    title: 'A letter was given up',
    sentence: 'A letter of the Operations Portal could not be sent and waits for somebody to look at it.',
    path: (about) => `/portal-jobs/${about}`,
    neverByLetter: true,
  },
  'maintenance.planned': product('NORMAL', 'Maintenance is planned', 'maintenance.planned'),
  'maintenance.begun': product('NORMAL', 'Maintenance has begun', 'maintenance.begun'),
  'maintenance.over': product('LOW', 'Maintenance is over', 'maintenance.over'),
  'incident.open': product('HIGH', 'There is an incident', 'incident.open'),
  'incident.over': product('NORMAL', 'An incident is over', 'incident.over'),
  'release.out': product('LOW', 'A new release', 'release.out'),
  'import.done': product('NORMAL', 'An import is done', 'import.done'),
  'import.failed': product('HIGH', 'An import failed', 'import.failed'),
} as const satisfies Record<string, Notice>

export const NOTICE_NAMES = Object.keys(NOTICES) as (keyof typeof NOTICES)[]
export type NoticeName = keyof typeof NOTICES

export const noticeOf = (name: NoticeName): Notice => NOTICES[name]
