import { expect, it } from 'vitest'
import { doors } from '#worker/doors.ts'
import { Program } from './program.ts'

type Document = { paths: Record<string, Record<string, { operationId: string; summary: string }>> }

/** It needs nobody who is signed in. */
const theDocument = async () => (await new Program().get('/api/v1/openapi.json')).body as unknown as Document

it('the document tells of every door of the API, and of no other', async () => {
  const { paths } = await theDocument()
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(told.toSorted()).toEqual(
    // What signed messages look like is told to their senders elsewhere (docs/design/webhooks.md): they are no programs of staff or tenants.
    Object.entries(doors)
      // And a file of lines is none of JSON (docs/design/customer.md).
      .filter(([name, { audience }]) => name.includes(' /api/') && audience !== 'webhook' && !name.endsWith('.ndjson'))
      .map(([name]) => name)
      .toSorted(),
  )
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { operationId, summary } of operations) expect([operationId, summary.endsWith('.')]).toEqual([operationId, true])
})

it('an address of the API asks for what the page of that name asks for', () => {
  const all: Record<string, object> = doors
  for (const [name, door] of Object.entries(all)) {
    const page = all[name.replace('/api/v1', '')]
    if (!name.includes(' /api/v1') || page === undefined) continue
    // A program that is held is not shown a page about it.
    const { fresh: _mine, ...mine } = door as { fresh?: string }
    const { fresh: _its, ...its } = page as { fresh?: string }
    expect([name, mine]).toEqual([name, its])
    expect([name, 'fresh' in door]).toEqual([name, 'fresh' in page])
  }
})
