import { expect, it } from 'vitest'
import { recordingRooms } from '#test/rooms.ts'
import { audienceBy, type Cry } from '#worker/live/rules/audience.ts'
import type { RoomName } from '#worker/live/rules/claims.ts'
import type { Publication } from '#worker/live/rules/publication.ts'

const event = (audience: RoomName): Publication => ({ dedup: `for ${audience}`, audience, name: 'board:changed', body: {} })

/** What each object was asked, call by call. */
function listening() {
  const { rooms, heard } = recordingRooms()
  const asked: [object: string, cries: Cry[]][] = []
  const audience = audienceBy(rooms, (object) => ({ publish: async (cries) => void asked.push([object, cries]) }))
  return { audience, heard, asked }
}

it('the staff’s object is asked once for several roles, each by its own event', async () => {
  const { audience, asked } = listening()
  const [l1, admin] = [event('role:SUPPORT_L1'), event('role:ADMIN')]
  await audience('role:SUPPORT_L1', 'role:ADMIN').publish([l1, admin])
  const cries = [
    { events: [l1], role: 'SUPPORT_L1' },
    { events: [admin], role: 'ADMIN' },
  ]
  expect(asked).toEqual([['staff', cries]])
})

it('what is for one goes to their room, and what is for a tenant to each of its shards', async () => {
  const { audience, heard, asked } = listening()
  const [one, all] = [event('user:ops_a'), event('tenant:ten_a')]
  await audience('user:ops_a', 'tenant:ten_a').publish([one, all])
  expect(heard).toEqual([{ userId: 'ops_a', events: [one] }])
  expect(asked.map(([object]) => object)).toEqual(['ten_a', 'ten_a#1', 'ten_a#2', 'ten_a#3'])
  expect(asked.every(([, cries]) => JSON.stringify(cries) === JSON.stringify([{ events: [all], role: null }]))).toBe(true)
})
