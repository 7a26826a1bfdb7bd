import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { WebSocketServer } from 'ws'
import { answerTo, type Asked } from '#dev/neon-endpoint/answer.ts'
import { openPools, type Target } from '#dev/neon-endpoint/pools.ts'
import { carryWire } from '#dev/neon-endpoint/wire.ts'

export type NeonEndpoint = { url: string; port: number; close(): Promise<void> }

export type NeonEndpointOptions = {
  /** The real server. Every connection string is sent here, whatever host it names. */
  target: Target
  port?: number
  /** Sees every HTTP request before it runs: how many round trips, how many statements. */
  onRequest?: ((asked: Asked) => void) | undefined
  maxBody?: number
}

/** Vitest 5 hands `ws`'s browser stub to files it transforms. */
const { WebSocketServer: Sockets } = createRequire(import.meta.url)('ws') as { WebSocketServer: typeof WebSocketServer }

/**
 * A local stand-in for Neon's two ways in, for the driver as it is: `POST /sql` (one query or one transaction per request) and
 * WebSocket `/v2` (PostgreSQL's own protocol). Like Neon it uses the extended protocol and does not reset a connection between
 * requests, so a setting that leaks shows here, too.
 */
export async function startNeonEndpoint({
  target,
  port = 0,
  onRequest,
  maxBody = 64 * 1024 * 1024,
}: NeonEndpointOptions): Promise<NeonEndpoint> {
  const pools = openPools(target)
  const server = createServer(async (request, response) => {
    try {
      if (request.method !== 'POST' || request.url?.split('?')[0] !== '/sql') return send(response, 404, { message: 'not found' })
      const body = await read(request, maxBody)
      if (body === undefined)
        return send(response, 413, { message: `the request is larger than ${maxBody} bytes` }, { connection: 'close' })
      const gone = new AbortController()
      response.once('close', () => response.writableFinished || gone.abort())
      const answer = await answerTo({ headers: request.headers, body, pools, onRequest, gone: gone.signal })
      send(response, answer.status, answer.body)
    } catch (error) {
      send(response, 500, { message: error instanceof Error ? error.message : 'unknown error' })
    }
  })

  const sockets = new Sockets({ server, path: '/v2', maxPayload: maxBody, perMessageDeflate: false })
  sockets.on('connection', (socket) => carryWire(socket, target))

  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready))
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await pools.end()
    },
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function read(request: IncomingMessage, max: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > max) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
