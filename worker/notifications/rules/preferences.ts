import { CATEGORIES, type Category, isMandatory, LETTERS_AT_FIRST, USUAL_DIGEST } from '#worker/notifications/rules/words.ts'

export type Wish = { category: Category; inApp: boolean; email: boolean; digestMinutes: number }
/** In minutes after midnight, by the clock on the reader's wall; from the evening to the morning where `from` is later. */
export type QuietHours = { from: number; to: number }
export type Preferences = { version: number; quiet: QuietHours | null; wishes: Wish[] }

/** One wish per category: the one that was kept, or what holds for everybody. */
export const wished = (kept: readonly Wish[]): Wish[] =>
  CATEGORIES.map(
    (category) =>
      kept.find((each) => each.category === category) ?? {
        category,
        inApp: true,
        email: LETTERS_AT_FIRST[category],
        digestMinutes: USUAL_DIGEST,
      },
  )

/** Those of the wishes that nobody may have. */
export const forbidden = (wishes: readonly Wish[]): Wish[] => wishes.filter(({ category, inApp }) => !inApp && isMandatory(category))

export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** `22:30`, as minutes after midnight. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
