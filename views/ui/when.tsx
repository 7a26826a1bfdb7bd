type WhenProps = {
  at: Date
  /** The reader's IANA zone. UTC stands in the tooltip whatever the zone. */
  zone?: string | undefined
  look?: 'moment' | 'date' | 'time' | 'relative' | undefined
  /** Needed for `relative`; views never read the clock. */
  now?: Date | undefined
}

/** An instant, in the reader's zone. Lists are full of them: nobody reads a second, machine-readable spelling, and it would weigh four bytes each. */
export function When({ at, zone = 'UTC', look = 'moment', now }: WhenProps) {
  const text = look === 'relative' && now !== undefined ? relative(at, now) : formatted(at, zone, look === 'relative' ? 'moment' : look)
  const utc = at
    .toISOString()
    .slice(0, isRough(text, look) ? 16 : 19)
    .replace('T', ' ')
  return (
    <span class="when" title={`${utc} UTC`}>
      {text}
    </span>
  )
}

/** Who is shown a day, or "3 hours ago", asks for no second. */
const isRough = (text: string, look: WhenProps['look']) => look === 'date' || (look === 'relative' && /hour|day|week|month|year/.test(text))

const SHAPES = {
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making a formatter costs more than using it a thousand times. */
const formatters = new Map<string, Intl.DateTimeFormat>()

export function formatted(at: Date, zone: string, shape: keyof typeof SHAPES): string {
  const key = `${shape} ${zone}`
  let formatter = formatters.get(key)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-GB', { ...SHAPES[shape], timeZone: zone })
    formatters.set(key, formatter)
  }
  return formatter.format(at)
}

const STEPS: [unit: string, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

export function relative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
  for (const [unit, size] of STEPS) {
    const count = Math.floor(Math.abs(seconds) / size)
    if (count === 0) continue
    const words = `${count} ${unit}${count === 1 ? '' : 's'}`
    return seconds < 0 ? `${words} ago` : `in ${words}`
  }
  return seconds <= 0 ? 'just now' : 'in a moment'
}
