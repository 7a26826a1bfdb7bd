import type { Skill } from '#worker/ai/rules/skill.ts'
import { maybeWords, saysSomething } from '#worker/ai/skills/inputs.ts'

export const summarize: Skill = {
  name: 'summarize',
  title: 'Summarize',
  entityTypes: ['case', 'riu', 'investigation', 'project'],
  writes: false,
  needs: 'record',
  input: maybeWords,
  instructions: () =>
    'Sum up the record for a colleague who takes over: where it stands, what has happened, what is open. Eight sentences at most.',
  fits: saysSomething,
  example: {
    record: { label: 'C-1042', lines: [{ kind: 'state', text: 'Case C-1042 is in progress, severity high, priority 2.' }] },
    given: { text: '', language: '' },
    output: 'Case C-1042 is in progress, severity high, priority 2.',
  },
}
