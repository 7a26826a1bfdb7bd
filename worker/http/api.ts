import { Hono } from 'hono'
import * as z from 'zod/mini'
import { documentOf } from '#worker/api/document.ts'
import { key, type Sends } from '#worker/api/schemas/shared.ts'
import type { Ask } from '#worker/db/scope.ts'
import { asksWithBody, type DoorName, doors } from '#worker/doors.ts'
import { askOf, keyOf, parsed, readBody, type Schema } from '#worker/http/body.ts'
import { permit } from '#worker/http/permit.ts'
import { problem, Refusal } from '#worker/http/problem.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'

/** The doors of the API. */
export type ApiDoor = Extract<DoorName, `${string} /api/${string}`>

type Params<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & Params<Rest>
  : Path extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown

type Shape = Record<string, z.ZodMiniType>
type Values<S extends Shape> = { [K in keyof S]: z.output<S[K]> }

/** Of one operation: what it is called, what it takes and what it promises. The document is made of these. */
export type Facts<Q extends Shape, B extends z.ZodMiniType, A extends z.ZodMiniType> = {
  id: string
  summary: string
  /** Parts of the address that are not keys of ours. */
  params?: Shape
  query?: Q
  body?: B
  /** What takes the place of a part of the body that depends on the address. */
  bodyAt?: (params: Record<string, string>) => { field: string; schema: Schema }
  /** Fields of the body that nobody may read again, here neither. */
  writeOnly?: readonly string[]
  /** A change that may be asked for twice and is then done twice, harming nobody: it takes no key. */
  repeatable?: true
  answer: A
  status?: 200 | 201
}

type Asked<D, Q extends Shape, B extends z.ZodMiniType> = {
  params: Params<D>
  query: Values<Q>
  body: z.output<B>
  ask: Ask
}

export type Operation = {
  door: ApiDoor
  facts: Facts<Shape, z.ZodMiniType, z.ZodMiniType>
  run: (c: PortalContext, asked: Asked<unknown, Shape, z.ZodMiniType>) => Promise<unknown>
}

/** One operation: its door, its facts, and what it does. It answers what it promised, or undefined where there is nothing. */
export function operation<D extends ApiDoor, Q extends Shape, B extends z.ZodMiniType, A extends z.ZodMiniType>(
  door: D,
  facts: Facts<Q, B, A>,
  run: (c: PortalContext, asked: Asked<D, Q, B>) => Promise<Sends<z.output<A>> | undefined>,
): Operation {
  return { door, facts, run: run as Operation['run'] }
}

/** All operations as routes, each behind its permit, and the document that tells of them. */
export function apiRoutes(operations: readonly Operation[]): Hono<Portal> {
  const all: Operation[] = [...operations, aboutAll(() => all)]
  const app = new Hono<Portal>()
  for (const each of all) {
    const [method, path] = placeOf(each.door)
    app.on(method, path, permit(each.door), (c) => answer(c, each))
  }
  return app
}

const placeOf = (door: ApiDoor) => door.split(' ') as [method: string, path: string]

async function answer(c: PortalContext, { door, facts, run }: Operation): Promise<Response> {
  const params = c.req.param() as Record<string, string>
  for (const [name, value] of Object.entries(params)) {
    // An address of another shape names nothing.
    if (!(facts.params?.[name] ?? key).safeParse(value).success) return problem(c, 'NOT_FOUND')
  }
  const query = parsed(queryOf(facts), givenIn(c))
  const done = await run(c, { params, query, ...(await changeOf(c, door, facts, params)) })
  if (done === undefined) return problem(c, 'NOT_FOUND')
  // As it was promised and nothing more: a column that a query has gained goes nowhere.
  return c.json(z.parse(facts.answer, JSON.parse(JSON.stringify(done))) as object, facts.status ?? 200)
}

/** Made with the first request that needs it: at every request it would cost more than the check, and all of them at the start of an isolate. */
const queries = new WeakMap<Operation['facts'], Schema<Record<string, unknown>>>()

function queryOf(facts: Operation['facts']): Schema<Record<string, unknown>> {
  const made = queries.get(facts) ?? z.strictObject(facts.query ?? {})
  queries.set(facts, made)
  return made
}

/** Each name once: of two values nobody knows which was meant. */
function givenIn(c: PortalContext): Record<string, string> {
  const given: Record<string, string> = Object.create(null)
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (values.length > 1) throw new Refusal('INVALID_INPUT', { errors: [{ field: name, message: 'This was given more than once.' }] })
    given[name] = (values[0] ?? '').replaceAll('\0', '')
  }
  return given
}

async function changeOf(c: PortalContext, door: ApiDoor, facts: Operation['facts'], params: Record<string, string>) {
  if (!asksWithBody(doors[door])) return { body: {}, ask: { key: '', asked: '' } }
  if (!facts.repeatable) keyOf(c)
  const given = await readBody(c)
  const body = parsed(bodyOf(facts, params), given)
  return { body, ask: facts.repeatable ? { key: '', asked: '' } : await askOf(c, given, facts.writeOnly) }
}

function bodyOf({ body = z.strictObject({}), bodyAt }: Operation['facts'], params: Record<string, string>): Schema {
  if (bodyAt === undefined) return body
  const { field, schema } = bodyAt(params)
  return z.extend(body as z.ZodMiniObject, { [field]: schema })
}

const aboutAll = (all: () => readonly Operation[]) => {
  let document: object | undefined
  return operation(
    'GET /api/v1/openapi.json',
    { id: 'getDocument', summary: 'This document.', answer: z.looseObject({ openapi: z.string() }) },
    async () => (document ??= documentOf(all())) as { openapi: string },
  )
}
