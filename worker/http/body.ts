import type * as z from 'zod/mini'
import type { Ask } from '#worker/db/scope.ts'
import type { FormError } from '#worker/http/form.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { Refusal } from '#worker/http/problem.ts'
import { tagOf } from '#worker/http/seal.ts'

export type Schema<T = unknown> = z.ZodMiniType<T>
type Json = Record<string, unknown>

/** Values as a schema wants them, or 422 with the fields that are not; never what was sent. */
export function parsed<T>(schema: Schema<T>, given: unknown): T {
  const found = schema.safeParse(given)
  if (found.success) return found.data
  throw new Refusal('INVALID_INPUT', { errors: found.error.issues.flatMap(errorsOf) })
}

function errorsOf(issue: z.core.$ZodIssue): FormError[] {
  const path = issue.path.map((each) => safeName(String(each)))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: [...path, safeName(key)].join('.'), message: 'Not a field of this request.' }))
  return [{ field: path.join('.') || 'body', message: messageOf(issue) }]
}

/** Rules say it in their own words; for shapes the library only says that something is invalid. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message !== 'Invalid input') return issue.message
  if (issue.code === 'invalid_type') return `This must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}.`
  if (issue.code === 'invalid_value') return `This must be one of ${issue.values.map(String).join(', ')}.`
  return 'This has another shape.'
}

const safeName = (name: string) => name.replace(/[^\w-]/g, '').slice(0, 40) || 'unnamed'

/** The body of a change: JSON, an object, of nothing but text that can be kept. */
export async function readBody(c: PortalContext): Promise<Json> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new Refusal('UNSUPPORTED_MEDIA_TYPE')
  return objectFrom(await c.req.text())
}

/** An object of nothing but text that can be kept. */
export function objectFrom(text: string): Json {
  const body = jsonFrom(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('MALFORMED_JSON', { detail: 'The body is an object.' })
  const odd = oddText(body)
  if (odd !== undefined)
    throw new Refusal('INVALID_INPUT', { errors: [{ field: odd, message: 'This holds a character that cannot be kept.' }] })
  return body as Json
}

function jsonFrom(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal('MALFORMED_JSON')
  }
}

/** Where in it a text is that PostgreSQL does not take: a NUL, or half of a character. */
function oddText(value: unknown, path: string[] = []): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path.join('.') || 'body' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, each] of Object.entries(value)) {
    const odd = oddText(name) === undefined ? oddText(each, [...path, safeName(name)]) : [...path, safeName(name)].join('.')
    if (odd !== undefined) return odd
  }
  return undefined
}

const KEY = /^[\w-]{16,80}$/

/** The key that makes a change one change, with a picture of what was asked under it. What is `writeOnly` is remembered by its tag. */
export async function askOf(c: PortalContext, body: Json, writeOnly: readonly string[] = []): Promise<Ask> {
  const pictured: Json = { ...body }
  for (const name of writeOnly) pictured[name] = await tagOf(c.var.parts.settings.sessionKey, JSON.stringify(pictured[name] ?? null))
  return { key: keyOf(c), asked: JSON.stringify([c.req.method, c.req.path, inOrder(pictured)]) }
}

export function keyOf(c: PortalContext): string {
  const key = c.req.header('idempotency-key')
  if (key === undefined || !KEY.test(key))
    throw new Refusal('IDEMPOTENCY_KEY_REQUIRED', { detail: 'Send the header Idempotency-Key: 16 to 80 letters, digits, - and _.' })
  return key
}

/** The same question has the same picture, in whatever order its fields came. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, inOrder(each)])
}
