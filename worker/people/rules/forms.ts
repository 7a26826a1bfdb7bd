import * as z from 'zod/mini'
import { ROLES } from '#worker/auth/rules/roles.ts'
import { normalised } from '#worker/impersonation/rules/reason.ts'
import { line } from '#worker/rules/line.ts'

/** As long as what `held_reason` keeps. */
export const WHY_LENGTH = { least: 10, most: 300 } as const
const why = line('Say why.', WHY_LENGTH.most)

/** Every role that one person may give. */
export const GIVEN_ROLES = ROLES.filter((role) => role !== 'ADMIN')

const role = z.enum(GIVEN_ROLES, 'Choose a role.')
const lead = z.pipe(
  z._default(z.enum(['', 'yes']), ''),
  z.transform((word) => word === 'yes'),
)

const NAME = { least: 2, most: 120 } as const
const name = z.pipe(
  z.string('Give the name.').check((text) => {
    const { length } = normalised(text.value)
    if (length < NAME.least || length > NAME.most)
      text.issues.push({ code: 'custom', input: text.value, message: `A name has ${NAME.least} to ${NAME.most} characters.` })
  }),
  z.transform(normalised),
)

const trimmed = (pattern: RegExp, message: string) =>
  z.pipe(
    z.string(message).check((text) => {
      if (!pattern.test(text.value.trim())) text.issues.push({ code: 'custom', input: text.value, message })
    }),
    z.transform((text) => text.trim()),
  )

/** The same shapes as `npm run staff` asks for. */
export const newPersonForm = z.strictObject({
  name,
  email: trimmed(/^(?=.{3,254}$)[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Give an address like name@example.com.'),
  directoryId: z.pipe(
    trimmed(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'Give the object id in the directory, a UUID.'),
    z.transform((id) => id.toLowerCase()),
  ),
  role,
  lead,
  zone: z.string('Choose a zone.').check(z.refine(isZone, 'Give a time zone like Europe/Berlin.')),
})

export const roleForm = z.strictObject({
  role,
  lead,
  version: z.pipe(z.string().check(z.regex(/^\d{1,9}$/, 'Reload the page.')), z.transform(Number)),
  reason: why,
})

/** `of` says in which of several forms on the page it was typed; what it concerns stands in the address. */
const of = z._default(z.string().check(z.regex(/^\w{0,60}$/, 'Reload the page.')), '')
export const whyForm = z.strictObject({ of, reason: why })

/** When the wish that was read had been asked, in ms. */
const seen = z.pipe(
  z.string('Reload the page.').check(z.regex(/^\d{1,15}$/, 'Reload the page.')),
  z.transform((ms) => new Date(Number(ms))),
)
export const grantForm = z.strictObject({ of, seen })
export const refuseForm = z.strictObject({ of, seen, reason: why })

export function isZone(zone: string): boolean {
  if (!/^[A-Za-z][\w+/-]{1,40}$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
