import { afterEach, expect, it } from 'vitest'
import { type Door, doors } from '#worker/doors.ts'
import { inside, portalAs, trailOf } from '#test/world.ts'

const door: Door = doors['GET /dev/looks']
const before = door.impersonation
afterEach(() => {
  door.impersonation = before
})

it('keeps Vera out of what is not done from inside a tenant, records it, and lets others pass', async () => {
  door.impersonation = 'deny'
  const vera = await inside('vera')
  const refused = await vera.browser.get('/dev/looks')

  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain('End your session first')
  expect((await trailOf(`operator:${vera.person.id}`)).at(-1)).toMatchObject({ act: 'door:refused', entity_ids: ['GET /dev/looks'] })
  expect((await (await portalAs('hugo')).browser.get('/dev/looks')).status).toBe(200)

  await vera.browser.post(`/impersonations/${vera.sessionId}/end`)
  expect((await vera.browser.get('/dev/looks')).status).toBe(200)
})
