import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { CAST } from '#test/cast.ts'
import { enter, signInAs } from './as.ts'
import { describeInBrowser } from './browser.ts'
import { acme } from './every-page.ts'
import { anEndpoint, leaveAll, owner } from './owner.ts'
import { picture, walked } from './pictures.ts'
import { portal } from './portal.ts'

const SECRET = /whsec_[A-Za-z0-9+/]{43}=/

describeInBrowser('webhooks', (open) => {
  const send = async (endpointId: string, secret: string, type: string, data: object) => {
    const [id, at] = [`msg_${randomUUID()}`, new Date()]
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    }
    return (await fetch(`${portal().url}/api/v1/webhooks/${endpointId}`, { method: 'POST', headers, body })).status
  }

  for (const size of walked) {
    const { name, viewport, colorScheme } = size
    it(`are set up, come in, change their secret and are stopped, ${name} and ${colorScheme}`, async () => {
      const page = await signInAs('ada', await open({ viewport, colorScheme }))
      let taken = 0
      const shot = (what: string) => picture(page, size, `webhooks-${String(++taken).padStart(2, '0')}-${what}`, true)
      const { id: tenantId } = await acme()
      await page.goto(`${portal().url}/webhook-endpoints/new`)
      await page.getByRole('button', { name: 'Add' }).click()
      await page.locator('#form-errors').waitFor()
      await shot('wrong')
      await page.locator('#direction').selectOption('IN')
      await page.locator('#name').fill(`Ticketing ${randomUUID().slice(0, 4)}`)
      await page.locator('#tenantId').fill(tenantId)
      await page.getByRole('button', { name: 'Add' }).click()
      await page.locator('#secret').waitFor()
      await shot('secret')
      const secret = SECRET.exec(await page.locator('#secret').innerText())?.[0] ?? ''
      await page.getByRole('link', { name: 'I have kept it' }).click()
      const endpointId = new URL(page.url()).pathname.split('/').at(-1) ?? ''

      expect(await send(endpointId, secret, 'ticket.closed', { tenantId, number: 2_000_000_000 })).toBe(202)
      expect(await send(endpointId, `whsec_${Buffer.alloc(32).toString('base64')}`, 'tenant.suspended', { tenantId })).toBe(403)
      await page.reload()
      await page.getByRole('link', { name: 'ticket.closed' }).waitFor()
      await shot('endpoint')
      await page.locator('#state').selectOption('done')
      await page.getByText('Nothing matches').waitFor()
      await page.getByRole('button', { name: 'Make a new one' }).click()
      await page.locator('#secret').waitFor()
      await page.goto(`${portal().url}/webhook-endpoints/${endpointId}`)
      expect(await page.locator('#secret-list .badge', { hasText: 'In force' }).count()).toBe(2)
      await page.getByRole('button', { name: 'Disable' }).click()
      await page.getByText('It takes and tells nothing until it is enabled again.').waitFor()
      await shot('disabled')
      expect(await send(endpointId, secret, 'ticket.closed', { tenantId, number: 2_000_000_000 })).toBe(403)
      await page.goto(`${portal().url}/webhook-endpoints/${await anEndpoint('OUT', CAST.ada.id)}`)
      await shot('told')
      await page.goto(`${portal().url}/webhook-endpoints`)
      await shot('list')
    })
  }

  it('tell a tenant that somebody is inside, while they are', async () => {
    await leaveAll(CAST.imke.id)
    let hear: (said: { body: string; headers: Record<string, string> }) => void = () => {}
    const heard = new Promise<{ body: string; headers: Record<string, string> }>((resolve) => (hear = resolve))
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        hear({ body, headers: request.headers as Record<string, string> })
        response.writeHead(204).end()
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const page = await signInAs('ada', await open())
    const { id: tenantId } = await acme()
    await page.goto(`${portal().url}/webhook-endpoints/new`)
    await page.locator('#direction').selectOption('OUT')
    await page.locator('#name').fill(`Security desk ${randomUUID().slice(0, 4)}`)
    await page.locator('#tenantId').fill(tenantId)
    await page.locator('#url').fill(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.getByRole('button', { name: 'Add' }).click()
    await page.locator('#secret').waitFor()
    const secret = SECRET.exec(await page.locator('#secret').innerText())?.[0] ?? ''

    await enter(await signInAs('imke', await open()))
    const { body, headers } = await heard
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'session.started',
      data: { tenantId, operatorRole: 'SUPPORT_L3' },
    })
    await leaveAll(CAST.imke.id)
    await owner(`update app.webhook_endpoint set status = 'DISABLED' where direction = 'OUT'`)
    await new Promise((done) => (server.closeAllConnections(), server.close(done)))
  })
})
