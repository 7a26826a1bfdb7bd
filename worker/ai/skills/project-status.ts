import type { Skill } from '#worker/ai/rules/skill.ts'
import { maybeWords, saysSomething } from '#worker/ai/skills/inputs.ts'

export const projectStatus: Skill = {
  name: 'project-status',
  title: 'State of the project',
  entityTypes: ['project'],
  writes: false,
  needs: 'record',
  input: maybeWords,
  instructions: () => 'Write the weekly word on this project: on time or not, what was done, what blocks it, what comes next.',
  fits: saysSomething,
  example: {
    record: { label: 'Go-live', lines: [{ kind: 'state', text: 'The project is in its third phase.' }] },
    given: { text: '', language: '' },
    output: 'The project is in its third phase.',
  },
}
