import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { portalAs } from '#test/world.ts'
import { CAST } from '#test/cast.ts'
import { may } from '#worker/auth/rules/roles.ts'
import { asksWithBody, type Door, doors } from '#worker/doors.ts'
import { examples } from './examples.ts'
import { type Example, Program, programOf, type Said } from './program.ts'

/** What the document promises is what happens: every operation is called as it says, and in every way it says is wrong. */
type Schema = { $ref?: string; properties?: Record<string, Schema>; required?: string[]; type?: string; anyOf?: Schema[]; enum?: unknown[] }
type Told = {
  operationId: string
  parameters?: { name?: string; in?: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
  responses: Record<string, { content?: { 'application/json': { schema: Schema } } }>
}
type Document = { paths: Record<string, Record<string, Told>>; components: { schemas: Record<string, Schema> } }

const document = (await new Program().get('/api/v1/openapi.json')).body as unknown as Document
const ajv = new Ajv2020({ strict: false, allErrors: true })
// CommonJS under a bundler: the function may stand a level deeper.
const formats = addFormats as unknown as { default?: typeof addFormats.default } & typeof addFormats.default
;(formats.default ?? formats)(ajv as never)
ajv.addSchema(document, 'document')

const checks = new Map<string | undefined, ReturnType<typeof ajv.compile>>()
const faultsOf = ($ref: string | undefined, value: unknown) => {
  const check = checks.get($ref) ?? ajv.compile({ $ref: `document${$ref}` })
  checks.set($ref, check)
  return check(value) ? [] : check.errors
}
const schemaAt = ({ $ref = '' }: Schema) => document.components.schemas[$ref.split('/').at(-1) ?? ''] as Schema

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, told]) => {
    const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}` as keyof typeof doors
    return { id: told.operationId, method: method.toUpperCase(), path, told, name, door: doors[name] as Door }
  }),
)
type Operation = (typeof operations)[number]
/** Asked with a cookie, or with no token at all: they have tests of their own. */
const others = ['createToken', 'refreshToken']
/** Done twice it harms nobody, so it takes no key. */
const repeatable = ['emitNotification']
/** What the storage holds is gone after each test. */
const inStorage = ['getCheckpoint']
const called = operations.filter(({ id }) => !others.includes(id)).map((each) => [each.id, each] as const)

function call(
  { method, path }: Operation,
  { program, params = {}, query = {}, body }: Example,
  more: [string, string][] = [],
): Promise<Said> {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const named = new Set(more.map(([name]) => name))
  const asked = new URLSearchParams([...Object.entries(query).filter(([name]) => !named.has(name)), ...more])
  return program.send(method, `${address}?${asked}`, method === 'GET' ? undefined : body)
}

function expectProblem(said: Said, status: number, code: string) {
  expect([said.status, said.body.code]).toEqual([status, code])
  expect(said.headers.get('Content-Type')).toBe('application/problem+json')
  expect(faultsOf('#/components/schemas/Problem', said.body)).toEqual([])
  expect(said.body.instance).toBe(said.headers.get('X-Request-Id'))
}
const fieldsIn = ({ body }: Said) => ((body.errors ?? []) as { field: string }[]).map(({ field }) => field)

it('has an example of every operation', () => {
  expect(called.map(([id]) => id).toSorted()).toEqual(Object.keys(examples).toSorted())
})

/** Refused everywhere, so one for all. */
let nils: Promise<Program> | undefined
const ofNils = () => (nils ??= portalAs('nils').then(({ browser }) => programOf(browser)))

describe.each(called)('%s', (id, operation) => {
  // One for all: what was refused has changed nothing, so what it promises comes last.
  let whole: Promise<Example> | undefined
  const example = () => (whole ??= (examples[id] as () => Promise<Example>)())
  const { told, door } = operation

  if (door.audience === 'staff' || asksWithBody(door)) {
    it('lets nobody in without a token', async () => {
      expectProblem(await call(operation, { ...(await example()), program: new Program() }), 401, 'SIGNED_OUT')
    })
  }

  const { permission } = door
  if (permission !== null && !may(CAST.nils, permission)) {
    it('is not for hotline operations, and tells no more', async () => {
      const program = await ofNils()
      expectProblem(await call(operation, { ...(await example()), program }), 403, 'NOT_PERMITTED')
    })
  }

  it('refuses a parameter that is not as it says, by name, and never repeats it', async () => {
    const whole = await example()
    const names = (told.parameters ?? []).flatMap((each) => (each.in === 'query' && each.name !== undefined ? [each.name] : []))
    for (const name of [...names, 'surprise']) {
      const value = `Zelda${'x'.repeat(200)}`
      const said = await call(operation, whole, [[name, value]])
      expectProblem(said, 422, 'INVALID_INPUT')
      expect([name, fieldsIn(said)]).toEqual([name, [name]])
      expect(JSON.stringify(said.body)).not.toContain('Zelda')
    }
    const [first] = names
    if (first !== undefined)
      expect(
        fieldsIn(
          await call(operation, whole, [
            [first, '1'],
            [first, '2'],
          ]),
        ),
      ).toEqual([first])
    for (const { name = '', required } of (told.parameters ?? []).filter((each) => each.in === 'query')) {
      const { [name]: _gone, ...query } = whole.query ?? {}
      if (required) expect(fieldsIn(await call(operation, { ...whole, query }))).toEqual([name])
    }
  })

  if (asksWithBody(door)) {
    const body = schemaAt(told.requestBody?.content['application/json'].schema ?? {})

    it('refuses a body that is not as it says, by the field, and never repeats it', async () => {
      const whole = await example()
      const refused = async (field: string, changed: Record<string, unknown>) => {
        const said = await call(operation, { ...whole, body: changed })
        expectProblem(said, 422, 'INVALID_INPUT')
        expect([field, fieldsIn(said)]).toEqual([field, [field]])
        expect(JSON.stringify(said.body)).not.toContain('Zelda')
      }
      await refused('surprise', { ...whole.body, surprise: 'Zelda' })
      for (const [field, schema] of Object.entries(body.properties ?? {})) {
        for (const wrong of [schema.type === 'string' || schema.enum ? 4711 : 'Zelda', { Zelda: 1 }]) {
          if (wrong === 'Zelda' && schema.anyOf?.some(({ type }) => type === 'string')) continue
          if (schema.type === 'object' || field === 'body') continue
          await refused(field, { ...whole.body, [field]: wrong })
        }
        if (body.required?.includes(field)) {
          const { [field]: _gone, ...rest } = whole.body ?? {}
          if (field !== 'body') await refused(field, rest)
        }
      }
    })

    it('takes JSON only, an object, with text that can be kept', async () => {
      const whole = await example()
      const { program, params = {} } = whole
      const address = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
      const send = (text: string, headers: Record<string, string> = {}) => program.send(operation.method, address, text, headers)
      expectProblem(await send('{', {}), 400, 'MALFORMED_JSON')
      for (const text of ['[]', '"x"', 'null', '1']) expectProblem(await send(text), 400, 'MALFORMED_JSON')
      for (const type of ['', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded'])
        expectProblem(await send('{}', { 'Content-Type': type }), 415, 'UNSUPPORTED_MEDIA_TYPE')
      for (const text of ['{"reason":"a\\u0000b"}', '{"a\\ud800":1}']) expectProblem(await send(text), 422, 'INVALID_INPUT')
      const proto = await send('{"__proto__":{"reason":"x"}}')
      expect([proto.status, fieldsIn(proto)]).toEqual([422, expect.arrayContaining(['__proto__'])])
      expectProblem(await send(`{"x":"${'y'.repeat(70_000)}"}`), 413, 'TOO_LARGE')
    })

    if (!repeatable.includes(id))
      it('needs a key', async () => {
        const { program, params = {}, body: valid } = await example()
        const address = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
        for (const key of ['', 'short', 'x'.repeat(81), 'with blanks in between'])
          expectProblem(await program.send(operation.method, address, valid, { 'Idempotency-Key': key }), 400, 'IDEMPOTENCY_KEY_REQUIRED')
      })
  }

  it('answers what it promises, whatever was refused before', async () => {
    if (inStorage.includes(id)) whole = undefined
    const said = await call(operation, await example())
    const [status = '', promised] = Object.entries(told.responses)[0] ?? []
    expect([said.status, said.body.errors ?? said.body.code]).toEqual([Number(status), undefined])
    expect(said.headers.get('Content-Type')).toBe('application/json')
    expect([...said.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(faultsOf(promised?.content?.['application/json'].schema.$ref, said.body)).toEqual([])
    if (Array.isArray(said.body.items) && id !== 'findTenants') expect(said.body.items.length).toBeGreaterThan(0)
  })
})
