import { describe, expect, it } from 'vitest'
import { front, note, page, roomOf, staffClaims } from '#test/durable-objects/sockets.ts'

describe('the log of a person', () => {
  it('tells a client and a page the same events in the same order', async () => {
    const claims = staffClaims()
    const [client, tab] = [await front(claims), await page(claims)]
    const events = [1, 2, 3].map(() => note(claims))
    await roomOf(claims.userId).publish(events)
    await client.until(({ events }) => events.length === 3)
    await tab.until(({ events }) => events.length === 3)
    expect(client.events.map(([, body]) => body)).toEqual(events.map(({ body }) => body))
    expect(tab.events.map(({ place }) => place)).toEqual(client.events.map(([, , place]) => place))
  })
})
