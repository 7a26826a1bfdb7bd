import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dropDatabase } from '#dev/databases.ts'
import type { Provided } from '#test/provided.ts'
import { loadSampled, type Running, startRunning } from './running.ts'

/**
 * A portal for each place at which end-to-end files run at once: what one file ends, spends or counts is nobody else's. They start when they
 * are first asked for, so that a single file waits for one only. The sample data is loaded once, while whatever else is set up, and copied.
 */
export async function openPortals(ground: Provided): Promise<{ url: string; close(): Promise<void> }> {
  const portals = new Map<string, Promise<Running>>()
  const template = `portal_sampled_${randomBytes(3).toString('hex')}`
  const sampled = loadSampled(ground, template)
  sampled.catch(() => {}) // said to whoever asks for a portal
  const server = createServer(async (request, response) => {
    const place = request.url ?? ''
    if (!portals.has(place)) portals.set(place, startRunning(ground, {}, sampled))
    try {
      const { url, ownerUrl, log, answerKey } = await portals.get(place)!
      response.end(JSON.stringify({ url, ownerUrl, log, answerKey }))
    } catch (error) {
      response.writeHead(500).end((error as Error).message)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await sampled.catch(() => {})
      const failed = () => {} // and has cleared away what there was of it
      await Promise.all([...portals.values()].map((running) => running.then(({ stop }) => stop(), failed)))
      await dropDatabase(ground.adminUrl, template)
    },
  }
}
