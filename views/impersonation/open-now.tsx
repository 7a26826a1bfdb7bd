import { OpenSessions } from '#views/impersonation/open-sessions.tsx'
import { Count } from '#views/ui/badge.tsx'
import { ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'

type OpenNowProps = { rows: ListedSession[]; operatorId: string; now: Date }

/** The board of those who may end sessions. It looks again when its page hears that a session began, moved or ended: once for all that
 *  happens within a second. */
export function OpenNow({ rows, operatorId, now }: OpenNowProps) {
  return (
    <div id="board" hx-get="/impersonations/open" hx-trigger="board delay:1s" hx-select="#board" hx-swap="outerHTML">
      <Card
        id="open-now"
        title="Sessions open now"
        icon="eye"
        flush
        mark={<Count of={rows.length} label="open" />}
        actions={
          rows.length === 0 ? undefined : (
            <ButtonLink look="danger" icon="stop" small href="/impersonations/kill" id="kill-many">
              End sessions
            </ButtonLink>
          )
        }
      >
        <OpenSessions rows={rows} operatorId={operatorId} now={now} isBoard />
      </Card>
    </div>
  )
}
