import * as z from 'zod/mini'
import { KEY } from '#worker/rules/ids.ts'
import { ADDRESS_SAYS, type Allowing, faultOf } from '#worker/webhooks/rules/address.ts'
import { DIRECTIONS } from '#worker/webhooks/rules/words.ts'

const trimmed = (most: number) =>
  z.pipe(
    z._default(z.string().check(z.maxLength(most, `At most ${most} characters.`)), ''),
    z.transform((text) => text.trim()),
  )

/** How long the secret before stays in force. `none` where it may be in the wrong hands. */
export const OVERLAPS = ['day', 'none'] as const
export type Overlap = (typeof OVERLAPS)[number]

const PUBLIC_KEY = /^whpk_[A-Za-z0-9+/]{43}=$/
const publicKey = z.pipe(
  trimmed(100).check(z.refine((text) => text === '' || PUBLIC_KEY.test(text), 'A public key looks like whpk_ and 44 more characters.')),
  z.transform((text) => (text === '' ? null : text)),
)
const tenantId = z.pipe(
  trimmed(60).check(z.refine((text) => text === '' || KEY.test(text), 'A tenant’s id looks like ten_ and 20 more characters.')),
  z.transform((text) => (text === '' ? null : text)),
)

export const newEndpointForm = z.strictObject({
  direction: z.enum(DIRECTIONS, 'Choose who tells whom.'),
  name: trimmed(80).check(z.refine((text) => text !== '', 'Give it a name.')),
  tenantId,
  url: trimmed(500),
  publicKey,
})
export type NewEndpoint = z.output<typeof newEndpointForm>

const version = z.pipe(z.string('Reload the page.').check(z.regex(/^\d{1,9}$/, 'Reload the page.')), z.transform(Number))
const overlap = z.enum(OVERLAPS, 'Say how long the secret before stays in force.')
export const rotateForm = z.strictObject({ version, overlap, publicKey })
/** The same from a program. */
export const rotateBody = z.strictObject({ version: z.int().check(z.minimum(1)), overlap, publicKey })

type Wrong = { field: string; message: string }

/** What does not go together, by field. */
export function wrongIn({ direction, tenantId: tenant, url, publicKey: key }: NewEndpoint, allowing: Allowing): Wrong[] {
  if (direction === 'IN') return url === '' ? [] : [{ field: 'url', message: 'Only a tenant that is told has an address here.' }]
  const fault = faultOf(url, allowing)
  return [
    ...(tenant === null ? [{ field: 'tenantId', message: 'Say which tenant is told.' }] : []),
    ...(fault === undefined ? [] : [{ field: 'url', message: ADDRESS_SAYS[fault] }]),
    ...(key === null ? [] : [{ field: 'publicKey', message: 'Only a sender has a key of its own.' }]),
  ]
}
