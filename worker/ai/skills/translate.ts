import type { Skill } from '#worker/ai/rules/skill.ts'
import { saysSomething, wordsIntoLanguage } from '#worker/ai/skills/inputs.ts'

export const LANGUAGE_NAMES: Record<string, string> = {
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
  ja: 'Japanese',
}

export const translate: Skill = {
  name: 'translate',
  title: 'Translate',
  entityTypes: ['case', 'riu', 'investigation', 'project'],
  writes: false,
  needs: 'text',
  input: wordsIntoLanguage,
  instructions: ({ language }) =>
    `Translate what was asked about into ${LANGUAGE_NAMES[language] ?? 'English'}. Answer with the translation only, as close to the words as the language allows.`,
  fits: saysSomething,
  example: {
    record: null,
    given: { text: 'Der Bericht kommt am Montag.', language: 'en' },
    output: 'The report comes on Monday.',
  },
}
