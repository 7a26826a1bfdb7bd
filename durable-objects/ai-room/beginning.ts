import type { Answering } from '#objects/ai-room/answering.ts'
import { type Entity, look, type Opened, type OwnUser, type Unopened, type Wanted } from '#objects/ai-room/asking.ts'
import type { Runs } from '#objects/ai-room/runs.ts'
import type { RoomTimers } from '#objects/ai-room/timers.ts'
import type { Endings } from '#objects/user-room/endings.ts'
import type { PATIENCE } from '#worker/ai/relay.ts'
import { mayBegin } from '#worker/ai/rules/limits.ts'
import type { Model } from '#worker/ai/rules/model.ts'
import { promptOf, textOf } from '#worker/ai/rules/prompt.ts'
import { type Basis, maySee, restsOn, type Task } from '#worker/ai/rules/run.ts'
import type { Given } from '#worker/ai/rules/skill.ts'
import { tokensOf } from '#worker/ai/rules/tokens.ts'
import { NOTHING_BEFORE } from '#worker/ai/rules/turns.ts'
import { CHAT, type Way } from '#worker/ai/skills/chat.ts'
import { skillNamed, skillsFor } from '#worker/ai/skills/skills.ts'
import type { Share } from '#worker/auth/rules/budgets.ts'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { Bindings, Settings } from '#worker/env.ts'
import { newId } from '#worker/rules/ids.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

export const PRUNE_EVERY = 6 * 60 * 60_000

/** Who asks, for one command. The keys are sealed; a tenant's own user has none. */
export type Asker = { basis: Basis; role: Role | TenantRole; keys: string | null; own: OwnUser | null; share: Share }
/** `command`: the same one again is the same run. */
export type Question = { task: Task; given: Given; entity: Entity | null; command: string | null }
export type Begun = { ok: true; runId: string } | Unopened

/** Who answers here, and for how long it is waited for. */
export type Speaker = { model: Model; patience: typeof PATIENCE }

type Parts = {
  state: DurableObjectState
  env: Bindings
  settings: Settings
  speaker: Speaker
  runs: Runs
  timers: RoomTimers
  endings: Endings
  answering: Answering
}

/** How a run begins: whether it may, what the model is told, and the row of it before anybody speaks. */
export class Beginning {
  readonly #parts: Parts
  /** Runs that are being prepared: they count before there is a row of them. */
  #preparing = 0
  constructor(parts: Parts) {
    this.#parts = parts
  }

  async begin(asker: Asker, question: Question): Promise<Begun> {
    const { runs } = this.#parts
    const before = runs.byCommand(question.command)
    if (before) return maySee(asker.basis, before.basis) ? { ok: true, runId: before.id } : { ok: false, code: 'INVALID_INPUT' }
    const skill = question.task === 'chat' ? CHAT : skillNamed(question.task)
    if (!skill) return { ok: false, code: 'UNKNOWN_SKILL' }
    if (skill.needs === 'record' && question.entity === null) return { ok: false, code: 'NO_CONTEXT' }
    const lately = runs.latest()
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

  async #prepare(asker: Asker, { task, given, entity, command }: Question, skill: Way): Promise<Begun> {
    const { state, env, settings, speaker, runs, timers, endings, answering } = this.#parts
    const { basis, role } = asker
    const asked = Date.now()
    const affordable = await env.AI_PURSE.getByName(basis.tenantId).may({ most: settings.ai.tenantBudget })
    if (!affordable.ok) return { ok: false, code: 'RATE_LIMITED', retryAfter: affordable.retryAfter }
    const { model, patience } = speaker
    const id = newId('run')
    const wanted = skill.needs === 'record' ? entity : null
    const opened = await this.look(asker, { entity: wanted, act: 'ai:ask', facts: { run: id, task, model: model.name } })
    if (!opened.ok) return opened
    if (entity && task !== 'chat' && !skillsFor(entity.entityType, { role, mayWrite: opened.mayWrite }).some(({ name }) => name === task))
      return { ok: false, code: 'UNKNOWN_SKILL' }
    // What ended while the record was read is over.
    if (endings.after(asked).some((over) => restsOn(basis, over))) return { ok: false, code: 'ENDED' }
    const now = Date.now()
    const twin = runs.byCommand(command)
    if (twin) return { ok: true, runId: twin.id }
    const before = task === 'chat' ? runs.before({ entityId: entity?.entityId ?? null, basis, startedAt: now }) : NOTHING_BEFORE
    const prompt = promptOf({ task, instructions: skill.instructions(given), words: given.text, record: opened.record, before })
    const { system, user } = textOf(prompt, '')
    runs.begin({
      id,
      question: task === 'chat' ? given.text : null,
      command,
      task,
      entityType: entity?.entityType ?? null,
      entityId: entity?.entityId ?? null,
      basis,
      model: model.name,
      label: model.label,
      usage: { tokensIn: tokensOf(system) + tokensOf(user), tokensOut: 0 },
      startedAt: now,
      until: opened.until,
    })
    timers.begin('prune', '', now + PRUNE_EVERY)
    const asking = { model, prompt, patience, fits: (output: string) => skill.fits(output, given) }
    state.waitUntil(answering.run(id, asking).then(() => timers.wake()))
    return { ok: true, runId: id }
  }

  /** The record with the asker's own keys, and that it was read. */
  look({ keys, own, share }: Pick<Asker, 'keys' | 'own' | 'share'>, wanted: Wanted): Promise<Opened> {
    const { state, env, settings } = this.#parts
    const userId = state.id.name ?? ''
    return look({ settings, desk: env.OPERATOR_DESK.getByName(userId), userId, own, share }, keys, wanted)
  }
}
