import * as z from 'zod/mini'
import { named } from '#worker/api/schemas/shared.ts'

/** What somebody is told, for trying out who hears it. */
export const Told = named('Told', z.object({ id: z.string() }))

export const TellOne = named(
  'TellOne',
  z.strictObject({
    /** Of a member of staff, or of a tenant's user, as the product names them. */
    userId: z.string().check(z.regex(/^\w{1,60}$/)),
    message: z.string().check(z.minLength(1), z.maxLength(500)),
  }),
)
