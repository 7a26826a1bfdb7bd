import * as z from 'zod/mini'
import { SECRET_KINDS, type SecretKind } from '#worker/support/rules/register-words.ts'

export const SECRET_KIND_NAMES: Record<SecretKind, string> = {
  API_KEY: 'API key',
  SSO_CERTIFICATE: 'SSO certificate',
  DATABASE_CREDENTIAL: 'Database credential',
}

const LEAST = 8
/** Shorter than this, four characters would give too much of it away. */
const LONG_ENOUGH_TO_HINT = 12

export const secretForm = z.strictObject({
  kind: z.enum(SECRET_KINDS, 'Choose what it is.'),
  name: z.string('Give it a name.').check(z.regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'A name has 2 to 40 small letters, digits and dashes.')),
  value: z
    .string('Give the value.')
    .check(z.minLength(LEAST, `A value has at least ${LEAST} characters.`), z.maxLength(8_000, 'A value has at most 8000 characters.')),
})

/** What is shown of a value ever after. */
export const lastFourOf = (value: string) => (value.length >= LONG_ENOUGH_TO_HINT ? value.slice(-4) : '')
