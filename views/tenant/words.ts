import type { LANGUAGES, RIU_TYPES } from '#worker/tenant/rules/words.ts'

export const LANGUAGE_NAMES: Record<(typeof LANGUAGES)[number], string> = {
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
  ja: 'Japanese',
}

/** How a report came in. */
export const REPORT_TYPE_NAMES: Record<(typeof RIU_TYPES)[number], string> = {
  HOTLINE: 'Hotline call',
  WEB: 'Web form',
  PROXY: 'Entered for somebody',
  DISCLOSURE: 'Disclosure',
}

/** The last characters of a key: names are often hidden, and rows must still be told apart. */
export const tailOf = (id: string) => id.slice(-6)
