import type { Skill } from '#worker/ai/rules/skill.ts'
import { saysSomething, someWords } from '#worker/ai/skills/inputs.ts'

/** A list, however somebody marks its items. */
export const ITEM = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+/

export const noteCleanup: Skill = {
  name: 'note-cleanup',
  title: 'Clean up a note',
  entityTypes: ['case', 'riu', 'investigation', 'project'],
  writes: false,
  needs: 'text',
  input: someWords,
  instructions: () => 'Turn the notes that were asked about into prose. Keep every fact, add none. Whole sentences, no list.',
  fits: (output) => saysSomething(output) && !output.split('\n').some((line) => ITEM.test(line)),
  example: {
    record: null,
    given: { text: '- spoke with the site lead\n- ledger arrives on Monday', language: '' },
    output: 'Spoke with the site lead. Ledger arrives on Monday.',
  },
}
