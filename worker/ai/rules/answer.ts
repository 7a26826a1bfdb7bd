import type { Run } from '#worker/ai/rules/run.ts'
import type { Before } from '#worker/ai/rules/turns.ts'

/** A run as a page shows it. `asked`: the question, where it was one, and what it went on from. */
export type AnswerShown = Pick<Run, 'id' | 'task' | 'state' | 'code' | 'label' | 'usage' | 'chunks' | 'entityId'> & {
  asked: string | null
  before: Before
  text: string
}
