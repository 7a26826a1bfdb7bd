import { DurableObject } from 'cloudflare:workers'
import { afterEnding, Endings } from '#objects/user-room/endings.ts'
import { type Entry, Log } from '#objects/user-room/log.ts'
import { packets } from '#objects/user-room/packets.ts'
import { type Porters, Presence } from '#objects/user-room/presence.ts'
import { Rate } from '#objects/user-room/rate.ts'
import { buffered, isBehind, isOpen, isRead, keepSeat, type Seat, seatOf, send } from '#objects/user-room/seat.ts'
import { type Timer, Timers } from '#objects/user-room/timers.ts'
import { voices } from '#objects/user-room/voice.ts'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { settingsFrom } from '#worker/env.ts'
import { whatIsOver } from '#worker/live/queries/still-open.ts'
import { type Claims, roomsOf } from '#worker/live/rules/claims.ts'
import { type Cursor, cursorFrom, cursorText, newEpoch } from '#worker/live/rules/cursor.ts'
import { placesOf } from '#worker/live/rules/places.ts'
import type { Json, Publication, Revocation } from '#worker/live/rules/publication.ts'
import { DRAINED, FULL } from '#worker/live/rules/wire/control.ts'
import { type EventData, packetFrom } from '#worker/live/rules/wire/packet.ts'
import { type FrontTicket, openTicket, type PageTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'

const NAMESPACE = '/notifications'
/** Sockets of one person. More tabs than that are a loop. */
const MOST_SOCKETS = 50
/** A token that has less left than this is asked for its successor. */
const WARN_AT = 60_000
/** Somebody whose last socket closed may only be turning a page. */
const LEAVE_AFTER = 5 * 60_000
/** How often the database is asked whether what the sockets rest on is still open. */
const CONFIRM_EVERY = 15 * 60_000
const PRUNE_EVERY = 6 * 60 * 60_000
/** After a failure. */
const AGAIN_AFTER = 60_000
const DRAIN_AFTER = 1_000
/** A page that comes without a place is told again what came while it was on its way. */
const ON_ITS_WAY = 10_000
/** Heartbeats of a page that may be missing, and how often somebody looks, in heartbeats. */
const MOST_MISSED = 3
const LOOK_EVERY = 1.8

/** Closed for good: the sign-in or token is over, or may not be here. Clients do not come back by themselves. */
const CODES = { over: 4401, forbidden: 4403, flooding: 4429 } as const

type Environment = Record<string, unknown> & { TENANT_ROOM: Porters }

/** One per person, by their id: their open sockets, and the log of all that was told to them. What it knows of who may hear what it
 *  has from the door that let the socket in, and it hears of every end; it decides nothing itself. It sleeps while sockets are open. */
export class UserRoom extends DurableObject<Environment> {
  readonly #log = new Log(this.ctx.storage)
  readonly #timers = new Timers(this.ctx.storage)
  readonly #endings = new Endings(this.ctx.storage)
  readonly #presence = new Presence(this.ctx.storage, this.env.TENANT_ROOM, this.ctx.id.name ?? '')
  readonly #rate = new Rate()

  constructor(state: DurableObjectState, env: Environment) {
    super(state, env)
    // A page's heartbeats are answered without waking anybody.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('3', '6'))
  }

  /** A socket, brought by a door that knows whose it is. */
  override async fetch(request: Request): Promise<Response> {
    const ticket = openTicket(request.headers.get(TICKET_HEADER))
    if (ticket === null || request.headers.get('Upgrade') !== 'websocket') return new Response(null, { status: 400 })
    if (ticket.claims.userId !== this.ctx.id.name) return new Response(null, { status: 403 })
    try {
      await this.#presence.arrive(placesOf(ticket.claims), ticket.claims.role)
    } catch (error) {
      // Seated now, they would be told that they miss nothing while nobody tells them.
      console.error(JSON.stringify({ alert: 'place_not_told', error: error instanceof Error ? error.name : 'unknown' }))
      return new Response(null, { status: 503 })
    }
    const { 0: theirs, 1: ours } = new WebSocketPair()
    if ('sid' in ticket) this.#seatFront(ours, ticket)
    else this.#seatPage(ours, ticket)
    await this.#timers.wake()
    return new Response(null, { status: 101, webSocket: theirs })
  }

  async publish(events: Publication[]): Promise<void> {
    this.#log.append(events, Date.now())
    for (const socket of this.#sockets()) this.#tell(socket)
    this.#timers.begin('prune', '', Date.now() + PRUNE_EVERY)
    await this.#timers.wake()
  }

  async revoke(over: Revocation): Promise<void> {
    if (over.what === 'doubt') await this.#confirm()
    else {
      this.#endings.keep(over, Date.now())
      for (const socket of this.#sockets()) this.#end(socket, over)
    }
    this.#noteLeaving()
    await this.#timers.wake()
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    if (typeof message !== 'string') return
    const seat = seatOf(socket)
    if (seat.door === 'front' && message.startsWith('!')) {
      await this.#control(socket, message)
      return this.#timers.wake()
    }
    const verdict = this.#rate.verdict(Date.now())
    if (message.startsWith('!read ')) this.#read(socket, message.slice(6))
    else if (verdict === 'out') this.#showOut(socket, seat)
    else if (seat.door === 'front') this.#answer(socket, seat, message, verdict === 'limited')
    await this.#timers.wake()
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    // The other end waits for it, and the runtime does not say it by itself. Without a code: a page that is looked at again comes back.
    if (socket.readyState !== WebSocket.CLOSED) socket.close()
    this.#noteLeaving(socket)
    await this.#timers.wake()
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket)
  }

  override async alarm(): Promise<void> {
    for (const timer of this.#timers.due(Date.now())) await this.#ring(timer)
    await this.#timers.wake()
  }

  // ── Sitting down ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #seatFront(socket: WebSocket, { namespace, sid, claims, since }: FrontTicket) {
    const seat = this.#accept(socket, { door: 'front', sid, namespace, claims })
    if (namespace !== NAMESPACE) return this.#refuse(socket, packets.refused(namespace, 'Invalid namespace'), CODES.forbidden)
    if (this.#isOver(seat)) return this.#refuse(socket, packets.refused(namespace, 'Unauthorized: token revoked', 'REVOKED'), CODES.over)
    if (this.#sockets().length > MOST_SOCKETS)
      return this.#refuse(socket, packets.refused(namespace, 'Too many connections', 'RATE_LIMITED'), CODES.flooding)
    const head = this.#log.head()
    const from = since && cursorFrom(since.offset ?? since.pid)
    const isCovered = from !== null && this.#log.covers(from, roomsOf(claims))
    if (isCovered) seat.sent = from.seq
    // Before the new session is told: a client that loses the connection in between comes with its old one, and is told again.
    else if (since) this.#say(socket, seat, { name: 'inbox:stale', body: '{}' }, head)
    const pid = isCovered && since ? since.pid : `${cursorText(head)}.${newEpoch()}`
    send(socket, seat, voices.front.welcome(seat, head, pid))
    keepSeat(socket, seat)
    this.#tell(socket)
    this.#watchToken(socket, seat)
  }

  #seatPage(socket: WebSocket, { claims, since }: PageTicket) {
    const seat = this.#accept(socket, { door: 'page', sid: newEpoch(), namespace: '', claims })
    if (this.#isOver(seat)) return this.#refuse(socket, voices.page.over(seat), CODES.over)
    if (this.#sockets().length > MOST_SOCKETS) return this.#refuse(socket, voices.page.over(seat), CODES.flooding)
    const head = this.#log.head()
    const from = cursorFrom(since)
    if (since === null) seat.sent = this.#log.placeAt(Date.now() - ON_ITS_WAY)
    else if (from !== null && this.#log.covers(from, roomsOf(seat.claims))) seat.sent = from.seq
    else this.#say(socket, seat, { name: 'inbox:stale', body: '{}' }, head)
    send(socket, seat, voices.page.welcome(seat, { ...head, seq: seat.sent }, ''))
    keepSeat(socket, seat)
    this.#tell(socket)
    this.#timers.set('expire', seat.sid, claims.expiresAt)
    this.#timers.begin('quiet', '', Date.now() + this.#heartbeat() * LOOK_EVERY)
    this.#timers.begin('confirm', '', Date.now() + CONFIRM_EVERY)
  }

  #accept(socket: WebSocket, who: Pick<Seat, 'door' | 'sid' | 'namespace' | 'claims'>): Seat {
    this.ctx.acceptWebSocket(socket, [who.sid])
    const seat: Seat = { ...who, sent: this.#log.head().seq, isFull: false, unread: 0, mark: null, since: Date.now() }
    keepSeat(socket, seat)
    return seat
  }

  /** Whether what the claims rest on ended while they were on their way. A page of an ended session sits down outside of it. */
  #isOver(seat: Seat): boolean {
    for (const over of this.#endings.of(seat.claims, Date.now())) {
      const claims = afterEnding(seat.door, seat.claims, over)
      if (claims === null) return true
      seat.claims = claims
    }
    return seat.claims.expiresAt <= Date.now()
  }

  // ── Telling ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Everything that follows in the log for this socket, as far as it keeps up. The only way that an event is ever sent. */
  #tell(socket: WebSocket) {
    const seat = seatOf(socket)
    const head = this.#log.head()
    if (!this.#log.reaches(seat.sent)) {
      this.#say(socket, seat, { name: 'inbox:stale', body: '{}' }, head)
      seat.sent = head.seq
    }
    for (const entry of this.#log.after(seat.sent, roomsOf(seat.claims))) {
      if (isBehind(socket, seat)) {
        if (buffered(socket) > 0) this.#timers.begin('drain', '', Date.now() + DRAIN_AFTER)
        return keepSeat(socket, seat)
      }
      this.#say(socket, seat, entry, { epoch: head.epoch, seq: entry.seq })
      seat.sent = entry.seq
    }
    seat.sent = head.seq
    keepSeat(socket, seat)
  }

  #say(socket: WebSocket, seat: Seat, entry: Pick<Entry, 'name' | 'body'>, place: Cursor) {
    send(socket, seat, voices[seat.door].event(seat, entry, place))
  }

  #read(socket: WebSocket, name: string) {
    const seat = seatOf(socket)
    if (!isRead(seat, name)) return
    keepSeat(socket, seat)
    this.#tell(socket)
  }

  /** The front door keeps count of what its client has read. */
  #setFull(socket: WebSocket, isFull: boolean) {
    keepSeat(socket, { ...seatOf(socket), isFull })
    if (!isFull) this.#tell(socket)
  }

  // ── Listening ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The front door on its own behalf; no client's frame begins so. */
  async #control(socket: WebSocket, frame: string) {
    if (frame === FULL || frame === DRAINED) this.#setFull(socket, frame === FULL)
    else if (frame.startsWith('!refresh ')) await this.#refresh(socket, frame.slice('!refresh '.length))
  }

  #answer(socket: WebSocket, seat: Seat, frame: string, isLimited: boolean) {
    const said = packetFrom(frame)
    if (!said.ok) return socket.close(1003, 'not a packet')
    const { packet } = said
    if (packet.type === 'disconnect') return socket.close(1000, 'client left')
    if (packet.type !== 'event' || packet.id === undefined) return
    const answer = isLimited ? { success: false, code: 'RATE_LIMITED' } : this.#answerTo(packet.data, seat.claims)
    if (answer !== undefined) socket.send(packets.ack(seat.namespace, packet.id, answer))
  }

  /** Undefined for what nobody here knows; a client that waits for it has its own patience. */
  #answerTo([name, asked]: EventData, claims: Claims): Json | undefined {
    const rooms = roomsOf(claims)
    if (name === 'subscribe') return { success: rooms.some((room) => room === (asked as { room?: unknown } | null)?.room) }
    if (name === 'debug:my-rooms' && settingsFrom(this.env).environment !== 'production') return rooms
    return undefined
  }

  #showOut(socket: WebSocket, seat: Seat) {
    const last = seat.door === 'front' ? packets.refused(seat.namespace, 'Too many messages', 'RATE_LIMITED') : voices.page.over(seat)
    this.#refuse(socket, last, CODES.flooding)
  }

  #refuse(socket: WebSocket, last: string, code: number) {
    if (!isOpen(socket)) return
    socket.send(last)
    socket.close(code)
  }

  // ── Tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #watchToken(socket: WebSocket, seat: Seat) {
    const { expiresAt } = seat.claims
    this.#timers.set('expire', seat.sid, expiresAt)
    if (expiresAt - Date.now() <= WARN_AT) this.#warn(socket, seat)
    else this.#timers.set('warn', seat.sid, expiresAt - WARN_AT)
    this.#timers.begin('confirm', '', Date.now() + CONFIRM_EVERY)
  }

  #warn(socket: WebSocket, seat: Seat) {
    const expiresIn = Math.max(0, seat.claims.expiresAt - Date.now())
    if (isOpen(socket)) socket.send(packets.passing(seat.namespace, 'auth:refresh-needed', { expiresIn }))
  }

  /** The front door has verified the new token; here it must be the same person's, and no older than the one that is held. */
  async #refresh(socket: WebSocket, text: string) {
    const { ack, claims } = JSON.parse(text) as { ack: number | null; claims: Claims }
    const held = seatOf(socket).claims
    const isTheirs = claims.userId === held.userId && claims.kind === held.kind && tenantOf(claims) === tenantOf(held)
    const now = Date.now()
    const isGood = isTheirs && claims.issuedAt >= held.issuedAt && claims.expiresAt > now && this.#endings.of(claims, now).length === 0
    if (isGood) await this.#presence.arrive(placesOf(claims), claims.role)
    if (!isOpen(socket)) return
    const seat = seatOf(socket)
    const reply = (answer: { success: boolean } & Record<string, boolean | number | string>) => {
      if (ack !== null) socket.send(packets.ack(seat.namespace, ack, answer))
    }
    if (!isGood) {
      reply({ success: false, code: 'INVALID_TOKEN' })
      return this.#refuse(socket, voices.front.over(seat), CODES.over)
    }
    seat.claims = claims
    keepSeat(socket, seat)
    reply({ success: true, expiresAt: claims.expiresAt })
    this.#timers.drop('warn', seat.sid)
    this.#watchToken(socket, seat)
    this.#noteLeaving()
  }

  #end(socket: WebSocket, over: Revocation) {
    const seat = seatOf(socket)
    const claims = afterEnding(seat.door, seat.claims, over)
    if (claims === null) return this.#refuse(socket, voices[seat.door].over(seat), over.what === 'user' ? CODES.forbidden : CODES.over)
    seat.claims = claims
    keepSeat(socket, seat)
  }

  // ── Time ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #ring({ kind, key }: Timer): Promise<void> {
    if (kind === 'leave') return this.#leave(key)
    if (kind === 'confirm') return this.#confirm()
    this.#timers.drop(kind, key)
    const now = Date.now()
    if (kind === 'prune' && this.#log.prune(now)) this.#timers.set('prune', '', now + PRUNE_EVERY)
    if (kind === 'drain') for (const socket of this.#sockets()) this.#tell(socket)
    if (kind === 'quiet') this.#dropSilentPages(now)
    if (kind !== 'warn' && kind !== 'expire') return
    const socket = this.#sockets(key)[0]
    if (!socket) return
    const seat = seatOf(socket)
    if (kind === 'expire' && seat.claims.expiresAt <= now) this.#refuse(socket, voices[seat.door].over(seat), CODES.over)
    if (kind === 'warn' && seat.claims.expiresAt - now <= WARN_AT) this.#warn(socket, seat)
  }

  /** A page whose browser went to sleep or lost its way without a word. */
  #dropSilentPages(now: number) {
    const patience = this.#heartbeat() * MOST_MISSED
    const pages = this.#sockets().filter((socket) => seatOf(socket).door === 'page')
    for (const page of pages) {
      const last = this.ctx.getWebSocketAutoResponseTimestamp(page)?.getTime() ?? seatOf(page).since
      if (now - last > patience) page.close(1001, 'no heartbeat')
    }
    if (pages.some(isOpen)) this.#timers.set('quiet', '', now + this.#heartbeat() * LOOK_EVERY)
    this.#noteLeaving()
  }

  /** Places that no open socket needs any more. */
  #noteLeaving(closed?: WebSocket) {
    const needed = this.#needed(closed)
    for (const place of this.#presence.places()) if (!needed.has(place)) this.#timers.begin('leave', place, Date.now() + LEAVE_AFTER)
  }

  async #leave(key: string) {
    const place = key as ReturnType<typeof placesOf>[number]
    const isDue = () => this.#timers.due(Date.now()).some((timer) => timer.kind === 'leave' && timer.key === place)
    try {
      await this.#presence.leave(place, () => {
        if (!isDue()) return false
        if (this.#needed().has(place)) {
          this.#timers.drop('leave', place)
          return false
        }
        // Whoever comes back after this was away when it mattered, and is told so.
        if (this.#sockets().length === 0) this.#log.beginEpoch()
        return true
      })
      this.#timers.drop('leave', place)
    } catch {
      this.#timers.set('leave', place, Date.now() + AGAIN_AFTER)
    }
  }

  /** The net under `revoke`: whatever ended in the database and was not said here. Where it cannot be asked, it is asked again soon. */
  async #confirm() {
    this.#timers.set('confirm', '', Date.now() + AGAIN_AFTER)
    const staff = this.#sockets()
      .map((socket) => seatOf(socket).claims)
      .filter((claims) => claims.kind === 'staff')
    if (staff.length > 0) {
      const settings = settingsFrom(this.env)
      const scope = jobScope(neonDatabase(settings.databases, settings.neonLocal), settings.appVersion)
      try {
        for (const over of await whatIsOver(scope, staff)) await this.revoke(over)
      } catch (error) {
        console.error(JSON.stringify({ alert: 'room_not_confirmed', error: error instanceof Error ? error.name : 'unknown' }))
        return
      }
    }
    this.#noteLeaving()
    if (this.#presence.places().length > 0) this.#timers.set('confirm', '', Date.now() + CONFIRM_EVERY)
    else this.#timers.drop('confirm', '')
  }

  // ── Looking round ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sockets(sid?: string): WebSocket[] {
    return this.ctx.getWebSockets(sid).filter(isOpen)
  }

  #needed(but?: WebSocket): Set<string> {
    return new Set(
      this.#sockets()
        .filter((socket) => socket !== but)
        .flatMap((socket) => placesOf(seatOf(socket).claims)),
    )
  }

  #heartbeat(): number {
    return settingsFrom(this.env).heartbeat
  }
}

const tenantOf = (claims: Claims) => (claims.kind === 'tenant' ? claims.tenantId : null)
