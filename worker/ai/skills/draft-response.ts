import type { Skill } from '#worker/ai/rules/skill.ts'
import { maybeWords, saysSomething } from '#worker/ai/skills/inputs.ts'

export const draftResponse: Skill = {
  name: 'draft-response',
  title: 'Draft a reply',
  entityTypes: ['case', 'riu'],
  writes: false,
  needs: 'record',
  input: maybeWords,
  instructions: () =>
    'Draft a reply to whoever asked the customer about this record: what can be said of its state, what cannot be said, and when they hear again. No names, no promises about the outcome.',
  fits: saysSomething,
  example: {
    record: { label: 'C-1042', lines: [{ kind: 'state', text: 'Case C-1042 is in progress, severity high, priority 2.' }] },
    given: { text: '', language: '' },
    output: 'Thank you for asking about C-1042. Case C-1042 is in progress, severity high, priority 2.',
  },
}
