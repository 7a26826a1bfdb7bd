import * as z from 'zod/mini'
import { newPersonForm, roleForm, whyForm } from '#worker/people/rules/forms.ts'

/** What programs send: the same fields as the forms, with JSON's own kinds of values. */
const lead = z._default(z.boolean(), false)

export const newPersonBody = z.extend(newPersonForm, { lead })
export const roleBody = z.extend(roleForm, { lead, version: z.int() })
export const whyBody = z.strictObject({ reason: whyForm.shape.reason })

/** When the wish that was read had been asked: one that was asked anew is read anew. */
const askedAt = z.iso.datetime()
export const grantBody = z.strictObject({ askedAt })
export const refuseBody = z.strictObject({ askedAt, reason: whyForm.shape.reason })
