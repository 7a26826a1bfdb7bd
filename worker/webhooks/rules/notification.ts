import * as z from 'zod/mini'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { KEY } from '#worker/rules/ids.ts'

/** What a sender may have the portal say. The words are the portal's own: nobody outside puts a sentence on a page. */
export const SENTENCES = {
  'maintenance.planned': 'Maintenance of the product is planned.',
  'maintenance.begun': 'Maintenance of the product has begun.',
  'maintenance.over': 'Maintenance of the product is over.',
  'incident.open': 'There is an incident in the product.',
  'incident.over': 'The incident in the product is over.',
  'release.out': 'A new release of the product is out.',
  'import.done': 'An import into the product is done.',
  'import.failed': 'An import into the product failed.',
} as const
export type Sentence = keyof typeof SENTENCES

const key = z.string().check(z.regex(KEY))
const sentence = z.enum(Object.keys(SENTENCES) as [Sentence, ...Sentence[]])

/** Who is to hear. Whoever is of a tenant is named with it; roles and the whole staff are the vendor's own to speak to. */
const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: key }),
  z.strictObject({ kind: z.literal('tenant') }),
  z.strictObject({ kind: z.literal('role'), role: z.enum(ROLES) }),
  z.strictObject({ kind: z.literal('staff') }),
])

export const asked = z
  .strictObject({
    tenantId: z.optional(key),
    audience,
    sentence,
    /** The records it is about. */
    about: z._default(z.array(key).check(z.maxLength(20)), []),
  })
  .check(
    z.refine(({ audience: { kind }, tenantId }) => kind !== 'tenant' || tenantId !== undefined, {
      path: ['tenantId'],
      message: 'This audience is of a tenant.',
    }),
    z.refine(({ audience: { kind }, tenantId }) => (kind !== 'role' && kind !== 'staff') || tenantId === undefined, {
      path: ['tenantId'],
      message: 'This audience is of no tenant.',
    }),
  )

/** The payload of the event `notification.asked`; its entity is the receipt. With a tenant, `userId` is a user of it, else one of the staff. */
export type NotificationAsked = z.output<typeof asked>
