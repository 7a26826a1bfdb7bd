import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { envelope, MESSAGES } from '#worker/webhooks/rules/messages.ts'

it('the example in the design page is signed as a stock receiver wants it, and says what a message says', async () => {
  const [, example = ''] = /```sh\n(.*?)```/s.exec(readFileSync('docs/design/webhooks.md', 'utf8')) ?? []
  const heard: { path: string; body: string; headers: Record<string, string> }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', body, headers: request.headers as Record<string, string> })
      response.end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const secret = `whsec_${Buffer.from('another secret of thirty-two by!').toString('base64')}`
  const env = { ...process.env, PORTAL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ENDPOINT: 'whe_x', SECRET: secret }
  await promisify(execFile)('sh', ['-c', example], { env })
  await new Promise((done) => server.close(done))

  expect(heard.map(({ path }) => path)).toEqual(['/api/v1/webhooks/whe_x'])
  const said = new Webhook(secret).verify(heard[0]?.body ?? '', heard[0]?.headers ?? {}) as { data: unknown }
  expect(envelope.safeParse(said).success).toBe(true)
  expect(MESSAGES['ticket.closed'].safeParse(said.data).success).toBe(true)
})
