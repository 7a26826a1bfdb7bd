/** What a notification is about; preferences are kept per category. */
export const CATEGORIES = ['ACCESS', 'REVOCATION', 'SAFETY', 'SESSIONS', 'TICKETS', 'TENANTS', 'PEOPLE', 'JOBS', 'PRODUCT'] as const
export type Category = (typeof CATEGORIES)[number]

export const CATEGORY_NAMES: Record<Category, string> = {
  ACCESS: 'Access to a tenant',
  REVOCATION: 'Your own access',
  SAFETY: 'Safety',
  SESSIONS: 'Your sessions',
  TICKETS: 'Tickets',
  TENANTS: 'Your tenants',
  PEOPLE: 'People',
  JOBS: 'Background jobs',
  PRODUCT: 'The product',
}

/** Nobody may turn these off: who was let in, whose access is over, and what endangers others. The table says the same by a CHECK. */
export const MANDATORY = ['ACCESS', 'REVOCATION', 'SAFETY'] as const satisfies Category[]
export const isMandatory = (category: Category): boolean => (MANDATORY as readonly Category[]).includes(category)

export const SEVERITIES = ['LOW', 'NORMAL', 'HIGH', 'CRITICAL'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Minutes for which letters of one category are collected into one. HIGH and CRITICAL do not wait for it. */
export const DIGEST_MINUTES = [0, 5, 15, 60, 240, 1440] as const
export type DigestMinutes = (typeof DIGEST_MINUTES)[number]
export const USUAL_DIGEST: DigestMinutes = 5

/** Categories that come by letter too, until somebody chooses otherwise. */
export const LETTERS_AT_FIRST: Record<Category, boolean> = {
  ACCESS: false,
  REVOCATION: true,
  SAFETY: true,
  SESSIONS: false,
  TICKETS: false,
  TENANTS: false,
  PEOPLE: false,
  JOBS: true,
  PRODUCT: false,
}

/** The shelves of an inbox. What is snoozed lies on none of the others until its time has come. */
export const SHELVES = ['open', 'unread', 'snoozed', 'archived'] as const
export type Shelf = (typeof SHELVES)[number]

/** What somebody does with their notifications. */
export const MARKS = ['read', 'unread', 'archive', 'unarchive', 'snooze', 'unsnooze'] as const
export type Mark = (typeof MARKS)[number]

/** At once, by hand. */
export const MOST_MARKED = 200

/** Until when one is put off: in an hour, or at eight in the morning of the day in the reader's zone. */
export const SNOOZES = ['hour', 'tomorrow', 'monday'] as const
export type Snooze = (typeof SNOOZES)[number]
export const SNOOZE_NAMES: Record<Snooze, string> = { hour: 'For an hour', tomorrow: 'Until tomorrow', monday: 'Until Monday' }
