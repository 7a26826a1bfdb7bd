import type { Run } from '#worker/ai/rules/run.ts'
import { RUN_FAULTS, type RunFault } from '#worker/ai/rules/words.ts'
import type { Json } from '#worker/live/rules/publication.ts'

export type Told = [name: string, body: { [name: string]: Json }]

/** What a client hears of a run, in the words of the protocol. */
export const chunkEvent = (runId: string, i: number, text: string): Told => ['ai:chat-chunk', { runId, i, text }]

/** The last that is heard of a run. A skill answers in one piece; `output` is all of its text. */
export function endEvent(run: Run, output: () => string): Told {
  const { id: runId, chunks: i, label: model } = run
  if (run.forgotten) return faultEvent(run.task, 'NOT_FOUND', { runId })
  switch (run.state) {
    case 'complete': {
      if (run.task !== 'chat') return ['ai:skill-result', { success: true, output: output(), skill: run.task, runId, model }]
      return ['ai:chat-complete', { runId, usage: run.usage, model }]
    }
    case 'cancelled':
      return ['ai:chat-cancelled', { runId, i }]
    default:
      return faultEvent(run.task, run.code ?? 'PROVIDER', { runId })
  }
}

/** Codes of a skill are few; what a model or our side could not do is the provider's. */
const SKILL_CODES: readonly RunFault[] = ['UNKNOWN_SKILL', 'INVALID_INPUT', 'RATE_LIMITED']

export function faultEvent(task: string, code: RunFault, more: { [name: string]: Json } = {}): Told {
  const message = RUN_FAULTS[code]
  if (task === 'chat') return ['ai:chat-error', { code, message, ...more }]
  const shown = SKILL_CODES.includes(code) ? code : code === 'NO_CONTEXT' || code === 'NOT_FOUND' ? 'INVALID_INPUT' : 'PROVIDER'
  return ['ai:skill-error', { code: shown, message, skill: task, ...more }]
}
