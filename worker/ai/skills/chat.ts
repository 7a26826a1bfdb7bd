import type { Skill } from '#worker/ai/rules/skill.ts'
import { saysSomething } from '#worker/ai/skills/inputs.ts'

/** What a model is told to do, whether it has a name that people call it by or not. */
export type Way = Pick<Skill, 'needs' | 'instructions' | 'fits'>

/** A question about a record, in the person's own words. */
export const CHAT: Way = {
  needs: 'record',
  instructions: () => 'Answer the question that was asked about the record.',
  fits: saysSomething,
}
