import { Cell, type Column } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { endOf, lastedOf } from '#views/impersonation/session-state.tsx'
import { asWhom } from '#views/impersonation/words.ts'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'
import { CATEGORY_NAMES } from '#worker/impersonation/rules/words.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

/** What every list of sessions tells of each, after who was where. */
export const SESSION_COLUMNS: Column[] = [
  { name: 'Seen as' },
  { name: 'About' },
  { name: 'Ticket' },
  { name: 'Started' },
  { name: 'Lasted' },
  { name: 'How it ended' },
]

export function SessionCells({ row, zone, now }: { row: ListedSession; zone: string; now: Date }) {
  return (
    <>
      <Cell label="Seen as">{asWhom(row)}</Cell>
      <Cell label="About">{CATEGORY_NAMES[row.category]}</Cell>
      <Cell label="Ticket" nowrap>
        {row.ticketNumber === null ? <None /> : ticketLabel(row.ticketNumber)}
      </Cell>
      <Cell label="Started" quiet nowrap>
        <When at={row.startedAt} zone={zone} />
      </Cell>
      <Cell label="Lasted" quiet nowrap>
        {lastedOf(row, now)}
      </Cell>
      <Cell label="How it ended">{isLive(row, now) ? <None /> : endOf(row)}</Cell>
    </>
  )
}
