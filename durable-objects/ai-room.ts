import { DurableObject } from 'cloudflare:workers'
import { Afterwards } from '#objects/ai-room/afterwards.ts'
import { Answering } from '#objects/ai-room/answering.ts'
import { type Asker, Beginning, type Begun, PRUNE_EVERY, type Question, type Speaker } from '#objects/ai-room/beginning.ts'
import { Listening } from '#objects/ai-room/listening.ts'
import { Readers } from '#objects/ai-room/readers.ts'
import { Runs } from '#objects/ai-room/runs.ts'
import { seatOf } from '#objects/ai-room/seat.ts'
import { CODES, Telling } from '#objects/ai-room/telling.ts'
import type { TimerKind } from '#objects/ai-room/timers.ts'
import { Tokens } from '#objects/ai-room/tokens.ts'
import { afterEnding, Endings } from '#objects/user-room/endings.ts'
import { packets } from '#objects/user-room/packets.ts'
import { type Timer, Timers } from '#objects/user-room/timers.ts'
import { modelFrom } from '#worker/ai/models.ts'
import { PATIENCE } from '#worker/ai/relay.ts'
import type { AnswerShown } from '#worker/ai/rules/answer.ts'
import { type Basis, maySee, restsOn, type Run } from '#worker/ai/rules/run.ts'
import { NOTHING_BEFORE } from '#worker/ai/rules/turns.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import type { Revocation } from '#worker/live/rules/publication.ts'
import { type FrontTicket, openTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'

export type { Begun }

/** Where somebody is who asks for a run. */
export type Place = Pick<Basis, 'tenantId' | 'sessionId'>

export type Answer = AnswerShown

/** One per person: the answers of models that they asked for. It writes down what is said before anybody hears it, stops when it is told to
 *  from any tab, and goes on telling whoever comes back. It reads a record only with the keys of whoever asks, for that one reading. */
export class AiRoom extends DurableObject<Bindings> {
  readonly #settings = settingsFrom(this.env)
  /** A test speaks for it. */
  readonly speaker: Speaker = { model: modelFrom(this.#settings.ai, this.env.AI), patience: PATIENCE }
  readonly #runs = new Runs(this.ctx.storage)
  readonly #timers = new Timers<TimerKind>(this.ctx.storage)
  readonly #endings = new Endings(this.ctx.storage)
  readonly #readers = new Readers(this.#runs)
  readonly #telling = new Telling(this.ctx, this.#runs, this.#readers, this.#timers)
  readonly #tokens = new Tokens(this.#telling, this.#timers, this.#endings)
  readonly #afterwards = new Afterwards({
    userId: this.ctx.id.name ?? '',
    env: this.env,
    settings: this.#settings,
    runs: this.#runs,
    timers: this.#timers,
    telling: this.#telling,
  })
  readonly #answering = new Answering(this.ctx.storage, this.#runs, {
    told: () => this.#telling.tellAll(),
    ended: (id) => this.#afterwards.begin(id),
    expired: (run) => this.ctx.waitUntil(this.#over(run)),
  })
  readonly #beginning = new Beginning({
    state: this.ctx,
    env: this.env,
    settings: this.#settings,
    speaker: this.speaker,
    runs: this.#runs,
    timers: this.#timers,
    endings: this.#endings,
    answering: this.#answering,
  })
  readonly #listening = new Listening({
    state: this.ctx,
    speaker: this.speaker,
    runs: this.#runs,
    telling: this.#telling,
    tokens: this.#tokens,
    endings: this.#endings,
    beginning: this.#beginning,
    answering: this.#answering,
  })

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env)
    const ended = this.#runs.wake(Date.now())
    if (ended.length === 0) return
    for (const run of ended) this.#afterwards.begin(run.id)
    void state.blockConcurrencyWhile(() => this.#timers.wake())
  }

  /** A client's socket, brought by the front door, or a page that reads along. */
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === '/text') return this.#readAlong(request)
    const ticket = openTicket<FrontTicket>(request.headers.get(TICKET_HEADER))
    if (ticket === null || request.headers.get('Upgrade') !== 'websocket') return new Response(null, { status: 400 })
    if (ticket.claims.userId !== this.ctx.id.name) return new Response(null, { status: 403 })
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.#listening.sit(ours, ticket)
    await this.#timers.wake()
    return new Response(null, { status: 101, webSocket: theirs })
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    if (typeof frame !== 'string') return
    await this.#listening.hear(socket, frame)
    await this.#timers.wake()
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    const { follows } = seatOf(socket)
    if (socket.readyState !== WebSocket.CLOSED) socket.close()
    for (const { run } of follows) this.#telling.noteUnwatched(run, socket)
    await this.#timers.wake()
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket)
  }

  override async alarm(): Promise<void> {
    for (const timer of this.#timers.due(Date.now())) await this.#ring(timer)
    await this.#timers.wake()
  }

  /** Over in the database already: the sockets that rest on it close, the answers that rest on it stop and are forgotten. */
  async revoke(over: Revocation): Promise<void> {
    this.#endings.keep(over, Date.now())
    // No word of an answer is told after this: the sockets close before the answers are stopped.
    for (const socket of this.#telling.sockets()) {
      const seat = seatOf(socket)
      if (afterEnding('front', seat.claims, over) === null) this.#telling.refuse(socket, packets.disconnected(seat.namespace), CODES.over)
    }
    await Promise.all(
      this.#runs
        .latest()
        .filter(({ basis }) => restsOn(basis, over))
        .map((run) => this.#over(run)),
    )
  }

  // ── For pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async begin(asker: Asker, question: Question): Promise<Begun> {
    const begun = await this.#beginning.begin(asker, question)
    if (begun.ok) this.#telling.noteUnwatched(begun.runId)
    await this.#timers.wake()
    return begun
  }

  async answer({ runId, basis }: { runId: string; basis: Place }): Promise<Answer | null> {
    const run = this.#runs.seen(runId, basis)
    if (!run) return null
    const { id, task, state, code, label, usage, chunks, entityId } = run
    const asked = this.#runs.question(id)
    const before = asked === null ? NOTHING_BEFORE : this.#runs.before(run)
    return { id, task, state, code, label, usage, chunks, entityId, asked, before, text: this.#runs.text(id) }
  }

  /** The last that was asked about this record. */
  async lately({ entityId, basis }: { entityId: string; basis: Place }): Promise<Answer | null> {
    const run = this.#runs.latest().find((each) => each.entityId === entityId && maySee(basis, each.basis))
    return run === undefined ? null : this.answer({ runId: run.id, basis })
  }

  /** Resolves when the run has ended, or somebody's patience has, in ms. */
  async ended({ runId, patience }: { runId: string; patience: number }): Promise<void> {
    const until = Date.now() + patience
    while (this.#answering.has(runId) && Date.now() < until) await new Promise((go) => setTimeout(go, 50))
  }

  /** Answers false where there is nothing of this name to be stopped. */
  async cancel({ runId, basis }: { runId: string; basis: Place }): Promise<boolean> {
    const run = this.#runs.seen(runId, basis)
    if (run?.state === 'running') await this.#answering.stop(run, null)
    await this.#timers.wake()
    return run !== undefined
  }

  #readAlong(request: Request): Response {
    const asked = JSON.parse(request.headers.get(TICKET_HEADER) ?? 'null') as { runId: string; from: number } & Place
    const run = this.#runs.seen(asked.runId, asked)
    if (!run) return new Response(null, { status: 404 })
    this.#timers.drop('unwatched', run.id)
    const body = this.#readers.open(run.id, asked.from, () => {
      this.#telling.noteUnwatched(run.id)
      return this.#timers.wake()
    })
    return new Response(body)
  }

  // ── Ends ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What it rests on has ended. */
  async #over(run: Run): Promise<void> {
    if (run.state === 'running') await this.#answering.stop(run, 'ENDED')
    if (run.basis.sessionId !== null) this.#afterwards.forget(run.id)
    await this.#timers.wake()
  }

  async #ring({ kind, key }: Timer<TimerKind>): Promise<void> {
    if (kind === 'note') return this.#afterwards.note(key)
    this.#timers.drop(kind, key)
    const now = Date.now()
    if (kind === 'forget') this.#afterwards.forget(key)
    if (kind === 'prune') {
      this.#runs.prune(now)
      if (this.#runs.latest().length > 0) this.#timers.set('prune', '', now + PRUNE_EVERY)
    }
    if (kind === 'unwatched') {
      const run = this.#runs.find(key)
      if (run?.state === 'running' && !this.#telling.isWatched(key)) await this.#answering.stop(run, null)
    }
    if (kind === 'warn' || kind === 'expire') this.#tokens.ring(kind, key, now)
  }
}
