import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Bindings } from '#worker/env.ts'
import type { Claims, Staff, TenantUser } from '#worker/live/rules/claims.ts'
import { type FrontTicket, type PageTicket, sealTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'
import { markFrom } from '#worker/live/rules/wire/control.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'
import { newId } from '#worker/rules/ids.ts'
import type { Publication } from '#worker/live/rules/publication.ts'
import { Waiting } from '#test/waiting.ts'

const { USER_ROOM, TENANT_ROOM } = env as unknown as Bindings
export const roomOf = (userId: string) => USER_ROOM.getByName(userId)
export const tenantRoom = (name: string) => TENANT_ROOM.getByName(name)

const HOUR = 60 * 60_000

export const staffClaims = (more: Partial<Staff> = {}): Staff => ({
  kind: 'staff',
  userId: newId('ops'),
  role: 'SUPPORT_L1',
  lead: false,
  loginId: newId('log'),
  familyId: null,
  inside: null,
  issuedAt: Date.now() - 1000,
  expiresAt: Date.now() + HOUR,
  ...more,
})

export const tenantClaims = (more: Partial<TenantUser> = {}): TenantUser => ({
  kind: 'tenant',
  userId: newId('usr'),
  role: 'INVESTIGATOR',
  tenantId: newId('ten'),
  issuedAt: Date.now() - 1000,
  expiresAt: Date.now() + HOUR,
  ...more,
})

let told = 0
/** Something that happened to one person. */
export const note = (claims: Pick<Claims, 'userId'>, more: Partial<Publication> = {}): Publication => {
  told += 1
  return {
    dedup: `note-${told}-${newEpoch()}`,
    audience: `user:${claims.userId}`,
    name: 'notification:new',
    body: { message: `word ${told}` },
    ...more,
  }
}

/** The other end of a socket: keeps all it hears, and is asked for it in order. */
export class Client {
  readonly frames: string[] = []
  closed: { code: number } | null = null
  /** A reader that does not read lets no mark be answered. */
  isReading = true
  isGone = false
  readonly socket: WebSocket
  readonly #waiting = new Waiting()
  constructor(socket: WebSocket) {
    this.socket = socket
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
    socket.addEventListener('close', ({ code }) => {
      this.closed = { code }
      this.#waiting.stir()
    })
    socket.accept()
  }

  send(text: string) {
    this.socket.send(text)
  }

  /** Resolves when what it heard satisfies; fails with all of it when that takes too long. */
  async until(satisfied: (client: this) => boolean, patience = 20_000): Promise<this> {
    await this.#waiting.until(
      () => satisfied(this),
      () => ({ closed: this.closed, frames: this.frames.slice(-20) }),
      patience,
    )
    return this
  }

  /** Waits no longer for anything. */
  giveUp() {
    this.closed ??= { code: 0 }
    this.#waiting.stir()
  }

  readMarks(): void {
    this.isReading = true
    for (const mark of this.#marks.splice(0)) this.socket.send(`!read ${mark}`)
  }
  #marks: string[] = []

  #hear(frame: string) {
    if (this.isGone) return
    const mark = markIn(frame)
    if (mark === null) this.frames.push(frame)
    else {
      this.#marks.push(mark)
      if (this.isReading) this.readMarks()
    }
    this.#waiting.stir()
  }
}

const markIn = (frame: string): string | null => {
  return frame.startsWith('{"mark":') ? (JSON.parse(frame) as { mark: string }).mark : (markFrom(frame) ?? null)
}

/** A socket.io client behind the front door: what it holds is what the stock client keeps. */
export class Front extends Client {
  readonly claims: Claims
  readonly sid: string
  constructor(socket: WebSocket, claims: Claims, sid: string) {
    super(socket)
    this.claims = claims
    this.sid = sid
  }

