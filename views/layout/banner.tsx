import { Chips } from '#views/ui/choice.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { TextField } from '#views/ui/field.tsx'
import { Form } from '#views/ui/form.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { formatted } from '#views/ui/when.tsx'

export type LiveSession = {
  id: string
  mode: 'READ_ONLY' | 'READ_WRITE'
  breakGlass: boolean
  operatorName: string
  /** "Compliance officer" for the view of a role, or the name of the user. */
  asWhom: string
  tenantId: string
  tenantName: string
  ticketNumber: string | null
  startedAt: Date
  expiresAt: Date
  /** Four hours after the start, or earlier: no extension goes past it. */
  maxEndsAt: Date
  idleEndsAt: Date
  now: Date
}

type Look = { name: 'read-only' | 'read-write' | 'break-glass'; word: string; icon: IconName }

export function lookOf({ mode, breakGlass }: Pick<LiveSession, 'mode' | 'breakGlass'>): Look {
  if (breakGlass) return { name: 'break-glass', word: 'Break-glass', icon: 'break-glass' }
  if (mode === 'READ_WRITE') return { name: 'read-write', word: 'Read-write', icon: 'pencil' }
  return { name: 'read-only', word: 'Read-only', icon: 'eye' }
}

type BannerProps = { session: LiveSession; csrf: string; formKey?: string | undefined; zone?: string | undefined }

/** Who is inside whose data, in which mode, until when. First in the body of every page, cannot be closed, works without JavaScript. */
export function SessionBanner({ session, csrf, formKey, zone = 'UTC' }: BannerProps) {
  const look = lookOf(session)
  return (
    <aside
      class={`banner banner-${look.name}`}
      id="session-banner"
      aria-label="Impersonation session"
      data-session={session.id}
      data-remaining-ms={left(session.expiresAt, session.now)}
      data-idle-remaining-ms={left(session.idleEndsAt, session.now)}
    >
      <p class="banner-mode">
        <Icon name={look.icon} />
        <span>{look.word}</span>
      </p>
      <p class="banner-who">
        <span class="banner-person">
          {session.operatorName} <span class="banner-soft">as</span> {session.asWhom} <span class="banner-soft">in</span>
        </span>{' '}
        <a class="banner-tenant" href={`/tenants/${session.tenantId}`}>
          {session.tenantName}
        </a>
        {session.ticketNumber === null ? null : (
          <span class="banner-ticket">
            <Icon name="ticket" size="small" />
            <span class="unseen">ticket </span>
            {session.ticketNumber}
          </span>
        )}
      </p>
      <p class="banner-idle" id="session-idle" hidden>
        <span>
          Idle: ends in <time data-clock="idle" />
        </span>
        <a class="banner-button" id="session-stay" href={`/impersonations/${session.id}`} data-stay>
          I am here
        </a>
      </p>
      <p class="banner-time">
        <Icon name="clock" size="small" />
        <Remaining endsAt={session.expiresAt} now={session.now} of="session" id="session-clock" />
        <span class="banner-soft banner-ends">
          ends <span id="session-ends">{formatted(session.expiresAt, zone, 'time')}</span>
        </span>
      </p>
      <div class="banner-acts">
        <Extend session={session} csrf={csrf} formKey={formKey} zone={zone} />
        <Form action={`/impersonations/${session.id}/end`} csrf={csrf} formKey={formKey && `${formKey}-end`} look="inline" id="session-end">
          <button type="submit" class="banner-button banner-end">
            <Icon name="stop" size="small" />
            <span>
              End<span class="banner-long"> session</span>
            </span>
          </button>
        </Form>
      </div>
    </aside>
  )
}

const MINUTES = [15, 30] as const

/** Opens in place and needs no script; where no minutes are left to give, it says so. */
function Extend({ session, csrf, formKey, zone }: BannerProps & { zone: string }) {
  const room = left(session.maxEndsAt, session.expiresAt)
  const options = MINUTES.filter((minutes) => minutes * 60_000 <= room)
  return (
    <details class="banner-extend" id="session-extend" data-menu>
      <summary class="banner-button">
        <Icon name="plus" size="small" />
        Extend
      </summary>
      <div class="banner-panel">
        {options.length === 0 ? (
          <p>This session ends at {formatted(session.maxEndsAt, zone, 'time')} at the latest. Start a new one if you still need to look.</p>
        ) : (
          <Form action={`/impersonations/${session.id}/extend`} csrf={csrf} formKey={formKey && `${formKey}-extend`} guard={false}>
            <Chips
              id="extend-minutes"
              name="minutes"
              label="Extend by"
              required
              value={String(options[0])}
              options={options.map((minutes) => ({ value: String(minutes), label: `${minutes} min` }))}
            />
            <TextField id="extend-reason" name="reason" label="Why is more time needed?" required maxLength={300} />
            <div class="form-actions">
              <button type="submit" class="button button-primary">
                Extend
              </button>
              <span class="quiet">At most until {formatted(session.maxEndsAt, zone, 'time')}</span>
            </div>
          </Form>
        )}
      </div>
    </details>
  )
}

function left(until: Date, from: Date): number {
  return Math.max(0, until.getTime() - from.getTime())
}
