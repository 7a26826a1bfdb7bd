import { addWithTrail } from '#worker/db/add.ts'
import { withTrail } from '#worker/db/change.ts'
import type { Ask } from '#worker/db/scope.ts'
import { hex, mac } from '#worker/http/mac.ts'
import type { FormError } from '#worker/http/form.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { seal, signingKey } from '#worker/http/seal.ts'
import { newId } from '#worker/rules/ids.ts'
import { tenantHead } from '#worker/support/queries/tenant-head.ts'
import { addEndpoint, type NewSecret, rotateSecret } from '#worker/webhooks/queries/endpoints.ts'
import { type NewEndpoint, type Overlap, wrongIn } from '#worker/webhooks/rules/forms.ts'
import { publicKeyFrom } from '#worker/webhooks/public-key.ts'

/** What is done about endpoints, by pages and programs alike. `secret` is shown with this answer and never again; null where the sender
 *  has a key of its own. */
export type Added = { ok: true; id: string; secret: string | null } | { ok: false; errors: FormError[] }

export async function addEndpointFor(c: PortalContext, asked: NewEndpoint, ask: Ask): Promise<Added> {
  const { db, scope, operator, parts, now } = c.var
  const { direction, name, tenantId, url, publicKey } = asked
  const errors = [...wrongIn(asked, parts.settings.webhooks), ...(await wrongKey(publicKey)), ...(await wrongTenant(db, tenantId))]
  if (errors.length > 0) return { ok: false, errors }
  const id = newId('whe', now)
  const { secret, row } = await newSecret(c, id, publicKey, ask)
  const answer = await addWithTrail(
    scope,
    ask,
    { act: 'webhook_endpoint:add', about: id, ...(tenantId !== null && { tenantId }) },
    addEndpoint({ id, direction, tenantId, name, url: url === '' ? null : url }, row, operator.id),
  )
  if (!answer.ok) throw new Error('a new endpoint was refused')
  return { ok: true, id: answer.changed[0]?.id ?? id, secret }
}

export type Rotated =
  | Added
  | { ok: false; errors: FormError[]; because: 'UNKNOWN' }
  | { ok: false; errors: FormError[]; because: 'STALE'; version: number }

export async function rotateFor(
  c: PortalContext,
  id: string,
  { version, overlap, publicKey }: { version: number; overlap: Overlap; publicKey: string | null },
  ask: Ask,
): Promise<Rotated> {
  const { scope, operator } = c.var
  const errors = await wrongKey(publicKey)
  if (errors.length > 0) return { ok: false, errors }
  const { secret, row } = await newSecret(c, id, publicKey, ask)
  const answer = await withTrail(
    scope,
    ask,
    { act: 'webhook_endpoint:rotate', about: id },
    rotateSecret({ id, seen: version, secret: row, overlap, operatorId: operator.id }),
  )
  if (answer.ok) return { ok: true, id, secret }
  const [now] = answer.refused
  return now === undefined
    ? { ok: false, errors: [], because: 'UNKNOWN' }
    : { ok: false, errors: [], because: 'STALE', version: now.version }
}

/** Made from the key of the form, so that a press that is repeated, its answer lost, shows the secret that is in force and no other. */
async function newSecret(
  c: PortalContext,
  endpointId: string,
  publicKey: string | null,
  ask: Ask,
): Promise<{ secret: string | null; row: NewSecret }> {
  const id = newId('whs', c.var.now)
  if (publicKey !== null) return { secret: null, row: { id, version: 'v1a', sealed: null, publicKey, lastFour: lastFour(publicKey) } }
  const { sessionKey } = c.var.parts.settings
  const made = await mac(
    hex((await signingKey(sessionKey, 'webhook-secret')).buffer as ArrayBuffer),
    `${c.var.operator.id} ${ask.key} ${ask.asked}`,
  )
  const secret = `whsec_${btoa(String.fromCharCode(...new Uint8Array(made)))}`
  const sealed = await seal(sessionKey, `${endpointId} ${id}`, secret, 'webhook-secret')
  return { secret, row: { id, version: 'v1', sealed, publicKey: null, lastFour: lastFour(secret) } }
}

/** Without the sign that fills it up. */
const lastFour = (text: string) => text.replace(/=$/, '').slice(-4)

async function wrongKey(publicKey: string | null): Promise<FormError[]> {
  if (publicKey === null) return []
  try {
    await publicKeyFrom(publicKey)
    return []
  } catch {
    return [{ field: 'publicKey', message: 'This is no ed25519 key.' }]
  }
}

async function wrongTenant(db: PortalContext['var']['db'], tenantId: string | null): Promise<FormError[]> {
  if (tenantId === null || (await tenantHead(db, tenantId)).length > 0) return []
  return [{ field: 'tenantId', message: 'There is no such tenant.' }]
}
