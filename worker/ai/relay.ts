import { LONGEST_ANSWER } from '#worker/ai/rules/limits.ts'
import { type Model, ModelFault } from '#worker/ai/rules/model.ts'
import type { Prompt } from '#worker/ai/rules/prompt.ts'
import type { Usage } from '#worker/ai/rules/tokens.ts'
import type { RunFault } from '#worker/ai/rules/words.ts'

export type Relayed = { ok: true; usage: Usage | null } | { ok: false; because: RunFault | 'ABORTED' }

/** How long a model may be silent, and how long it may take in all, in ms. */
export const PATIENCE = { silence: 20_000, whole: 120_000 }

const SILENT = Symbol('silent')

/** Passes on what a model says until it has said everything, is stopped, or is given up. It always comes to an end, and the model is asked
 *  for nothing more after it. */
export async function relay(
  model: Model,
  prompt: Prompt,
  controller: AbortController,
  say: (text: string) => void,
  patience = PATIENCE,
): Promise<Relayed> {
  const until = Date.now() + patience.whole
  const parts = model.stream(prompt, controller.signal)[Symbol.asyncIterator]()
  let length = 0
  let usage: Usage | null = null
  try {
    for (;;) {
      const next = await sooner(parts.next(), Math.min(patience.silence, until - Date.now()), controller.signal)
      if (controller.signal.aborted) return { ok: false, because: 'ABORTED' }
      if (next === SILENT) return { ok: false, because: 'TIMEOUT' }
      if (next.done) return length === 0 ? { ok: false, because: 'EMPTY' } : { ok: true, usage }
      if ('usage' in next.value) usage = next.value.usage
      else {
        length += next.value.text.length
        if (length > LONGEST_ANSWER) return { ok: false, because: 'TOO_LONG' }
        if (next.value.text !== '') say(next.value.text)
      }
    }
  } catch (error) {
    if (controller.signal.aborted) return { ok: false, because: 'ABORTED' }
    return { ok: false, because: error instanceof ModelFault ? error.code : 'PROVIDER' }
  } finally {
    controller.abort()
    // Nobody waits for it: a model that does not hear the signal may never settle.
    parts.return?.().catch(() => {})
  }
}

/** What comes first: the next words, the end of patience, or somebody who stops it. */
async function sooner<T>(next: Promise<T>, patience: number, signal: AbortSignal): Promise<T | typeof SILENT> {
  next.catch(() => {})
  let stop = () => {}
  const silence = new Promise<typeof SILENT>((go) => {
    const timer = setTimeout(() => go(SILENT), Math.max(0, patience))
    stop = () => {
      clearTimeout(timer)
      go(SILENT)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([next, silence])
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
