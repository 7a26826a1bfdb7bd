import { DurableObject } from 'cloudflare:workers'
import { TenantRoom as Crier } from '#objects/tenant-room.ts'
import { UserRoom as Room } from '#objects/user-room.ts'
import { Log } from '#objects/user-room/log.ts'
import { buffered, isOpen, keepSeat, seatOf, send } from '#objects/user-room/seat.ts'
import { voices } from '#objects/user-room/voice.ts'
import type { Break } from '#test/durable-objects/soak/breaks.ts'
import type { Bindings } from '#worker/env.ts'
import portal from '#worker/index.ts'
import { audienceFrom } from '#worker/live/rooms.ts'
import type { RoomName } from '#worker/live/rules/claims.ts'
import type { Publication } from '#worker/live/rules/publication.ts'

/** The portal as it is, for the soak (test/e2e/soak): somebody publishes from outside, rooms die when they are told to, and they can be
 *  broken on purpose, to show that the soak sees it. */
export * from '#worker/index.ts'

/** What nobody in the soak may hear, whosever room it is put into. */
const BAIT: RoomName = 'tenant:ten_bait'

let broken: Break | null = null

export class UserRoom extends Room {
  override async publish(events: Publication[]): Promise<void> {
    if (broken === 'push before persist') await pushFirst(this.ctx, events)
    if (broken !== 'no dedup') return super.publish(events)
    return super.publish(events.map((event) => ({ ...event, dedup: `${event.dedup} ${crypto.randomUUID()}` })))
  }

  /** With all of its connections, in the middle of whatever it does. */
  die(): void {
    this.ctx.abort('told to')
  }

  /** What it holds back for each of its sockets, in characters, and what the runtime does, in bytes, where it says so. */
  waiting(): { unread: number; buffered: number }[] {
    return this.ctx.getWebSockets().map((socket) => ({ unread: seatOf(socket).unread, buffered: buffered(socket) }))
  }
}

export class TenantRoom extends Crier {
  /** So many are online, by their ids alone: what it takes to tell thousands is asked without as many sockets. */
  crowd(userIds: string[]): void {
    for (const id of userIds) this.ctx.storage.sql.exec("INSERT OR REPLACE INTO present (user_id, role) VALUES (?, 'SUPPORT_L1')", id)
  }

  /** Whether anything is still to be told. */
  isTelling(): boolean {
    return this.ctx.storage.sql.exec('SELECT 1 FROM task UNION ALL SELECT 1 FROM debt LIMIT 1').toArray().length > 0
  }
}

/** An object with nothing of ours in it, under a name that the soak has no other use for: what the runtime itself takes for an object, its
 *  storage and a socket. */
export class AiPurse extends DurableObject {
  here(keeps: boolean): void {
    if (keeps) this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS one (name TEXT PRIMARY KEY)')
  }

  override async fetch(_upgrade: Request): Promise<Response> {
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.ctx.acceptWebSocket(ours)
    ours.send('here')
    return new Response(null, { status: 101, webSocket: theirs })
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }
}

/** Told first and written down then, and now and then the object dies in between. */
async function pushFirst(state: DurableObjectState, events: Publication[]) {
  const { sql } = state.storage
  const one = <T extends Record<string, SqlStorageValue>>(query: string, ...values: string[]) => sql.exec<T>(query, ...values).toArray()[0]
  const epoch = one<{ name: string }>('SELECT name FROM epoch')?.name ?? ''
  let seq = one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'event'")?.seq ?? 0
  for (const { dedup, name, body } of events) {
    if (one('SELECT 1 FROM event WHERE dedup = ?', dedup)) continue
    seq += 1
    for (const socket of state.getWebSockets().filter(isOpen)) {
      const seat = seatOf(socket)
      send(socket, seat, voices[seat.door].event(seat, { name, body: JSON.stringify(body) }, { epoch, seq }))
      keepSeat(socket, { ...seat, sent: seq })
    }
  }
  await new Promise((go) => setTimeout(go, 5))
  if (Math.random() < 0.2) state.abort('before it was written down')
}

const { after } = Log.prototype
Log.prototype.after = function (seq, rooms) {
  return after.call(this, seq, broken === 'replay without rooms' ? [...rooms, BAIT] : rooms)
}

type Rooms = { getByName(userId: string): UserRoom }
type Bares = { getByName(name: string): AiPurse }
type Criers = { getByName(name: string): TenantRoom }

/** What the soak asks for. */
const DOES: Record<string, (asked: never, env: Bindings) => Promise<unknown>> = {
  '/soak/publish': ({ events }: { events: Publication[] }, env) => audienceFrom(env)(events[0]!.audience).publish(events),
  '/soak/bait': ({ userId, dedup }: { userId: string; dedup: string }, env) =>
    env.USER_ROOM.getByName(userId).publish([{ dedup, audience: BAIT, name: 'notification:new', body: { message: 'bait 1' } }]),
  '/soak/die': async ({ userId }: { userId: string }, env) => {
    try {
      await (env.USER_ROOM as unknown as Rooms).getByName(userId).die()
    } catch {
      // It does not live to answer.
    }
  },
  '/soak/waiting': async ({ userId }: { userId: string }, env) => (env.USER_ROOM as unknown as Rooms).getByName(userId).waiting(),
  '/soak/crowd': async ({ userIds }: { userIds: string[] }, env) =>
    (env.TENANT_ROOM as unknown as Criers).getByName('staff').crowd(userIds),
  '/soak/telling': async (_: object, env) => (env.TENANT_ROOM as unknown as Criers).getByName('staff').isTelling(),
  '/soak/bare': async ({ names, keeps }: { names: string[]; keeps: boolean }, env) => {
    for (const name of names) await (env.AI_PURSE as unknown as Bares).getByName(name).here(keeps)
  },
  '/soak/break': async ({ how }: { how: Break | null }) => {
    broken = how
  },
}

export default {
  ...portal,
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/soak/bare/')) return (env.AI_PURSE as unknown as Bares).getByName(pathname).fetch(request)
    const does = DOES[pathname]
    // All of them come from one machine.
    if (!does) return portal.fetch(request, { ...env, CONNECTS_OF_ADDRESS: undefined, CONNECTS_OF_PERSON: undefined } as never, context)
    return Response.json((await does((await request.json()) as never, env)) ?? null)
  },
} satisfies ExportedHandler<Bindings>
