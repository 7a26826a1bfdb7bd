import type { Skill } from '#worker/ai/rules/skill.ts'
import { maybeWords, saysSomething } from '#worker/ai/skills/inputs.ts'

export const timeline: Skill = {
  name: 'timeline',
  title: 'Tell it in order',
  entityTypes: ['case', 'riu', 'investigation', 'project'],
  writes: false,
  needs: 'record',
  input: maybeWords,
  instructions: () => 'Tell what happened in the order in which it happened, one line for each day, each beginning with its date.',
  fits: saysSomething,
  example: {
    record: {
      label: 'C-1042',
      lines: [
        { kind: 'moment', text: 'The last change was made on 2026-03-02.', at: new Date('2026-03-02') },
        { kind: 'moment', text: 'The case was opened on 2026-03-01.', at: new Date('2026-03-01') },
      ],
    },
    given: { text: '', language: '' },
    output: '2026-03-01: The case was opened.\n2026-03-02: The last change was made.',
  },
}
