import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ANTHROPIC, type Dialect, OPENAI } from './dialects.ts'

/** What one caller, known by the name of the model they ask for, met here. */
export type Seen = { requests: number; said: number; closed: number; prompt: string }

/** More than anybody waits for; it says one every ten ms. */
const WORDS = 2_000
const EVERY = 10

type Way = (response: ServerResponse, dialect: Dialect, seen: Seen) => Promise<unknown> | unknown

/** By the first part of the address: how a provider behaves. */
const WAYS: Record<string, Way> = {
  well: (response, { begin, chunk, finish }) => response.end(begin + ['All ', 'is ', 'well.'].map(chunk).join('') + finish),
  async steady(response, { begin, chunk, finish }, seen) {
    response.write(begin)
    for (let n = 0; n < WORDS && !response.destroyed; n++) {
      response.write(chunk(`word${n} `))
      seen.said += 1
      await sleep(EVERY)
    }
    response.end(finish)
  },
  async stalls(response, { begin, chunk }) {
    response.write(begin + chunk('Just a '))
    while (!response.destroyed) await sleep(EVERY)
  },
  silent: async (response) => {
    while (!response.destroyed) await sleep(EVERY)
  },
  garbage: (response, { begin, chunk }) => response.end(`${begin}${chunk('Well, ')}data: {not json at all}\n\n`),
  'no-stream': (response) => response.end('<html>Welcome to the proxy</html>'),
  closes: (response, { begin, chunk }) => response.end(begin + chunk('I was going to')),
  async breaks(response, { begin, chunk }) {
    response.write(begin + chunk('I was going to'))
    await sleep(EVERY)
    response.destroy()
  },
  empty: (response, { begin, finish }) => response.end(begin + finish),
  'too-much': (response, { begin, chunk, finish }) =>
    response.end(begin + Array.from({ length: 64 }, () => chunk('x'.repeat(16 * 1024))).join('') + finish),
  'one-line': (response) => response.end(`data: ${'x'.repeat(10 * 1024 * 1024)}\n\n`),
}
const STATUSES: Record<string, number> = { '429': 429, '500': 500, '401': 401 }

/** A provider over real HTTP that counts what it says and when its callers hang up: `POST /<way>/chat/completions` or
 *  `/<way>/messages`, `GET /seen/<model>`. `onClose` hears of each line that closes. */
export async function startUpstream({
  onClose = () => {},
}: {
  onClose?: () => void
} = {}): Promise<{ url: string; close(): Promise<void> }> {
  const all = new Map<string, Seen>()
  const seenBy = (model: string) => {
    const seen = all.get(model) ?? { requests: 0, said: 0, closed: 0, prompt: '' }
    all.set(model, seen)
    return seen
  }
  const server = createServer(async (request, response) => {
    const [, way = '', model = ''] = request.url?.split('/') ?? []
    if (way === 'seen') return response.end(JSON.stringify(seenBy(model)))
    const body = await textOf(request)
    const seen = seenBy((JSON.parse(body) as { model: string }).model)
    seen.requests += 1
    seen.prompt = body
    response.on('close', () => {
      seen.closed += 1
      onClose()
    })
    if (way === 'elsewhere') return response.writeHead(307, { Location: `/well/chat/completions` }).end()
    const status = STATUSES[way]
    if (status !== undefined) return response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"error":{"message":"no"}}')
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    await WAYS[way]?.(response, request.url?.endsWith('/messages') ? ANTHROPIC : OPENAI, seen)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request.setEncoding('utf8')) text += part
  return text
}
