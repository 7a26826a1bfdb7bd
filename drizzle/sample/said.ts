import { ACTS } from '#worker/audit/rules/acts.ts'
import type { Act } from './sealed.ts'

/** What is known of an act; the rest is what stands where nothing else is said. */
export type Said = Partial<Act> & Pick<Act, 'at' | 'act'>

/** By nobody in particular: a timer of the portal. */
export const whole = (said: Said): Act => ({
  operatorId: 'system',
  operatorRole: null,
  onBehalfOf: null,
  sessionId: null,
  tenantId: null,
  sentence: '',
  outcome: 'done',
  entityType: null,
  entityIds: [],
  facts: {},
  reason: null,
  requestId: null,
  ip: null,
  userAgent: null,
  appVersion: 'sample',
  ...said,
})

/** Records that were shown, with how many of each kind. */
export const reading = (at: Date, act: keyof typeof ACTS, entityType: string, entityIds: string[], facts: Act['facts']): Said => ({
  at,
  act,
  sentence: ACTS[act].replace('{n}', String(entityIds.length)),
  outcome: 'read',
  entityType,
  entityIds,
  facts,
})

/** An act about a session names it. */
export const itself = ({ id }: { id: string }) => ({ entityType: 'impersonation', entityIds: [id] })
