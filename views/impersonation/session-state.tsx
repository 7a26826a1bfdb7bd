import { Badge } from '#views/ui/badge.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { lasted } from '#views/impersonation/words.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'
import { END_NAMES } from '#worker/impersonation/rules/words.ts'

type Session = { startedAt: Date; expiresAt: Date; endedAt: Date | null; endReason: EndReason | null }

/** Live with the time that is left, or over. */
export function SessionState({ session, now }: { session: Session; now: Date }) {
  if (!isLive(session, now)) return <Badge>Over</Badge>
  return (
    <Badge tone="warn" icon="eye">
      Live, <Remaining endsAt={session.expiresAt} now={now} /> left
    </Badge>
  )
}

/** How it came to its end. A session past its deadline is over, even when nobody has written it down yet. */
export function endOf({ endReason }: Session): string {
  return END_NAMES[endReason ?? 'TIMEOUT']
}

export function lastedOf(session: Session, now: Date): string {
  return lasted(session.startedAt, session.endedAt ?? (now < session.expiresAt ? now : session.expiresAt))
}
