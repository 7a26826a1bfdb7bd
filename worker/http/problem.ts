import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { CODES, type Code } from '#worker/api/codes.ts'
import type { FormError } from '#worker/http/form.ts'
import type { PortalContext } from '#worker/http/portal.ts'

type More = { detail?: string; errors?: FormError[]; [extension: string]: unknown }

/** What the API refuses a request with: a code that a program can decide by, and what it needs to know for that. */
export class Refusal extends HTTPException {
  readonly code: Code
  readonly more: More
  constructor(code: Code, more: More = {}) {
    super(CODES[code].status as ContentfulStatusCode, { message: more.detail ?? CODES[code].title })
    this.code = code
    this.more = more
  }
}

/** Problem details (RFC 9457). Never a value that was sent, never what the database said. */
export function problem(c: PortalContext, code: Code, more: More = {}): Response {
  const { status, title } = CODES[code]
  if (status === 401) c.header('WWW-Authenticate', challengeOf(c))
  c.header('Content-Type', 'application/problem+json')
  const body = { type: `urn:operations-portal:problem:${code}`, title, status, code, ...more, instance: c.var.requestId }
  return c.body(JSON.stringify(body), status as ContentfulStatusCode)
}

/** RFC 6750: who showed a token is told that it was that. */
function challengeOf(c: PortalContext): string {
  const realm = 'Bearer realm="operations-portal"'
  return c.req.header('authorization') === undefined ? realm : `${realm}, error="invalid_token"`
}
