import { DurableObject } from 'cloudflare:workers'
import { Answering } from '#objects/ai-room/answering.ts'
import { type Entity, look, type Unopened } from '#objects/ai-room/asking.ts'
import { type CommandName, isCommand, shapes } from '#objects/ai-room/commands.ts'
import { chunkEvent, endEvent, faultEvent, type Told } from '#objects/ai-room/events.ts'
import { Readers } from '#objects/ai-room/readers.ts'
import { forgetAt, Runs } from '#objects/ai-room/runs.ts'
import { follow, keepSeat, type Seat, seatOf } from '#objects/ai-room/seat.ts'
import { afterEnding, Endings } from '#objects/user-room/endings.ts'
import { packets } from '#objects/user-room/packets.ts'
import { Rate } from '#objects/user-room/rate.ts'
import { isOpen } from '#objects/user-room/seat.ts'
import { type Timer, Timers } from '#objects/user-room/timers.ts'
import type { AnswerShown } from '#worker/ai/rules/answer.ts'
import { modelFrom } from '#worker/ai/models.ts'
import { noteRun } from '#worker/ai/queries/note.ts'
import { PATIENCE } from '#worker/ai/relay.ts'
import { mayBegin, UNWATCHED_FOR } from '#worker/ai/rules/limits.ts'
import type { Model } from '#worker/ai/rules/model.ts'
import { promptOf, textOf } from '#worker/ai/rules/prompt.ts'
import { type Basis, basisOf, maySee, restsOn, type Run, type Task } from '#worker/ai/rules/run.ts'
import type { Given } from '#worker/ai/rules/skill.ts'
import { tokensOf } from '#worker/ai/rules/tokens.ts'
import { CHAT, type Way } from '#worker/ai/skills/chat.ts'
import { skillNamed, skillsFor } from '#worker/ai/skills/skills.ts'
import type { Share } from '#worker/auth/rules/budgets.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { jobScope } from '#worker/db/job.ts'
import { type Bindings, settingsFrom } from '#worker/env.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'
import type { Json, Revocation } from '#worker/live/rules/publication.ts'
import { type FrontTicket, openTicket, TICKET_HEADER } from '#worker/live/rules/ticket.ts'
import { DRAINED, FULL, keyedFrom } from '#worker/live/rules/wire/control.ts'
import { packetFrom } from '#worker/live/rules/wire/packet.ts'
import { newId } from '#worker/rules/ids.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** Sockets of one person. More tabs than that are a loop. */
const MOST_SOCKETS = 50
/** A token that has less left than this is asked for its successor. */
const WARN_AT = 60_000
const AGAIN_AFTER = 60_000
const PRUNE_EVERY = 6 * 60 * 60_000

const CODES = { over: 4401, forbidden: 4403, flooding: 4429 } as const

type TimerKind = 'warn' | 'expire' | 'unwatched' | 'note' | 'forget' | 'prune'

/** Who asks, for one command. The keys are sealed. */
export type Asker = { basis: Basis; role: Role | TenantRole; keys: string | null; share: Share }
/** `command`: the same one again is the same run. */
export type Question = { task: Task; given: Given; entity: Entity | null; command: string | null }
export type Begun = { ok: true; runId: string } | Unopened

/** Where somebody is who asks for a run. */
export type Place = Pick<Basis, 'tenantId' | 'sessionId'>

export type Answer = AnswerShown

/** One per person: the answers of models that they asked for. It writes down what is said before anybody hears it, stops when it is told to
 *  from any tab, and goes on telling whoever comes back. It reads a record only with the keys of whoever asks, for that one reading. */
