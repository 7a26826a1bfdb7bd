import type { Runs } from '#objects/ai-room/runs.ts'
import { type PATIENCE, relay, type Relayed } from '#worker/ai/relay.ts'
import { waitFor } from '#worker/ai/rules/frames.ts'
import type { Model } from '#worker/ai/rules/model.ts'
import type { Prompt } from '#worker/ai/rules/prompt.ts'
import type { Run } from '#worker/ai/rules/run.ts'
import { tokensOf } from '#worker/ai/rules/tokens.ts'
import type { RunFault } from '#worker/ai/rules/words.ts'

/** A run that goes on. `pending` was said and is not written down yet. */
type Live = { controller: AbortController; pending: string; lastFrame: number; timer: ReturnType<typeof setTimeout> | null }

export type Asking = { model: Model; prompt: Prompt; patience: typeof PATIENCE; fits: (output: string) => boolean }

/** `told`: a chunk was written down. `ended`: so was an end. `expired`: its session should be over by now. */
type Hears = { told(): void; ended(id: string): void; expired(run: Run): void }

/** The runs that go on, in memory only: who wakes up without one of them knows that it was interrupted. */
export class Answering {
  readonly #live = new Map<string, Live>()
  readonly #runs: Runs
  readonly #storage: DurableObjectStorage
  readonly #hears: Hears
  constructor(storage: DurableObjectStorage, runs: Runs, hears: Hears) {
    this.#storage = storage
    this.#runs = runs
    this.#hears = hears
  }

  has(id: string): boolean {
    return this.#live.has(id)
  }

  /** Resolves with its end, whichever. */
  async run(id: string, { model, prompt, patience, fits }: Asking): Promise<void> {
    const live: Live = { controller: new AbortController(), pending: '', lastFrame: 0, timer: null }
    this.#live.set(id, live)
    const heard = (text: string) => {
      live.pending += text
      live.timer ??= setTimeout(() => this.#flush(id), waitFor(live.lastFrame, Date.now()))
    }
    this.#finish(id, await relay(model, prompt, live.controller, heard, patience), fits)
  }

  /** The row first, then the model: whatever happens in between, it was cancelled. From here on nothing more of it is told. */
  async stop({ id, usage }: Run, code: RunFault | null): Promise<void> {
    const now = Date.now()
    const live = this.#live.get(id)
    this.#live.delete(id)
    if (live?.timer) clearTimeout(live.timer)
    this.#runs.cancel(id, now)
    await this.#storage.sync()
    live?.controller.abort()
    const said = this.#runs.text(id) + (live?.pending ?? '')
    this.#runs.end(id, { state: 'cancelled', code, usage: { ...usage, tokensOut: tokensOf(said) }, now })
    this.#hears.ended(id)
  }

  /** What was said becomes a chunk: written down, then told. After an end there is none. */
  #flush(id: string) {
    const live = this.#live.get(id)
    const run = this.#runs.find(id)
    if (!live || !run) return
    if (live.timer !== null) clearTimeout(live.timer)
    live.timer = null
    if (run.until !== null && run.until <= Date.now()) return this.#hears.expired(run)
    if (live.pending === '') return
    this.#runs.append(run, live.pending)
    live.pending = ''
    live.lastFrame = Date.now()
    this.#hears.told()
  }

  #finish(id: string, relayed: Relayed, fits: (output: string) => boolean) {
    this.#flush(id)
    const run = this.#runs.find(id)
    // Somebody stopped it meanwhile, and said so.
    if (!this.#live.delete(id) || !run) return
    const output = this.#runs.text(id)
    const usage = (relayed.ok ? relayed.usage : null) ?? { ...run.usage, tokensOut: tokensOf(output) }
    const because = relayed.ok ? (fits(output) ? null : 'UNFIT') : relayed.because === 'ABORTED' ? 'INTERRUPTED' : relayed.because
    this.#runs.end(id, { state: because === null ? 'complete' : 'error', code: because, usage, now: Date.now() })
    this.#hears.ended(id)
  }
}
