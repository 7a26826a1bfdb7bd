type RemainingProps = {
  endsAt: Date
  now: Date
  id?: string | undefined
  /** `session` is the one clock of the live session, which the page's script keeps in step with the server; `other` only counts down. */
  of?: 'session' | 'other' | undefined
}

/** Time left until a deadline, counted down from what the server says is left: a wrong clock in the browser changes nothing. */
export function Remaining({ endsAt, now, id, of = 'other' }: RemainingProps) {
  const ms = Math.max(0, endsAt.getTime() - now.getTime())
  return (
    <time class="clock" id={id} datetime={duration(ms)} data-clock={of} data-remaining-ms={ms}>
      {clockText(ms)}
    </time>
  )
}

/** `24:07`, or `1:24:07` from an hour on. the page's script draws the same. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

function duration(ms: number): string {
  return `PT${Math.ceil(ms / 1000)}S`
}
