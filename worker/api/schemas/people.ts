import * as z from 'zod/mini'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { ROLES, STAFF_STATUSES } from '#worker/auth/rules/roles.ts'
import { GRANT_STATES } from '#worker/people/rules/words.ts'
import { TICKET_STATUSES } from '#worker/support/rules/ticket-words.ts'
import { TENANT_STATUSES } from '#worker/tenant/rules/words.ts'

/** What the API promises of the vendor's own people. The directory id goes in and comes out nowhere. */
const person = {
  id: key,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  lead: z.boolean(),
  status: z.enum(STAFF_STATUSES),
  lastLoginAt: maybe(instant),
  /** Sessions in tenants open now, as far as the reader may know of them. */
  sessionsOpen: z.int(),
}

export const PersonPage = page('PersonPage', named('ListedPerson', z.object(person)))

export const Person = named(
  'Person',
  z.object({
    ...person,
    zone: z.string(),
    /** Goes back with a change of role. */
    version: z.int(),
    createdAt: instant,
    heldAt: maybe(instant),
    heldReason: maybe(z.string()),
    deactivatedAt: maybe(instant),
    signInsOpen: maybe(z.int()),
    /** What somebody has to take over when the person leaves. */
    owned: z.object({
      tickets: z.array(z.object({ id: key, number: z.int(), status: z.enum(TICKET_STATUSES), tenantId: key })),
      tenants: z.array(z.object({ id: key, name: z.string(), status: z.enum(TENANT_STATUSES) })),
    }),
  }),
)

export const HeldPeople = named(
  'HeldPeople',
  z.object({
    items: z.array(
      named(
        'HeldPerson',
        z.object({
          id: key,
          name: z.string(),
          role: z.enum(ROLES),
          lead: z.boolean(),
          heldAt: maybe(instant),
          heldReason: maybe(z.string()),
        }),
      ),
    ),
  }),
)

/** The person concerned, and the sessions in tenants that ended with the act. */
export const ChangedPerson = named('ChangedPerson', z.object({ id: key, sessions: z.array(key) }))

export const AdminGrantPage = page(
  'AdminGrantPage',
  named(
    'AdminGrant',
    z.object({
      id: key,
      subjectId: key,
      askedBy: key,
      reason: z.string(),
      askedAt: instant,
      expiresAt: instant,
      state: z.enum(GRANT_STATES),
      /** Waits for a decision and has not lapsed. */
      open: z.boolean(),
      decidedAt: maybe(instant),
    }),
  ),
)
export const AskedGrant = named('AskedGrant', z.object({ id: key, subjectId: key }))
export const DecidedGrant = named('DecidedGrant', z.object({ id: key, subjectId: key, sessions: z.array(key) }))
