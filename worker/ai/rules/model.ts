import type { Prompt } from '#worker/ai/rules/prompt.ts'
import type { Usage } from '#worker/ai/rules/tokens.ts'
import type { RunFault } from '#worker/ai/rules/words.ts'

/** What a model says, bit by bit, and what it charges, if it says so. */
export type Said = { text: string } | { usage: Usage }

/** A model, wherever it runs. After the signal is aborted nothing more is asked of it. What goes wrong it throws as a `ModelFault`. */
export type Model = {
  name: string
  /** What people read beside its answers. */
  label: string
  stream(prompt: Prompt, signal: AbortSignal): AsyncIterable<Said>
}

/** What a person is told by its code. Nothing of what a provider said is kept: a prompt may be in it. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault'
  readonly code: RunFault
  constructor(code: RunFault) {
    super(code)
    this.code = code
  }
}
