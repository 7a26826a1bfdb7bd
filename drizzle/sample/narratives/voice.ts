import type { RIU_TYPES } from '#worker/tenant/rules/words.ts'
import type { Category } from '../categories.ts'

/** What one language can say. Slots are filled by ../reports.ts: `{name}` and `{name2}` are accused or present, `{me}` reports. */
export type Voice = {
  stories: (category: Category) => readonly string[]
  /** How the text came in; web reports have no opening. */
  openings: Partial<Record<(typeof RIU_TYPES)[number], readonly string[]>>
  closings: readonly string[]
  /** How the reporter can be reached; the only place for `{me}`, `{myemail}` and `{phone}`. */
  contacts: readonly string[]
  departments: readonly string[]
  months: readonly string[]
  weekdays: readonly string[]
  /** What stands between sentences. */
  space: string
}
