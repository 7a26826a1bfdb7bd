import { runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { type Client, front, page, roomOf, staffClaims } from '#test/durable-objects/sockets.ts'
import type { UserRoom } from '#objects/user-room.ts'
import type { Claims } from '#worker/live/rules/claims.ts'

/** The shortest that the settings allow, in ms; an object that nobody wakes is put to sleep after about ten seconds. */
const HEARTBEAT = 12_000
const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms))

/** The instance itself, held weakly: looking for it must not keep it. */
const instanceOf = (claims: Claims) => runInDurableObject(roomOf(claims.userId), (room: UserRoom) => new WeakRef(room))
/** Asked at the end: whether it is another than it was, because it was put away in between. */
const sleptSince = (claims: Claims, before: WeakRef<UserRoom>) =>
  runInDurableObject(roomOf(claims.userId), (room: UserRoom) => room !== before.deref())

/** Somebody with these sockets, who says so much for three heartbeats: whether their room slept, and who was disconnected. */
async function threeHeartbeats(open: ((claims: Claims) => Promise<Client>)[], { says, every }: { says?: string; every: number }) {
  const claims = staffClaims()
  const clients = await Promise.all(open.map((each) => each(claims)))
  if (says === ANSWERED_BY_HAND) await runInDurableObject(roomOf(claims.userId), (_, state) => state.setWebSocketAutoResponse())
  const before = await instanceOf(claims)
  for (let i = 0; i * every < 3 * HEARTBEAT; i++) {
    await sleep(every)
    if (says) clients[0]?.send('3')
  }
  return {
    slept: await sleptSince(claims, before),
    disconnected: clients.filter(({ closed }) => closed !== null).length,
    answers: clients[0]?.frames.filter((frame) => frame === '6').length,
  }
}
const ANSWERED_BY_HAND = 'answered by hand'

// Side by side in one test: between tests all objects are reset.
it('a room is asleep three heartbeats later, whoever sits in it, and nobody was disconnected', async () => {
  const [ofPage, ofClient, together, control] = await Promise.all([
    threeHeartbeats([page], { says: '3', every: HEARTBEAT }),
    threeHeartbeats([front], { every: HEARTBEAT }),
    threeHeartbeats([page, front, page], { says: '3', every: HEARTBEAT }),
    threeHeartbeats([page], { says: ANSWERED_BY_HAND, every: HEARTBEAT / 3 }),
  ])
  expect({ ofPage, ofClient, together }).toEqual({
    ofPage: { slept: true, disconnected: 0, answers: 3 },
    ofClient: { slept: true, disconnected: 0, answers: 0 },
    // Accepted at the same moment.
    together: { slept: true, disconnected: 0, answers: 3 },
  })
  // A room that hears every heartbeat itself does not sleep, so this test can fail.
  expect(control).toEqual({ slept: false, disconnected: 0, answers: 0 })
}, 60_000)
