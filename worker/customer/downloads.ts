import * as z from 'zod/mini'
import { signerFrom } from '#worker/audit/rules/signing.ts'
import { lastCheckpoint, readChain } from '#worker/customer/queries/chain.ts'
import { closingOf, linesOf, wordOn } from '#worker/customer/rules/chain-file.ts'
import { MOST_ROWS } from '#worker/customer/rules/words.ts'
import { hexOf } from '#worker/customer/make-link.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { HTTPException } from 'hono/http-exception'

const AFTER = z._default(z.string().check(z.regex(/^\d{1,12}$/)), '0')

/** A part of the tenant's chain, closed by a line that is signed by the key of the checkpoints. `Link` leads on where there may be more. */
export async function chainFile(c: PortalContext): Promise<Response> {
  const asked = AFTER.safeParse(c.req.query('after'))
  if (!asked.success) throw new HTTPException(422, { message: 'The field after is the number of a row.' })
  const after = Number(asked.data)
  const { chain, rows } = await readChain(c.var.customer, after)
  const lines = linesOf(chain, rows)
  const sha256 = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines))))
  const closing = await signed(c, closingOf({ chain, after, rows, at: c.var.now, sha256 }))
  const last = rows.at(-1)
  if (last && rows.length >= MOST_ROWS) c.header('Link', `<${c.req.path}?after=${last.seq}>; rel="next"`)
  return c.body(`${lines}${JSON.stringify(closing)}\n`, 200, {
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': `attachment; filename="access-trail-after-${after}.ndjson"`,
  })
}

/** What the last checkpoint says of the tenant's chain, signed; null before there is one. */
export async function checkpointOf(c: PortalContext) {
  const covered = await lastCheckpoint(c.var.customer)
  return { checkpoint: covered === undefined ? null : await signed(c, wordOn(covered)) }
}

async function signed(c: PortalContext, document: string) {
  const { keyId, sign } = await signerFrom(c.var.parts.settings.checkpointKeys.key)
  return { document, keyId, signature: await sign(document) }
}
