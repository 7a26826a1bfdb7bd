import { type SpecData, Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'

/** The validator reads its schemas from files, so it runs here, and the app with it; its types are the Worker's and stay there. */
const APP = '#worker/app.tsx'
const API = '#worker/api.ts'
type CreateApp = (parts: object, api: unknown) => { request(url: string): Promise<Response> }
type CreateApi = (settings: object) => unknown

/** Before the test: loading the whole app is not what it has its seconds for. */
const { createApp } = (await import(APP)) as { createApp: CreateApp }
const { createApi } = (await import(API)) as { createApi: CreateApi }

it('the document of the API is OpenAPI 3.1', async () => {
  // Who asks for the document is nobody, and it asks no database.
  const settings = { environment: 'production', signIn: { issuer: 'https://directory.example' }, appVersion: 'test' }
  const whoIs = async () => ({ kind: 'nobody', operator: null, loginKey: '', sessionKey: undefined })
  const app = createApp({ settings, whoIs, clock: () => new Date() }, createApi(settings))
  const document = (await (await app.request('https://portal.example/api/v1/openapi.json')).json()) as SpecData
  const validator = new Validator()
  const { valid, errors } = await validator.validate(document)
  expect(errors ?? []).toEqual([])
  expect([valid, validator.version]).toEqual([true, '3.1'])
})
