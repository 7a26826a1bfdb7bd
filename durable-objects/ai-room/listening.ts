import type { Answering } from '#objects/ai-room/answering.ts'
import type { Entity, OwnUser, Unopened } from '#objects/ai-room/asking.ts'
import type { Beginning, Begun, Question, Speaker } from '#objects/ai-room/beginning.ts'
import { type CommandName, isCommand, shapes } from '#objects/ai-room/commands.ts'
import { faultEvent } from '#objects/ai-room/events.ts'
import type { Runs } from '#objects/ai-room/runs.ts'
import { keepSeat, type Seat, seatOf } from '#objects/ai-room/seat.ts'
import { CODES, type Telling } from '#objects/ai-room/telling.ts'
import type { Tokens } from '#objects/ai-room/tokens.ts'
import type { Endings } from '#objects/user-room/endings.ts'
import { packets } from '#objects/user-room/packets.ts'
import { Rate } from '#objects/user-room/rate.ts'
import { isOpen } from '#objects/user-room/seat.ts'
import { basisOf } from '#worker/ai/rules/run.ts'
import { skillNamed, skillsFor } from '#worker/ai/skills/skills.ts'
import type { Claims } from '#worker/live/rules/claims.ts'
import { newEpoch } from '#worker/live/rules/cursor.ts'
import type { Json } from '#worker/live/rules/publication.ts'
import type { FrontTicket } from '#worker/live/rules/ticket.ts'
import { DRAINED, FULL, keyedFrom } from '#worker/live/rules/wire/control.ts'
import { packetFrom } from '#worker/live/rules/wire/packet.ts'

/** Sockets of one person. More tabs than that are a loop. */
const MOST_SOCKETS = 50

type Parts = {
  state: DurableObjectState
  speaker: Speaker
  runs: Runs
  telling: Telling
  tokens: Tokens
  endings: Endings
  beginning: Beginning
  answering: Answering
}

type Body = { [name: string]: Json }
/** One thing a client said. `acknowledge`: nobody hears it who did not ask to. */
type Said = { socket: WebSocket; asked: Json | undefined; keys: string | null; acknowledge: (answer: Body) => void }