  get welcome(): { sid: string; pid: string } | null {
    const frame = this.frames.find((each) => each.startsWith('0'))
    return frame === undefined ? null : JSON.parse(frame.slice(frame.indexOf(',') + 1))
  }
  get events(): [name: string, body: Record<string, unknown>, place?: string][] {
    return this.frames.filter((each) => each.startsWith('2')).map((each) => JSON.parse(each.slice(each.indexOf(',') + 1)))
  }
  get place(): string | null {
    return this.events.findLast(([, , place]) => place !== undefined)?.[2] ?? null
  }
  get told(): string[] {
    return this.events.filter(([name]) => name === 'notification:new').map(([, body]) => String(body.message))
  }
  get isStale(): boolean {
    return this.events.some(([name]) => name === 'inbox:stale')
  }
  get since(): FrontTicket['since'] {
    return this.welcome && { pid: this.welcome.pid, offset: this.place }
  }
  async ask(id: number, ...args: unknown[]): Promise<unknown[]> {
    this.send(`2/notifications,${id}${JSON.stringify(args)}`)
    const start = `3/notifications,${id}[`
    await this.until(({ frames }) => frames.some((each) => each.startsWith(start)))
    return JSON.parse(this.frames.find((each) => each.startsWith(start))!.slice(start.length - 1))
  }
}

/** A page of ours at the direct door. */
export class Page extends Client {
  readonly claims: Claims
  constructor(socket: WebSocket, claims: Claims) {
    super(socket)
    this.claims = claims
  }
  get events(): { name: string; place: string; html: string }[] {
    return this.frames.flatMap((html) => {
      const [, place = '', name] = /data-place="([^"]*)"(?: data-event="([^"]*)")?/.exec(html) ?? []
      return name === undefined ? [] : [{ name, place, html }]
    })
  }
  get told(): string[] {
    return this.events.filter(({ name }) => name === 'notification:new').map(({ html }) => /<span>(.*?)<\/span>/.exec(html)?.[1] ?? '')
  }
  get isStale(): boolean {
    return this.events.some(({ name }) => name === 'inbox:stale')
  }
  get place(): string | null {
    const places = this.frames.map((html) => /data-place="([^"]+)"/.exec(html)?.[1]).filter((place) => place !== undefined)
    return places.at(-1) ?? null
  }
}

export async function front(claims: Claims, more: Partial<FrontTicket> = {}): Promise<Front> {
  const sid = newEpoch()
  const client = new Front(await upgraded(claims, { namespace: '/notifications', sid, claims, since: null, ...more }), claims, sid)
  return client.until(({ frames }) => frames.some((frame) => /^[04]/.test(frame)))
}

export async function page(claims: Claims, more: Partial<PageTicket> = {}): Promise<Page> {
  const client = new Page(await upgraded(claims, { claims, since: null, ...more }), claims)
  return client.until(({ frames }) => frames.length > 0)
}

/** The two doors as one: what holds at one holds at the other. `open` again with what was open before is to come back. */
export const DOORS = {
  'a client': (claims: Claims, before?: Front | Page) => front(claims, before === undefined ? {} : { since: (before as Front).since }),
  'a page': (claims: Claims, before?: Front | Page) => page(claims, before === undefined ? {} : { since: before.place }),
} satisfies Record<string, (claims: Claims, before?: Front | Page) => Promise<Front | Page>>

/** Everything is told twice: as it is, and with the object put to sleep between every two steps. */
export const PAUSES = {
  awake: async () => {},
  'asleep between every two steps': async (claims: Pick<Claims, 'userId'>) => {
    // It may sleep already.
    await evictDurableObject(roomOf(claims.userId)).catch(() => {})
  },
} satisfies Record<string, (claims: Pick<Claims, 'userId'>) => Promise<void>>

/** For `describe.each`: who listens, and what is between the steps. */
export const LISTENERS = Object.entries(DOORS).flatMap(([who, open]) =>
  Object.entries(PAUSES).map(([how, pause]) => ({
    who,
    how,
    open: open as (claims: Claims, before?: Front | Page) => Promise<Front | Page>,
    pause,
  })),
)

/** Gone, as a network is: what is still on its way is heard by nobody. */
export function drop(client: Client) {
  client.isGone = true
  client.socket.close(1000)
}

export const words = (events: Publication[]) => events.map(({ body }) => String(body.message))

async function upgraded(claims: Claims, ticket: FrontTicket | PageTicket): Promise<WebSocket> {
  const headers = { Upgrade: 'websocket', [TICKET_HEADER]: sealTicket(ticket) }
  const response = await roomOf(claims.userId).fetch('https://room/', { headers })
  if (!response.webSocket) throw new Error(`no socket: ${response.status}`)
  return response.webSocket
}
