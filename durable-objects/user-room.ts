import { DurableObject } from 'cloudflare:workers'
import { Absence } from '#objects/user-room/absence.ts'
import { Arrivals } from '#objects/user-room/arrivals.ts'
import { afterEnding, Endings } from '#objects/user-room/endings.ts'
import { Listening } from '#objects/user-room/listening.ts'
import { Log } from '#objects/user-room/log.ts'
import { type Porters, Presence } from '#objects/user-room/presence.ts'
import { isOpen, keepSeat, seatOf } from '#objects/user-room/seat.ts'
import { CODES, Telling } from '#objects/user-room/telling.ts'
import { type Timer, Timers } from '#objects/user-room/timers.ts'
import { Tokens } from '#objects/user-room/tokens.ts'
import { voices } from '#objects/user-room/voice.ts'
import { jobScope } from '#worker/db/job.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import type { Scope } from '#worker/db/scope.ts'
import { settingsFrom } from '#worker/env.ts'
import { whatIsOver } from '#worker/live/queries/still-open.ts'
import { placesOf } from '#worker/live/rules/places.ts'
import type { Publication, Revocation } from '#worker/live/rules/publication.ts'
import { openTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'
import { hasMovedOn } from '#worker/tenant/queries/moved-on.ts'
import type { Shown } from '#worker/tenant/rules/news.ts'

/** How often the database is asked whether what the sockets rest on is still open, in ms. */
const CONFIRM_EVERY = 15 * 60_000
const PRUNE_EVERY = 6 * 60 * 60_000
/** After a failure. */
const AGAIN_AFTER = 60_000
/** Heartbeats of a page that may be missing, and how often somebody looks, in heartbeats. */
const MOST_MISSED = 3
const LOOK_EVERY = 1.8

type Environment = Record<string, unknown> & { TENANT_ROOM: Porters }

/** One per person, by their id: their open sockets, and the log of all that was told to them. What it knows of who may hear what it
 *  has from the door that let the socket in, and it hears of every end; it decides nothing itself. It sleeps while sockets are open. */
export class UserRoom extends DurableObject<Environment> {
  readonly #log = new Log(this.ctx.storage)
  readonly #timers = new Timers(this.ctx.storage)
  readonly #endings = new Endings(this.ctx.storage)
  readonly #presence = new Presence(this.ctx.storage, this.env.TENANT_ROOM, this.ctx.id.name ?? '')
  readonly #telling = new Telling(this.ctx, this.#log, this.#timers)
  readonly #tokens = new Tokens(this.#telling, this.#timers)
  readonly #arrivals = new Arrivals(this.ctx, this.#log, this.#endings, this.#telling)
  readonly #absence = new Absence(this.#log, this.#timers, this.#presence, this.#telling)
  readonly #listening = new Listening({
    telling: this.#telling,
    tokens: this.#tokens,
    endings: this.#endings,
    presence: this.#presence,
    absence: this.#absence,
    isProduction: () => settingsFrom(this.env).environment === 'production',
    hasMovedOn: (tenantId, shown) => this.#hasMovedOn(tenantId, shown),
  })

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
    const seat = 'sid' in ticket ? this.#arrivals.front(ours, ticket) : this.#arrivals.page(ours, ticket)
    if (seat !== null) {
      this.#tokens.watch(ours, seat)
      if (seat.door === 'page') this.#timers.begin('quiet', '', Date.now() + this.#heartbeat() * LOOK_EVERY)
      this.#timers.begin('confirm', '', Date.now() + CONFIRM_EVERY)
    }
    await this.#timers.wake()
    return new Response(null, { status: 101, webSocket: theirs })
  }

  async publish(events: Publication[]): Promise<void> {
    this.#log.append(events, Date.now())
    this.#telling.tellAll()
    this.#timers.begin('prune', '', Date.now() + PRUNE_EVERY)
    await this.#timers.wake()
  }

  async revoke(over: Revocation): Promise<void> {
    if (over.what === 'doubt') await this.#confirm()
    else this.#end(over)
    await this.#timers.wake()
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    // Who was shown out may still have said much; nobody listens.
    if (typeof message !== 'string' || !isOpen(socket)) return
    await this.#listening.hear(socket, message)
    await this.#timers.wake()
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    // The other end waits for it, and the runtime does not say it by itself. Without a code: a page that is looked at again comes back.
    if (socket.readyState !== WebSocket.CLOSED) socket.close()
    this.#absence.note(socket)
    await this.#timers.wake()
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket)
  }

  override async alarm(): Promise<void> {
    for (const timer of this.#timers.due(Date.now())) await this.#ring(timer)
    await this.#timers.wake()
  }

  /** Each socket that rests on it hears that it is over, and is closed; it is remembered for those who are on their way. */
  #end(over: Revocation) {
    this.#endings.keep(over, Date.now())
    for (const socket of this.#telling.sockets()) {
      const seat = seatOf(socket)
      const claims = afterEnding(seat.door, seat.claims, over)
      if (claims !== null) keepSeat(socket, { ...seat, claims })
      else this.#telling.refuse(socket, voices[seat.door].over(seat), over.what === 'user' ? CODES.forbidden : CODES.over)
    }
    this.#absence.note()
  }

  async #ring({ kind, key }: Timer): Promise<void> {
    if (kind === 'leave') return this.#absence.ring(key)
    if (kind === 'confirm') return this.#confirm()
    this.#timers.drop(kind, key)
    const now = Date.now()
    if (kind === 'prune' && this.#log.prune(now)) this.#timers.set('prune', '', now + PRUNE_EVERY)
    if (kind === 'drain') this.#telling.tellAll()
    if (kind === 'quiet') this.#dropSilentPages(now)
    if (kind === 'warn' || kind === 'expire') this.#tokens.ring(kind, key, now)
  }

  /** A page whose browser went to sleep or lost its way without a word. */
  #dropSilentPages(now: number) {
    const patience = this.#heartbeat() * MOST_MISSED
    const pages = this.#telling.sockets().filter((socket) => seatOf(socket).door === 'page')
    for (const page of pages) {
      const last = this.ctx.getWebSocketAutoResponseTimestamp(page)?.getTime() ?? seatOf(page).since
      if (now - last > patience) page.close(1001, 'no heartbeat')
    }
    if (pages.some(isOpen)) this.#timers.set('quiet', '', now + this.#heartbeat() * LOOK_EVERY)
    this.#absence.note()
  }

  /** The net under `revoke`: whatever ended in the database and was not said here. Where it cannot be asked, it is asked again soon. */
  async #confirm() {
    this.#timers.set('confirm', '', Date.now() + AGAIN_AFTER)
    const staff = this.#telling
      .sockets()
      .map((socket) => seatOf(socket).claims)
      .filter((claims) => claims.kind === 'staff')
    if (staff.length > 0) {
      try {
        for (const over of await whatIsOver(this.#scope(), staff)) this.#end(over)
      } catch (error) {
        console.error(JSON.stringify({ alert: 'room_not_confirmed', error: error instanceof Error ? error.name : 'unknown' }))
        return
      }
    }
    this.#absence.note()
    if (this.#presence.places().length > 0) this.#timers.set('confirm', '', Date.now() + CONFIRM_EVERY)
    else this.#timers.drop('confirm', '')
  }

  /** Where it cannot be asked, nothing is said: whoever changes the record from there is told by the form. */
  async #hasMovedOn(tenantId: string, shown: Shown): Promise<boolean> {
    try {
      return await hasMovedOn(this.#scope(), tenantId, shown)
    } catch (error) {
      console.error(JSON.stringify({ alert: 'record_not_compared', error: error instanceof Error ? error.name : 'unknown' }))
      return false
    }
  }

  #scope(): Scope {
    const settings = settingsFrom(this.env)
    return jobScope(neonDatabase(settings.databases, settings.neonLocal), settings.appVersion)
  }

  #heartbeat(): number {
    return settingsFrom(this.env).heartbeat
  }
}
