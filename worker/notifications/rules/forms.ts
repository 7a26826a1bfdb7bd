import * as z from 'zod/mini'
import { type Preferences, type QuietHours, type Wish, forbidden, minutesOf } from '#worker/notifications/rules/preferences.ts'
import {
  CATEGORIES,
  CATEGORY_NAMES,
  type Category,
  DIGEST_MINUTES,
  MARKS,
  type Mark,
  MOST_MARKED,
  SNOOZES,
  type Snooze,
} from '#worker/notifications/rules/words.ts'

const ID = /^ntf_[0-9A-Z]{20}$/
const BUTTONS = [...MARKS.filter((mark) => mark !== 'snooze'), ...SNOOZES.map((each) => `snooze-${each}` as const), 'read-all'] as const

export type Chosen = { open: string } | { all: true } | { mark: Mark; ids: string[]; snooze: Snooze | undefined }

/** The list of an inbox as a form: a box per notification under its id, or `every` with all of the page; the button pressed is `mark`, or
 *  `open` with the one that is gone to. */
export const inboxForm = z.pipe(
  z.record(z.string(), z.string()).check(({ value, issues }) => {
    const { open, mark } = value
    const wrong = (path: string, message: string) => issues.push({ code: 'custom', input: '', path: [path], message })
    const odd = Object.keys(value).filter((name) => !['open', 'mark', 'every'].includes(name) && !ID.test(name))
    if (odd.length > 0) issues.push({ code: 'unrecognized_keys', keys: odd, input: value })
    else if (open !== undefined) {
      if (!ID.test(open)) wrong('open', 'Reload the page.')
    } else if (!(BUTTONS as readonly (string | undefined)[]).includes(mark)) wrong('mark', 'Choose what to do.')
    else if (mark !== 'read-all') {
      const ids = idsIn(value)
      if (ids.length === 0) wrong('inbox', 'Choose at least one notification.')
      if (ids.length > MOST_MARKED) wrong('inbox', `At most ${MOST_MARKED} at once.`)
      if (ids.some((id) => !ID.test(id))) wrong('every', 'Reload the page.')
    }
  }),
  z.transform((fields): Chosen => {
    const { open, mark = '' } = fields
    if (open !== undefined) return { open }
    if (mark === 'read-all') return { all: true }
    const [word, snooze] = mark.split('-') as [Mark, Snooze | undefined]
    return { mark: word, ids: idsIn(fields), snooze }
  }),
)

function idsIn({ open: _open, mark: _mark, every = '', ...boxes }: Record<string, string>): string[] {
  return [...new Set([...every.split(',').filter((id) => id !== ''), ...Object.keys(boxes)])]
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
const maybeClock = z._default(z.string().check(z.regex(/^$|^([01]\d|2[0-3]):[0-5]\d$/, 'A time like 22:00.')), '')
const digest = z.enum(DIGEST_MINUTES.map(String) as [string, ...string[]], 'Choose how long.')
const box = z._default(z.literal(['yes', '']), '')

const perCategory = Object.fromEntries(
  CATEGORIES.flatMap((category) => [
    [`${category}-app`, box],
    [`${category}-email`, box],
    [`${category}-digest`, digest],
  ]),
) as Record<`${Category}-app` | `${Category}-email`, typeof box> & Record<`${Category}-digest`, typeof digest>

const version = z.pipe(z.string().check(z.regex(/^\d{1,9}$/, 'Reload the page.')), z.transform(Number))

/** The page of the preferences, whole: a box that is not sent is not ticked. */
export const preferencesForm = z.pipe(
  z.strictObject({ version, quietFrom: maybeClock, quietTo: maybeClock, ...perCategory }).check(({ value, issues }) => {
    const wrong = (path: string, message: string) => issues.push({ code: 'custom', input: '', path: [path], message })
    if ((value.quietFrom === '') !== (value.quietTo === ''))
      wrong(value.quietFrom === '' ? 'quietFrom' : 'quietTo', 'Give both times, or none.')
    else if (value.quietFrom !== '' && value.quietFrom === value.quietTo) wrong('quietTo', 'The two times are the same.')
    for (const { category } of forbidden(wishesIn(value)))
      wrong(`${category}-app`, `${CATEGORY_NAMES[category]}: nobody can turn this off.`)
  }),
  z.transform(
    (value): Preferences => ({
      version: value.version,
      quiet: value.quietFrom === '' ? null : quietOf(value.quietFrom, value.quietTo),
      wishes: wishesIn(value),
    }),
  ),
)

type Boxes = Record<`${Category}-app` | `${Category}-email` | `${Category}-digest`, string>
const wishesIn = (value: Boxes): Wish[] =>
  CATEGORIES.map((category) => ({
    category,
    inApp: value[`${category}-app`] === 'yes',
    email: value[`${category}-email`] === 'yes',
    digestMinutes: Number(value[`${category}-digest`]),
  }))

const quietOf = (from: string, to: string): QuietHours => ({ from: minutesOf(from), to: minutesOf(to) })

const clock = z.string().check(z.regex(CLOCK, 'A time like 22:00.'))

/** The same as a program sends it. What it does not name stays as it was. */
export const preferencesBody = z
  .strictObject({
    version: z.int().check(z.nonnegative()),
    quietFrom: z.nullable(clock),
    quietTo: z.nullable(clock),
    categories: z
      .array(
        z.strictObject({
          category: z.enum(CATEGORIES),
          inApp: z.boolean(),
          email: z.boolean(),
          digestMinutes: z.literal([...DIGEST_MINUTES]),
        }),
      )
      .check(
        z.maxLength(CATEGORIES.length),
        z.refine((list) => new Set(list.map(({ category }) => category)).size === list.length, 'Each category once.'),
        z.refine((list) => forbidden(list).length === 0, 'A category that nobody can turn off is shown in the portal.'),
      ),
  })
  .check(({ value, issues }) => {
    if ((value.quietFrom === null) !== (value.quietTo === null) || (value.quietFrom !== null && value.quietFrom === value.quietTo))
      issues.push({ code: 'custom', input: '', path: ['quietTo'], message: 'Give two different times, or none.' })
  })

/** One thing at a time, so that it is clear what was asked. */
export const markBody = z
  .strictObject({
    read: z.optional(z.boolean()),
    archived: z.optional(z.boolean()),
    snoozedUntil: z.optional(z.nullable(z.iso.datetime())),
  })
  .check(({ value, issues }) => {
    if (Object.keys(value).length !== 1)
      issues.push({ code: 'custom', input: '', path: ['body'], message: 'Name one of read, archived and snoozedUntil.' })
  })

/** What a program asks for, in the words of the pages. */
export function markOf({ read, archived, snoozedUntil }: z.output<typeof markBody>): { mark: Mark; until?: Date } {
  if (read !== undefined) return { mark: read ? 'read' : 'unread' }
  if (archived !== undefined) return { mark: archived ? 'archive' : 'unarchive' }
  return snoozedUntil ? { mark: 'snooze', until: new Date(snoozedUntil) } : { mark: 'unsnooze' }
}
