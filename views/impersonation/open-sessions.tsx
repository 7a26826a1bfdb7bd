import { Remaining } from '#views/ui/clock.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { asWhom } from '#views/impersonation/words.ts'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import { isLive } from '#worker/impersonation/rules/window.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type OpenSessionsProps = { rows: ListedSession[]; operatorId: string; now: Date; id?: string | undefined }

/** Who is inside a tenant at this moment, those that end soonest first. */
export function OpenSessions({ rows, operatorId, now, id = 'open' }: OpenSessionsProps) {
  return (
    <Table
      id={id}
      caption="Sessions open now, those that end soonest first"
      columns={[{ name: 'Tenant' }, { name: 'Time left' }, { name: 'Operator' }, { name: 'Role' }, { name: 'Seen as' }, { name: 'Ticket' }]}
      isEmpty={rows.length === 0}
      empty={<EmptyState icon="eye-off" title="Nobody is inside a tenant" />}
    >
      {rows.map((row) => (
        <Row id={`${id}-${row.id}`}>
          <NameCell href={`/impersonations/${row.id}`}>{row.tenantName ?? 'A tenant that is gone'}</NameCell>
          <Cell label="Time left" nowrap>
            {isLive(row, now) ? <Remaining endsAt={row.expiresAt} now={now} /> : <Badge tone="bad">Overdue</Badge>}
          </Cell>
          <Cell label="Operator">{row.operatorId === operatorId ? 'You' : (row.operatorName ?? row.operatorId)}</Cell>
          <Cell label="Role">{ROLE_NAMES[row.operatorRole]}</Cell>
          <Cell label="Seen as">{asWhom(row)}</Cell>
          <Cell label="Ticket" nowrap>
            {row.ticketNumber === null ? <None /> : ticketLabel(row.ticketNumber)}
          </Cell>
        </Row>
      ))}
    </Table>
  )
}