export class AiRoom extends DurableObject<Bindings> {
  readonly #runs = new Runs(this.ctx.storage)
  readonly #timers = new Timers<TimerKind>(this.ctx.storage)
  readonly #endings = new Endings(this.ctx.storage)
  readonly #rate = new Rate()
  readonly #readers = new Readers(this.#runs)
  readonly #answering = new Answering(this.ctx.storage, this.#runs, {
    told: () => this.#tellAll(),
    ended: (id) => this.#afterEnd(id),
    expired: (run) => this.ctx.waitUntil(this.#over(run)),
  })
  /** Runs that are being prepared: they count before there is a row of them. */
  #preparing = 0
  #settings = settingsFrom(this.env)
  /** A test speaks for it. */
  model: Model = modelFrom(this.#settings.ai, this.env.AI)
  patience = PATIENCE

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env)
    const ended = this.#runs.wake(Date.now())
    if (ended.length === 0) return
    for (const run of ended) this.#afterEnd(run.id)
    void state.blockConcurrencyWhile(() => this.#timers.wake())
  }

  /** A client's socket, brought by the front door, or a page that reads along. */
  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === '/text') return this.#readAlong(request)
    const ticket = openTicket<FrontTicket>(request.headers.get(TICKET_HEADER))
    if (ticket === null || request.headers.get('Upgrade') !== 'websocket') return new Response(null, { status: 400 })
    if (ticket.claims.userId !== this.ctx.id.name) return new Response(null, { status: 403 })
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.#sit(ours, ticket)
    await this.#timers.wake()
    return new Response(null, { status: 101, webSocket: theirs })
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    if (typeof frame !== 'string') return
    if (frame === FULL || frame === DRAINED) this.#setFull(socket, frame === FULL)
    else if (frame.startsWith('!refresh ')) this.#refresh(socket, frame.slice('!refresh '.length))
    else {
      const { keys, text } = keyedFrom(frame)
      await this.#hear(socket, text, keys)
    }
    await this.#timers.wake()
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    const { follows } = seatOf(socket)
    if (socket.readyState !== WebSocket.CLOSED) socket.close()
    for (const { run } of follows) this.#noteUnwatched(run, socket)
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
    for (const socket of this.#sockets()) {
      const seat = seatOf(socket)
      if (afterEnding('front', seat.claims, over) === null) this.#refuse(socket, packets.disconnected(seat.namespace), CODES.over)
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
    const begun = await this.#begin(asker, question)
    if (begun.ok) this.#noteUnwatched(begun.runId)
    await this.#timers.wake()
    return begun
  }

  async answer({ runId, basis }: { runId: string; basis: Place }): Promise<Answer | null> {
    const run = this.#seen(runId, basis)
    if (!run) return null
    const { id, task, state, code, label, usage, chunks, entityId } = run
    return { id, task, state, code, label, usage, chunks, entityId, text: this.#runs.chunks(id, 0).join('') }
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
    const run = this.#seen(runId, basis)
    if (run?.state === 'running') await this.#answering.stop(run, null)
    await this.#timers.wake()
    return run !== undefined
  }

  #readAlong(request: Request): Response {
    const asked = JSON.parse(request.headers.get(TICKET_HEADER) ?? 'null') as { runId: string; from: number } & Place
    const run = this.#seen(asked.runId, asked)
    if (!run) return new Response(null, { status: 404 })
    this.#timers.drop('unwatched', run.id)
    const body = this.#readers.open(run.id, asked.from, () => {
      this.#noteUnwatched(run.id)
      return this.#timers.wake()
    })
    return new Response(body)
  }

  // ── Listening ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sit(socket: WebSocket, { namespace, sid, claims }: FrontTicket) {
    this.ctx.acceptWebSocket(socket, [sid])
    const seat: Seat = { sid, namespace, claims, context: null, follows: [], isFull: false }
    keepSeat(socket, seat)
    if (this.#endings.of(claims, Date.now()).length > 0 || claims.expiresAt <= Date.now())
      return this.#refuse(socket, packets.refused(namespace, 'Unauthorized: token revoked', 'REVOKED'), CODES.over)
    if (this.#sockets().length > MOST_SOCKETS)
      return this.#refuse(socket, packets.refused(namespace, 'Too many connections', 'RATE_LIMITED'), CODES.flooding)
    socket.send(packets.connected(namespace, sid, newEpoch()))
    this.#watchToken(socket, seat)
  }

  async #hear(socket: WebSocket, text: string, keys: string | null) {
    const seat = seatOf(socket)
    const verdict = this.#rate.verdict(Date.now())
    if (verdict === 'out') return this.#refuse(socket, packets.refused(seat.namespace, 'Too many messages', 'RATE_LIMITED'), CODES.flooding)
    const said = packetFrom(text)
    if (!said.ok) return socket.close(1003, 'not a packet')
    const { packet } = said
    if (packet.type === 'disconnect') return socket.close(1000, 'client left')
    if (packet.type !== 'event' || !isCommand(packet.data[0])) return
    const [name, asked] = packet.data as [CommandName, Json | undefined]
    const acknowledge = (answer: { [name: string]: Json }) => {
      if (packet.id !== undefined && isOpen(socket)) socket.send(packets.ack(seat.namespace, packet.id, answer))
    }
    if (verdict === 'limited') return acknowledge({ success: false, code: 'RATE_LIMITED', error: 'RATE_LIMITED' })
    await this.#obey(socket, name, asked, keys, acknowledge)
  }

  async #obey(
    socket: WebSocket,
    name: CommandName,
    asked: Json | undefined,
    keys: string | null,
    acknowledge: (answer: { [name: string]: Json }) => void,
  ) {
    const seat = seatOf(socket)
    const basis = basisOf(seat.claims)
    switch (name) {
      case 'ai:load-context': {
        acknowledge(await this.#load(socket, shapes[name].safeParse(asked).data ?? null, keys))
        return
      }
      case 'ai:execute-skill': {
        const parsed = shapes[name].safeParse(asked)
        const skill = parsed.success ? skillNamed(parsed.data.skill) : undefined
        const input = skill?.input.safeParse(parsed.data?.input)
        const label = parsed.success ? parsed.data.skill.slice(0, 40) : ''
        if (!skill || !input?.success)
          return this.#deny(socket, label, { ok: false, code: skill ? 'INVALID_INPUT' : 'UNKNOWN_SKILL' }, acknowledge)
        const question = { task: skill.name, given: input.data, command: parsed.data?.commandId ?? null }
        return this.#ask(socket, { ...question, entity: seat.context }, keys, acknowledge)
      }
      case 'ai:chat': {
        const parsed = shapes[name].safeParse(asked)
        if (!parsed.success) return this.#deny(socket, 'chat', { ok: false, code: 'INVALID_INPUT' }, acknowledge)
        const { message, commandId = null } = parsed.data
        return this.#ask(
          socket,
          { task: 'chat', given: { text: message, language: '' }, entity: seat.context, command: commandId },
          keys,
          acknowledge,
        )
      }
      case 'ai:cancel': {
        const { data } = shapes[name].safeParse(asked ?? {})
        const run = basis && data && (data.runId ? this.#seen(data.runId, basis) : this.#current(basis))
        if (run?.state === 'running') await this.#answering.stop(run, null)
        return acknowledge(run ? { success: true, runId: run.id, state: this.#runs.find(run.id)?.state ?? run.state } : NOT_FOUND)
      }
      case 'ai:resume': {
        const { data } = shapes[name].safeParse(asked)
        const run = basis && data && this.#seen(data.runId, basis)
        if (!run) {
          this.#say(socket, faultEvent('chat', 'NOT_FOUND', data ? { runId: data.runId } : {}))
          return acknowledge(NOT_FOUND)
        }
        acknowledge({ success: true, runId: run.id, chunks: run.chunks })
        return this.#follow(socket, run.id, data.from)
      }
    }
  }

  async #load(socket: WebSocket, entity: Entity | null, keys: string | null): Promise<{ [name: string]: Json }> {
    if (entity === null) return NOT_FOUND
    const basis = basisOf(seatOf(socket).claims)
    if (basis === null) return NOT_FOUND
    const opened = await this.#look({ basis, keys, share: 'api' }, { entity, act: 'ai:load' })
    if (!opened.ok) return opened.code === 'NOT_FOUND' ? NOT_FOUND : { success: false, error: opened.code, ...retryOf(opened) }
    if (!isOpen(socket)) return NOT_FOUND
    const seat = seatOf(socket)
    keepSeat(socket, { ...seat, context: entity })
    const skills = skillsFor(entity.entityType, { role: seat.claims.role, mayWrite: opened.mayWrite })
    return {
      success: true,
      context: { ...entity, label: opened.record?.label ?? '', model: this.model.label },
      availableSkills: skills.map((skill) => skill.name),
    }
  }

  async #ask(socket: WebSocket, question: Question, keys: string | null, acknowledge: (answer: { [name: string]: Json }) => void) {
    const { claims } = seatOf(socket)
    const basis = basisOf(claims)
    const begun: Begun =
      basis === null ? { ok: false, code: 'NO_CONTEXT' } : await this.#begin({ basis, role: claims.role, keys, share: 'api' }, question)
    if (!begun.ok) return this.#deny(socket, question.task, begun, acknowledge)
    acknowledge({ success: true, runId: begun.runId })
    this.#follow(socket, begun.runId, 0)
  }

  #deny(socket: WebSocket, task: string, refused: Unopened, acknowledge: (answer: { [name: string]: Json }) => void) {
    this.#say(socket, faultEvent(task, refused.code, retryOf(refused)))
    acknowledge({ success: false, code: refused.code, ...retryOf(refused) })
  }

  // ── A run ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #begin(asker: Asker, question: Question): Promise<Begun> {
    const before = this.#runs.byCommand(question.command)
    if (before) return maySee(asker.basis, before.basis) ? { ok: true, runId: before.id } : { ok: false, code: 'INVALID_INPUT' }
    const skill = question.task === 'chat' ? CHAT : skillNamed(question.task)
    if (!skill) return { ok: false, code: 'UNKNOWN_SKILL' }
    if (skill.needs === 'record' && question.entity === null) return { ok: false, code: 'NO_CONTEXT' }
    const lately = this.#runs.latest()
    const running = lately.filter(({ state }) => state === 'running').length + this.#preparing
    const allowed = mayBegin({ running, started: lately.map(({ startedAt }) => startedAt) }, Date.now())
    if (!allowed.ok) return { ok: false, code: 'RATE_LIMITED', retryAfter: allowed.retryAfter }
    this.#preparing += 1
    try {
      return await this.#prepare(asker, question, skill)
    } finally {
      this.#preparing -= 1
    }
  }

  async #prepare({ basis, role, keys, share }: Asker, { task, given, entity, command }: Question, skill: Way): Promise<Begun> {
    const asked = Date.now()
    const affordable = await this.env.AI_PURSE.getByName(basis.tenantId).may({ most: this.#settings.ai.tenantBudget })
    if (!affordable.ok) return { ok: false, code: 'RATE_LIMITED', retryAfter: affordable.retryAfter }
    const id = newId('run')
    const wanted = skill.needs === 'record' ? entity : null
    const facts = { run: id, task, model: this.model.name }
    const opened = await this.#look({ basis, keys, share }, { entity: wanted, act: 'ai:ask', facts })
    if (!opened.ok) return opened
    if (entity && task !== 'chat' && !skillsFor(entity.entityType, { role, mayWrite: opened.mayWrite }).some(({ name }) => name === task))
      return { ok: false, code: 'UNKNOWN_SKILL' }
    // What ended while the record was read is over.
    if (this.#endings.after(asked).some((over) => restsOn(basis, over))) return { ok: false, code: 'ENDED' }
    const now = Date.now()
    const twin = this.#runs.byCommand(command)
    if (twin) return { ok: true, runId: twin.id }
    const prompt = promptOf({ task, instructions: skill.instructions(given), words: given.text, record: opened.record })
    const { system, user } = textOf(prompt, '')
    this.#runs.begin({
      id,
      command,
      task,
      entityType: wanted?.entityType ?? null,
      entityId: wanted?.entityId ?? null,
      basis,
      model: this.model.name,
      label: this.model.label,
      usage: { tokensIn: tokensOf(system) + tokensOf(user), tokensOut: 0 },
      startedAt: now,
      until: opened.until,
    })
    this.#timers.begin('prune', '', now + PRUNE_EVERY)
    const asking = { model: this.model, prompt, patience: this.patience, fits: (output: string) => skill.fits(output, given) }
    this.ctx.waitUntil(this.#answering.run(id, asking).then(() => this.#timers.wake()))
    return { ok: true, runId: id }
  }

  #look({ basis, keys, share }: Omit<Asker, 'role'>, wanted: Parameters<typeof look>[2]) {
    const userId = this.ctx.id.name ?? ''
    const tenantId = basis.sessionId === null ? basis.tenantId : null
    return look({ settings: this.#settings, desk: this.env.OPERATOR_DESK.getByName(userId), userId, tenantId, share }, keys, wanted)
  }

  /** What it rests on has ended. */
  async #over(run: Run): Promise<void> {
    if (run.state === 'running') await this.#answering.stop(run, 'ENDED')
    if (run.basis.sessionId !== null) this.#forget(run.id)
    await this.#timers.wake()
  }

  #afterEnd(id: string) {
    const run = this.#runs.find(id)
    if (!run) return
    const now = Date.now()
    this.#timers.drop('unwatched', id)
    this.#timers.set('note', id, now)
    this.#timers.set('forget', id, forgetAt(run, run.endedAt ?? now))
    this.#tellAll()
  }

  #forget(id: string) {
    this.#runs.forget(id)
    this.#timers.drop('forget', id)
  }

  // ── Telling ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #follow(socket: WebSocket, id: string, from: number) {
    if (!isOpen(socket)) return
    const seat = seatOf(socket)
    follow(seat, id, from)
    keepSeat(socket, seat)
    this.#timers.drop('unwatched', id)
    this.#tell(socket)
  }

  #tellAll() {
    for (const socket of this.#sockets()) this.#tell(socket)
    this.#readers.tell()
  }

  /** All that follows of the runs this socket follows, then how they ended. The only way that a chunk is ever sent to a client. */
  #tell(socket: WebSocket) {
    const seat = seatOf(socket)
    if (seat.isFull || seat.follows.length === 0) return
    const basis = basisOf(seat.claims)
    seat.follows = seat.follows.filter((followed) => {
      const run = basis && this.#seen(followed.run, basis)
      if (!run) return false
      if (run.task === 'chat') {
        for (const text of this.#runs.chunks(run.id, followed.next)) {
          this.#say(socket, chunkEvent(run.id, followed.next, text))
          followed.next += 1
        }
      }
      if (run.state === 'running') return true
      this.#say(
        socket,
        endEvent(run, () => this.#runs.chunks(run.id, 0).join('')),
      )
      return false
    })
    keepSeat(socket, seat)
  }

  #say(socket: WebSocket, [name, body]: Told) {
    if (isOpen(socket)) socket.send(packets.passing(seatOf(socket).namespace, name, body))
  }

  #setFull(socket: WebSocket, isFull: boolean) {
    keepSeat(socket, { ...seatOf(socket), isFull })
    if (!isFull) this.#tell(socket)
  }

  /** Nobody follows it any more: somebody may come back, for a while. */
  #noteUnwatched(id: string, but?: WebSocket) {
    if (this.#runs.find(id)?.state !== 'running' || this.#isWatched(id, but)) return
    this.#timers.begin('unwatched', id, Date.now() + UNWATCHED_FOR)
  }

  #isWatched(id: string, but?: WebSocket): boolean {
    const sockets = this.#sockets().filter((socket) => socket !== but && seatOf(socket).follows.some(({ run }) => run === id))
    return sockets.length > 0 || this.#readers.isRead(id)
  }

  // ── Tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #watchToken(socket: WebSocket, { sid, claims }: Seat) {
    this.#timers.set('expire', sid, claims.expiresAt)
    if (claims.expiresAt - Date.now() > WARN_AT) this.#timers.set('warn', sid, claims.expiresAt - WARN_AT)
    else this.#warn(socket)
  }

  #warn(socket: WebSocket) {
    const { claims } = seatOf(socket)
    this.#say(socket, ['auth:refresh-needed', { expiresIn: Math.max(0, claims.expiresAt - Date.now()) }])
  }

  /** The same person in the same place, no older: the front door has verified the rest. */
  #refresh(socket: WebSocket, text: string) {
    const { ack, claims } = JSON.parse(text) as { ack: number | null; claims: Claims }
    const seat = seatOf(socket)
    const [place, before] = [basisOf(claims), basisOf(seat.claims)]
    const isTheirs = claims.userId === seat.claims.userId && claims.kind === seat.claims.kind
    const isSamePlace = place === null || before === null ? place === before : maySee(place, before)
    const now = Date.now()
    const isGood = isTheirs && isSamePlace && claims.issuedAt >= seat.claims.issuedAt && claims.expiresAt > now
    const reply = (answer: { [name: string]: Json }) => {
      if (ack !== null && isOpen(socket)) socket.send(packets.ack(seat.namespace, ack, answer))
    }
    if (!isGood || this.#endings.of(claims, now).length > 0) {
      reply({ success: false, code: 'INVALID_TOKEN' })
      return this.#refuse(socket, packets.disconnected(seat.namespace), CODES.over)
    }
    keepSeat(socket, { ...seat, claims })
    reply({ success: true, expiresAt: claims.expiresAt })
    this.#timers.drop('warn', seat.sid)
    this.#watchToken(socket, { ...seat, claims })
  }

  #refuse(socket: WebSocket, last: string, code: number) {
    if (!isOpen(socket)) return
    socket.send(last)
    socket.close(code)
  }

  // ── Time ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #ring({ kind, key }: Timer<TimerKind>): Promise<void> {
    if (kind === 'note') return this.#note(key)
    this.#timers.drop(kind, key)
    const now = Date.now()
    if (kind === 'forget') this.#forget(key)
    if (kind === 'prune') {
      this.#runs.prune(now)
      if (this.#runs.latest().length > 0) this.#timers.set('prune', '', now + PRUNE_EVERY)
    }
    if (kind === 'unwatched') {
      const run = this.#runs.find(key)
      if (run?.state === 'running' && !this.#isWatched(key)) await this.#answering.stop(run, null)
    }
    const socket = kind === 'warn' || kind === 'expire' ? this.#sockets(key)[0] : undefined
    if (!socket) return
    const { claims, namespace } = seatOf(socket)
    if (kind === 'expire' && claims.expiresAt <= now) this.#refuse(socket, packets.disconnected(namespace), CODES.over)
    if (kind === 'warn' && claims.expiresAt - now <= WARN_AT) this.#warn(socket)
  }

  /** How a run ended goes into the trail, and what it cost into the tenant's purse; where one of them cannot be reached, again soon. */
  async #note(id: string) {
    this.#timers.set('note', id, Date.now() + AGAIN_AFTER)
    const run = this.#runs.find(id)
    try {
      if (run) {
        const { databases, neonLocal, appVersion } = this.#settings
        await noteRun(jobScope(neonDatabase(databases, neonLocal), appVersion), this.ctx.id.name ?? '', run)
        const tokens = run.usage.tokensIn + run.usage.tokensOut
        await this.env.AI_PURSE.getByName(run.basis.tenantId).spend({ runId: id, tokens })
      }
      this.#timers.drop('note', id)
    } catch (error) {
      console.error(JSON.stringify({ alert: 'ai_run_not_noted', error: error instanceof Error ? error.name : 'unknown' }))
    }
  }

  // ── Looking round ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sockets(sid?: string): WebSocket[] {
    return this.ctx.getWebSockets(sid).filter(isOpen)
  }

  #seen(id: string, basis: Place): Run | undefined {
    const run = this.#runs.find(id)
    return run && maySee(basis, run.basis) ? run : undefined
  }

  /** The run that is meant when none is named: the one that goes on, else the last. */
  #current(basis: Basis): Run | undefined {
    const seen = this.#runs.latest().filter((run) => maySee(basis, run.basis))
    return seen.find(({ state }) => state === 'running') ?? seen[0]
  }
}

const NOT_FOUND = { success: false, error: 'not found' }

const retryOf = ({ retryAfter }: { retryAfter?: number }) => (retryAfter === undefined ? {} : { retryAfter })
