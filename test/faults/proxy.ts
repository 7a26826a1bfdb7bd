import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './weathers.ts'

/** One request to the database, as a rule sees it. */
export type Question = {
  /** Counted from 1, since the rule was given. */
  nth: number
  body: string
  /** False for whatever may change something, a reading that leaves its trail row included. */
  readOnly: boolean
}

/** What becomes of a question; undefined: it passes. */
export type Rule = (question: Question) => Fault | undefined

export type FaultProxy = {
  url: string
  /** The rule for questions whose text holds `mark` (somebody's sign-in key, say). Without a rule the way is good again. */
  between(mark: string, rule?: Rule): void
  close(): Promise<void>
}

/** Stands between the Worker and the Neon endpoint and spoils the way, for whom and as it is told: the same rules, the same run.
 *  HTTP only: the Worker asks nothing over the WebSocket. */
export async function startFaultProxy(endpoint: string): Promise<FaultProxy> {
  const rules = new Map<string, { rule: Rule; asked: number }>()
  const server = createServer(async (request, response) => {
    try {
      const body = await read(request)
      const text = body.toString()
      const held = [...rules].find(([mark]) => text.includes(mark))?.[1]
      const readOnly = request.headers['neon-batch-read-only'] === 'true'
      const fault = held?.rule({ nth: ++held.asked, body: text, readOnly })
      await answer(response, fault ?? { kind: 'pass' }, () => forward(endpoint, request, body))
    } catch {
      response.destroy() // the endpoint itself is away
    }
  })
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    between(mark, rule) {
      if (rule) rules.set(mark, { rule, asked: 0 })
      else rules.delete(mark)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

type Answer = { status: number; body: Buffer }

async function answer(response: ServerResponse, fault: Fault, forwarded: () => Promise<Answer>): Promise<unknown> {
  switch (fault.kind) {
    case 'pass':
      return send(response, await forwarded())
    case 'question lost':
      return response.destroy()
    case 'answer lost':
      await forwarded()
      return response.destroy()
    case 'left alone':
      forwarded().catch(() => {})
      return response.destroy()
    case 'question hangs':
      return undefined // whoever asks hangs up
    case 'answer hangs':
      return void (await forwarded())
    case 'refused':
      if (fault.after) await forwarded()
      return send(response, { status: fault.status, body: Buffer.from(fault.body) })
    case 'cut': {
      const { status, body } = await forwarded()
      return send(response, { status, body: body.subarray(0, body.length / 2) })
    }
    case 'torn': {
      const { status, body } = await forwarded()
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
      response.write(body.subarray(0, body.length / 2), () => response.destroy())
      return undefined
    }
    case 'slow':
      await sleep(fault.ms)
      return send(response, await forwarded())
    case 'slices': {
      const { status, body } = await forwarded()
      response.writeHead(status, { 'content-type': 'application/json' })
      for (let at = 0, size = 1; at < body.length && !response.destroyed; at += size) {
        if (at > 1024) size = 61 // as long as no letter, no name and no number
        response.write(body.subarray(at, at + size))
        if (at % 64 === 0 || size > 1) await sleep(0)
      }
      return response.end()
    }
    case 'drips':
      response.writeHead(200, { 'content-type': 'application/json' })
      for (const byte of (await forwarded()).body) {
        if (response.destroyed) return undefined
        response.write(Buffer.of(byte))
        await sleep(fault.ms)
      }
      return response.end()
  }
}

const send = (response: ServerResponse, { status, body }: Answer) =>
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body)

function forward(endpoint: string, { method = 'POST', url = '/', headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const { host: _, connection: __, ...rest } = headers
  return new Promise((done, failed) => {
    const forwarded = ask(new URL(url, endpoint), { method, headers: rest }, async (reply) => {
      try {
        done({ status: reply.statusCode ?? 500, body: await read(reply) })
      } catch (error) {
        failed(error)
      }
    })
    forwarded.on('error', failed).end(body)
  })
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
