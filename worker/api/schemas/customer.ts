import * as z from 'zod/mini'
import { instant, key, maybe, named } from '#worker/api/schemas/shared.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { END_REASONS, MODES, SCOPES, SESSION_CATEGORIES } from '#worker/impersonation/rules/words.ts'
import { ACCESS_POLICIES, TENANT_ROLES } from '#worker/tenant/rules/words.ts'

/** What a customer is told of who was inside: roles and records, nobody's name. */
const CustomerSession = named(
  'CustomerSession',
  z.object({
    id: key,
    startedAt: instant,
    expiresAt: instant,
    endedAt: maybe(instant),
    endReason: maybe(z.enum(END_REASONS)),
    isOpen: z.boolean(),
    operatorRole: z.enum(ROLES),
    approverRole: maybe(z.enum(ROLES)),
    mode: z.enum(MODES),
    breakGlass: z.boolean(),
    seenAs: z.enum(TENANT_ROLES),
    category: z.enum(SESSION_CATEGORIES),
    ticket: maybe(z.int()),
    acts: z.int(),
    records: z.array(z.object({ type: z.string(), count: z.int(), ids: z.array(z.string()) })),
  }),
)

export const CustomerFeed = named(
  'CustomerFeed',
  z.object({ policy: z.enum(ACCESS_POLICIES), items: z.array(CustomerSession), next: z.optional(z.string()) }),
)

export const CustomerEnded = named('CustomerEnded', z.object({ id: key, endedAt: instant, endReason: z.enum(END_REASONS) }))
export const CustomerPolicy = named('CustomerPolicy', z.object({ policy: z.enum(ACCESS_POLICIES), ended: z.int() }))

/** Who asks to come in: what waits for the customer, and what they agreed to and has not begun. Nobody's name, no reason. */
const CustomerAccessRequest = named(
  'CustomerAccessRequest',
  z.object({
    id: key,
    operatorRole: z.enum(ROLES),
    /** The colleague's, once they said yes. */
    approverRole: maybe(z.enum(ROLES)),
    mode: z.enum(MODES),
    scope: z.enum(SCOPES),
    seenAs: z.enum(TENANT_ROLES),
    category: z.enum(SESSION_CATEGORIES),
    ticket: maybe(z.int()),
    minutes: z.int(),
    askedAt: instant,
    /** Whoever is waited for answers until then: the customer, then the colleague. */
    answerBy: instant,
    agreedAt: maybe(instant),
    /** Everybody agreed: it begins until then. */
    startBy: maybe(instant),
  }),
)
export const CustomerAccessRequests = named('CustomerAccessRequests', z.object({ items: z.array(CustomerAccessRequest) }))

/** Null before the first checkpoint of the chain. */
export const CustomerCheckpoint = named(
  'CustomerCheckpoint',
  z.object({ checkpoint: maybe(z.object({ document: z.string(), keyId: z.string(), signature: z.string() })) }),
)

const CustomerLink = named(
  'CustomerLink',
  z.object({
    id: key,
    name: z.string(),
    mayAct: z.boolean(),
    madeBy: z.enum(['staff', 'customer']),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: maybe(instant),
    isOpen: z.boolean(),
  }),
)
export const CustomerLinks = named('CustomerLinks', z.object({ items: z.array(CustomerLink) }))
/** The address is told this once. */
export const NewCustomerLink = named('NewCustomerLink', z.object({ id: key, address: z.string(), expiresAt: instant }))
export const RevokedLink = named('RevokedLink', z.object({ id: key }))
