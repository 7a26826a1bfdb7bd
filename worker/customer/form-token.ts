import { HTTPException } from 'hono/http-exception'
import { hex, mac } from '#worker/http/mac.ts'
import { newKey } from '#worker/http/show.tsx'
import type { PortalContext } from '#worker/http/portal.ts'
import { isSame } from '#worker/rules/same.ts'

/** A form that lies open longer is loaded again, in ms. */
const LASTS = 60 * 60_000

export type FormToken = { csrf: string; formKey: string }

/** No cookie says whose form it is, so the form says it itself: it belongs to one link, to one rendering, and to this hour. Its key is used up
 *  with the first press. */
export async function formToken(c: PortalContext): Promise<FormToken> {
  const formKey = newKey()
  const at = String(c.var.now.getTime())
  return { formKey, csrf: `${at}.${await sealOf(c, formKey, at)}` }
}

/** Forms of the same page have keys of their own: each is signed with its own. */
export async function checkFormToken(c: PortalContext): Promise<void> {
  const { csrf, key } = await c.req.parseBody()
  const [at = '', seal = ''] = typeof csrf === 'string' ? csrf.split('.') : []
  const age = c.var.now.getTime() - Number(at)
  const isOurs = typeof key === 'string' && /^\d{1,15}$/.test(at) && age >= -LASTS && age < LASTS && isSame(seal, await sealOf(c, key, at))
  if (!isOurs) throw new HTTPException(403, { message: 'This form is too old, or of another link. Reload the page and send it again.' })
}

const sealOf = async (c: PortalContext, key: string, at: string) =>
  hex(await mac(c.var.parts.settings.sessionKey, `customer-form:${c.req.param('link')}:${key}:${at}`))