/** What is said to a room: by clients, and by the front door on its own behalf. */
export class Listening {
  readonly #parts: Parts
  readonly #rate = new Rate()
  readonly #commands: Record<CommandName, (said: Said) => Promise<void>> = {
    'ai:load-context': (said) => this.#load(said),
    'ai:execute-skill': (said) => this.#execute(said),
    'ai:chat': (said) => this.#chat(said),
    'ai:cancel': (said) => this.#cancel(said),
    'ai:resume': (said) => this.#resume(said),
  }
  constructor(parts: Parts) {
    this.#parts = parts
  }

  sit(socket: WebSocket, { namespace, sid, claims }: FrontTicket) {
    const { state, telling, tokens, endings } = this.#parts
    state.acceptWebSocket(socket, [sid])
    const seat: Seat = { sid, namespace, claims, context: null, follows: [], isFull: false }
    keepSeat(socket, seat)
    if (endings.of(claims, Date.now()).length > 0 || claims.expiresAt <= Date.now())
      return telling.refuse(socket, packets.refused(namespace, 'Unauthorized: token revoked', 'REVOKED'), CODES.over)
    if (telling.sockets().length > MOST_SOCKETS)
      return telling.refuse(socket, packets.refused(namespace, 'Too many connections', 'RATE_LIMITED'), CODES.flooding)
    socket.send(packets.connected(namespace, sid, newEpoch()))
    tokens.watch(socket, seat)
  }

  async hear(socket: WebSocket, frame: string): Promise<void> {
    const { telling, tokens } = this.#parts
    if (frame === FULL || frame === DRAINED) return telling.setFull(socket, frame === FULL)
    if (frame.startsWith('!refresh ')) return tokens.refresh(socket, frame.slice('!refresh '.length))
    const { keys, text } = keyedFrom(frame)
    const seat = seatOf(socket)
    const verdict = this.#rate.verdict(Date.now())
    if (verdict === 'out')
      return telling.refuse(socket, packets.refused(seat.namespace, 'Too many messages', 'RATE_LIMITED'), CODES.flooding)
    const said = packetFrom(text)
    if (!said.ok) return socket.close(1003, 'not a packet')
    const { packet } = said
    if (packet.type === 'disconnect') return socket.close(1000, 'client left')
    if (packet.type !== 'event' || !isCommand(packet.data[0])) return
    const [name, asked] = packet.data as [CommandName, Json | undefined]
    const acknowledge = (answer: Body) => {
      if (packet.id !== undefined && isOpen(socket)) socket.send(packets.ack(seat.namespace, packet.id, answer))
    }
    if (verdict === 'limited') return acknowledge({ success: false, code: 'RATE_LIMITED', error: 'RATE_LIMITED' })
    await this.#commands[name]({ socket, asked, keys, acknowledge })
  }

  async #load({ socket, asked, keys, acknowledge }: Said) {
    const entity = shapes['ai:load-context'].safeParse(asked).data
    acknowledge(entity ? await this.#open(socket, entity, keys) : NOT_FOUND)
  }

  async #open(socket: WebSocket, entity: Entity, keys: string | null): Promise<Body> {
    const { speaker, beginning } = this.#parts
    const { claims } = seatOf(socket)
    if (basisOf(claims) === null) return NOT_FOUND
    const opened = await beginning.look({ keys, own: ownUser(claims), share: 'api' }, { entity, act: 'ai:load' })
    if (!opened.ok) return opened.code === 'NOT_FOUND' ? NOT_FOUND : { success: false, error: opened.code, ...retryOf(opened) }
    if (!isOpen(socket)) return NOT_FOUND
    const seat = seatOf(socket)
    keepSeat(socket, { ...seat, context: entity })
    const skills = skillsFor(entity.entityType, { role: seat.claims.role, mayWrite: opened.mayWrite })
    return {
      success: true,
      context: { ...entity, label: opened.record?.label ?? '', model: speaker.model.label },
      availableSkills: skills.map((skill) => skill.name),
    }
  }

  async #execute(said: Said) {
    const parsed = shapes['ai:execute-skill'].safeParse(said.asked)
    const skill = parsed.success ? skillNamed(parsed.data.skill) : undefined
    const input = skill?.input.safeParse(parsed.data?.input)
    const label = parsed.success ? parsed.data.skill.slice(0, 40) : ''
    if (!skill || !input?.success) return this.#deny(said, label, { ok: false, code: skill ? 'INVALID_INPUT' : 'UNKNOWN_SKILL' })
    return this.#ask(said, { task: skill.name, given: input.data, command: parsed.data?.commandId ?? null })
  }

  async #chat(said: Said) {
    const parsed = shapes['ai:chat'].safeParse(said.asked)
    if (!parsed.success) return this.#deny(said, 'chat', { ok: false, code: 'INVALID_INPUT' })
    const { message, commandId = null } = parsed.data
    return this.#ask(said, { task: 'chat', given: { text: message, language: '' }, command: commandId })
  }

  async #cancel({ socket, asked, acknowledge }: Said) {
    const { runs, answering } = this.#parts
    const basis = basisOf(seatOf(socket).claims)
    const { data } = shapes['ai:cancel'].safeParse(asked ?? {})
    const run = basis && data && (data.runId ? runs.seen(data.runId, basis) : runs.current(basis))
    if (run?.state === 'running') await answering.stop(run, null)
    acknowledge(run ? { success: true, runId: run.id, state: runs.find(run.id)?.state ?? run.state } : NOT_FOUND)
  }

  async #resume({ socket, asked, acknowledge }: Said) {
    const { runs, telling } = this.#parts
    const basis = basisOf(seatOf(socket).claims)
    const { data } = shapes['ai:resume'].safeParse(asked)
    const run = basis && data && runs.seen(data.runId, basis)
    if (!run) {
      telling.say(socket, faultEvent('chat', 'NOT_FOUND', data ? { runId: data.runId } : {}))
      return acknowledge(NOT_FOUND)
    }
    acknowledge({ success: true, runId: run.id, chunks: run.chunks })
    telling.follow(socket, run.id, data.from)
  }

  async #ask(said: Said, question: Omit<Question, 'entity'>) {
    const { telling, beginning } = this.#parts
    const { claims, context: entity } = seatOf(said.socket)
    const basis = basisOf(claims)
    const begun: Begun =
      basis === null
        ? { ok: false, code: 'NO_CONTEXT' }
        : await beginning.begin({ basis, role: claims.role, keys: said.keys, own: ownUser(claims), share: 'api' }, { ...question, entity })
    if (!begun.ok) return this.#deny(said, question.task, begun)
    said.acknowledge({ success: true, runId: begun.runId })
    telling.follow(said.socket, begun.runId, 0)
  }

  #deny({ socket, acknowledge }: Said, task: string, refused: Unopened) {
    this.#parts.telling.say(socket, faultEvent(task, refused.code, retryOf(refused)))
    acknowledge({ success: false, code: refused.code, ...retryOf(refused) })
  }
}

const ownUser = (claims: Claims): OwnUser | null =>
  claims.kind === 'tenant' ? { tenantId: claims.tenantId, role: claims.role, readsNothing: claims.readsNothing ?? false } : null

const NOT_FOUND = { success: false, error: 'not found' }

const retryOf = ({ retryAfter }: { retryAfter?: number }) => (retryAfter === undefined ? {} : { retryAfter })
