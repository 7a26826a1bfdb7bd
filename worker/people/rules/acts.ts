/** What is done on the page of a person, each by a form of its own. Releasing has its place among the held. */
export const PERSON_ACTS = ['role', 'admin', 'hold', 'deactivate', 'reactivate'] as const
export type PersonAct = (typeof PERSON_ACTS)[number]
