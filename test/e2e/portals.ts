import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dropDatabase } from '#dev/databases.ts'
import type { Provided } from '#test/provided.ts'
import { loadSampled, type Running, type Sampled, startRunning } from './running.ts'

/**
 * A portal for each place at which end-to-end files run at once: what one file ends, spends or counts is nobody else's. They start when they
 * are first asked for, so that a single file waits for one only. The sample data is loaded once, and copied.
 */
export async function openPortals(ground: Provided): Promise<{ url: string; close(): Promise<void> }> {
  const portals = new Map<string, Promise<Running>>()
  const template = `portal_sampled_${randomBytes(3).toString('hex')}`
  let sampled: Promise<Sampled> | undefined
  const server = createServer(async (request, response) => {
    const place = request.url ?? ''
    sampled ??= loadSampled(ground, template)
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
      for (const running of await Promise.allSettled(portals.values())) if (running.status === 'fulfilled') await running.value.stop()
      await dropDatabase(ground.adminUrl, template)
    },
  }
}
