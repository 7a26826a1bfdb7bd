import * as z from 'zod/mini'
import { CODES } from '#worker/api/codes.ts'
import { key, names } from '#worker/api/schemas/shared.ts'
import { asksWithBody, type Door, doors } from '#worker/doors.ts'
import type { Operation } from '#worker/http/api.ts'

type Json = Record<string, unknown>

/** What a format says already is not said again as a pattern of three hundred characters, nor the bounds of a number in JSON. */
const how: z.core.ToJSONSchemaParams = {
  unrepresentable: 'any',
  override: ({ jsonSchema }) => {
    if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  },
}

/** The OpenAPI document, from the operations themselves: what is checked and what is told are the same schemas. */
export function documentOf(operations: readonly Operation[]): Json {
  const bodies = z.registry<{ id: string }>()
  const paths: Record<string, Json> = {}
  for (const each of operations) {
    const [method = '', path = ''] = each.door.split(' ')
    const address = path.replace(/:(\w+)/g, '{$1}')
    paths[address] = { ...paths[address], [method.toLowerCase()]: told(each, path, bodies) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Operations Portal',
      version: '1',
      description:
        'What staff do in the pages of the portal, for their own programs: the same rules, the same trail. Every error is problem details (RFC 9457) with a stable code.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...schemasOf(names, 'output'), ...schemasOf(bodies, 'input'), Problem },
      responses: Object.fromEntries(
        [...new Set(Object.values(CODES).map(({ status }) => status))].map((status) => [`Problem${status}`, refusal(status)]),
      ),
      parameters: { IdempotencyKey },
      securitySchemes,
    },
  }
}

function told({ door: name, facts }: Operation, path: string, bodies: typeof names): Json {
  const door: Door = doors[name]
  const isChange = asksWithBody(door)
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, part = '']) => parameter('path', part, facts.params?.[part] ?? key)),
    ...Object.entries(facts.query ?? {}).map(([part, schema]) => parameter('query', part, schema)),
    ...(isChange && !facts.repeatable ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ]
  const body = facts.body ?? z.strictObject({})
  if (isChange && !bodies.has(body)) bodies.add(body, { id: `${facts.id}Body` })
  if (!names.has(facts.answer)) names.add(facts.answer, { id: `${facts.id}Answer` })
  return {
    operationId: facts.id,
    summary: facts.summary,
    tags: [path.split('/')[3] ?? 'api'],
    ...(parameters.length > 0 && { parameters }),
    ...(isChange && { requestBody: { required: true, content: { 'application/json': { schema: refTo(bodies.get(body)?.id) } } } }),
    responses: {
      [String(facts.status ?? 200)]: {
        description: 'Done.',
        content: { 'application/json': { schema: refTo(names.get(facts.answer)?.id) } },
      },
      ...Object.fromEntries(
        refusalsOf(door, parameters.length > 0, isChange).map((status) => [
          String(status),
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
    security: securityOf(name, door),
  }
}

const refTo = (id: string | undefined) => ({ $ref: `#/components/schemas/${id}` })

function refusalsOf(door: Door, takesParameters: boolean, isChange: boolean): number[] {
  return [
    ...(isChange ? [400, 409, 413, 415, 422] : takesParameters ? [422] : []),
    ...(door.audience === 'public' && !isChange ? [] : [401, 403, 429]),
    ...(takesParameters ? [404] : []),
    500,
    503,
  ].toSorted((a, b) => a - b)
}

function parameter(where: 'path' | 'query', name: string, schema: z.ZodMiniType): Json {
  return {
    name,
    in: where,
    required: where === 'path' || !schema.safeParse(undefined).success,
    schema: withoutMeta(z.toJSONSchema(schema, { io: 'input', ...how })),
  }
}

function securityOf(name: string, door: Door): Json[] {
  if (name === 'POST /api/v1/auth/tokens') return [{ cookie: [] }]
  if (door.audience === 'tenant') return [{ tenant: [] }]
  if (door.inside) return [{ session: [] }]
  if (door.audience === 'public' && door.effect === 'read') return []
  return [{ access: [] }, { session: [] }]
}

function schemasOf(registry: typeof names, io: 'input' | 'output'): Json {
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io, ...how })
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutMeta(schema as Json)]))
}

const withoutMeta = ({ $schema: _schema, $id: _id, ...rest }: Json): Json => rest

const refusal = (status: number): Json => ({
  description: Object.entries(CODES)
    .filter(([, each]) => each.status === status)
    .map(([code, { title }]) => `\`${code}\`: ${title}`)
    .join(' '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const Problem: Json = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(CODES) },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The id of the request.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'message'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'instance'],
}

const IdempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Makes the change one change: the same key again gives the same answer, and with another body 422.',
  schema: { type: 'string', pattern: '^[\\w-]{16,80}$' },
}

const securitySchemes: Json = {
  access: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The access token of a signed-in person, for 15 minutes.' },
  session: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The token of a session inside a tenant; it dies with the session.',
  },
  tenant: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'What the product signs for one of a tenant’s own users.' },
  cookie: { type: 'apiKey', in: 'cookie', name: '__Host-portal', description: 'A browser’s sign-in.' },
}
