import { HTTPException } from 'hono/http-exception'
import type * as z from 'zod/mini'
import type { Ask } from '#worker/db/scope.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { tagOf } from '#worker/http/seal.ts'

/** What is wrong with a form, by field; never the value that was typed. */
export type FormError = { field: string; message: string }

export type Filled<T> = { ok: true; values: T; typed: Typed; ask: Ask } | { ok: false; errors: FormError[]; typed: Typed; ask: Ask }
/** What was typed, as it was typed, to be shown again in the same form. */
export type Typed = Record<string, string>

/** Reads a form against its schema. A field that the schema does not name is refused, not ignored: nobody sends an operator's id.
 *  What is `writeOnly` reaches the handler's values and nothing else: no page shows it again, no key remembers it. */
export async function readForm<S extends z.core.$ZodType>(
  c: PortalContext,
  schema: S,
  { writeOnly = [] }: { writeOnly?: readonly string[] } = {},
): Promise<Filled<z.core.output<S>>> {
  const body = await c.req.parseBody()
  const typed: Typed = Object.create(null) // so that a field named `__proto__` is a field, and is refused
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') throw new HTTPException(422, { message: `The field ${safeName(name)} is not text.` })
    if (name !== 'csrf' && name !== 'key') typed[name] = value
  }
  const given: Typed = Object.assign(Object.create(null), typed)
  for (const name of writeOnly) {
    if (typed[name] !== undefined) typed[name] = await tagOf(c.var.parts.settings.sessionKey, typed[name])
  }
  const ask = askOf(c, body.key, typed)
  for (const name of writeOnly) delete typed[name]
  c.set('typed', typed)
  c.set('hasWriteOnly', writeOnly.length > 0)
  const parsed = (schema as unknown as { safeParse(value: unknown): z.core.util.SafeParseResult<z.core.output<S>> }).safeParse(given)
  if (parsed.success) return { ok: true, values: parsed.data, typed, ask }
  const errors = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { field: 'form', message: `Not a field of this form: ${issue.keys.map(safeName).join(', ')}.` }
      : { field: String(issue.path[0] ?? 'form'), message: issue.message },
  )
  return { ok: false, errors, typed, ask }
}

/** The key of the rendered form makes pressing twice one act; what was asked with it is compared, so a key cannot be reused. */
function askOf(c: PortalContext, key: unknown, typed: Typed): Ask {
  if (typeof key !== 'string' || !/^[\w-]{16,80}$/.test(key)) {
    throw new HTTPException(422, { message: 'The field key is missing: reload the page and send the form again.' })
  }
  return { key, asked: JSON.stringify([c.req.method, c.req.path, Object.entries(typed).sort(([a], [b]) => (a < b ? -1 : 1))]) }
}

const safeName = (name: string) => name.replace(/[^\w-]/g, '').slice(0, 40) || 'unnamed'
