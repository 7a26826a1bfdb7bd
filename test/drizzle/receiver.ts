import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { unseal } from '#worker/http/seal.ts'
import type { Resolve } from '#worker/webhooks/resolve.ts'
import { tellOver } from '#worker/webhooks/tell.ts'
import { SESSION_KEY } from './webhooks-place.ts'

export const teller = (resolve: Resolve = async () => [], loopback = true) =>
  tellOver({ open: (about, sealed) => unseal(SESSION_KEY, about, sealed, 'webhook-secret'), resolve, loopback })

export type Heard = { headers: Record<string, string>; body: string; path: string }
const close: (() => Promise<unknown>)[] = []

/** A receiver of a customer, on this machine. */
export async function receiver(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.writeHead(204).end(),
) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body, path: request.url ?? '' })
      answer(request, response)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  close.push(() => new Promise((done) => (server.closeAllConnections(), server.close(done))))
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

/** The one that was opened last. */
export const closeReceiver = async () => void (await close.pop()?.())

export const closeReceivers = async () => void (await Promise.all(close.splice(0).map((each) => each())))
