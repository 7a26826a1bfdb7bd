import { Select, TextField } from '#views/ui/field.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Spark } from '#views/ui/spark.tsx'
import { ErrorLevelBadge, inWords } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import type { HeadProps } from '#views/support/tenant-head.tsx'
import { chosen, TenantList } from '#views/support/tenant-list.tsx'
import type { Narrowed, Turns } from '#views/tenant/work-list.tsx'
import type { ErrorFilter, ListedError } from '#worker/support/queries/tenant-errors.ts'
import { ERROR_LEVELS } from '#worker/support/rules/register-words.ts'

type TenantErrorsProps = { head: HeadProps; rows: ListedError[]; filter: ErrorFilter; turns: Turns; zone: string; now: Date }

/** What goes wrong at a tenant, one row per kind of error, the last seen first. */
export function TenantErrors({ head, rows, filter, turns, zone, now }: TenantErrorsProps) {
  const narrowed: Narrowed[] = [
    { name: 'Words', param: 'q', value: filter.words },
    { name: 'Level', param: 'level', value: filter.level, word: filter.level && inWords(filter.level) },
  ]
  return (
    <TenantList
      head={head}
      room="errors"
      rows="error groups"
      count={rows.length}
      turns={turns}
      narrowed={narrowed}
      fields={
        <>
          <TextField id="q" type="search" label="Words" placeholder="Message or fingerprint" value={filter.words} maxLength={80} />
          <Select
            id="level"
            label="Level"
            empty="Any"
            value={filter.level}
            options={ERROR_LEVELS.map((value) => ({ value, label: inWords(value) }))}
          />
        </>
      }
    >
      <Table
        id="errors"
        caption="Errors in groups, the last seen first"
        columns={[
          { name: 'Error' },
          { name: 'Level' },
          { name: 'Count', align: 'end' },
          { name: '14 days' },
          { name: 'First seen' },
          { name: 'Last seen' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="check-circle" title={chosen(...narrowed) ? 'No error matches' : 'No errors'}>
            {chosen(...narrowed) ? 'Try a part of the message, or another level.' : 'Nothing went wrong here that the product reported.'}
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <ErrorRow row={row} zone={zone} now={now} />
        ))}
      </Table>
    </TenantList>
  )
}

function ErrorRow({ row, zone, now }: { row: ListedError; zone: string; now: Date }) {
  return (
    <Row id={row.id}>
      <NameCell
        sub={
          <>
            {row.source} · <span class="id">{row.fingerprint}</span>
          </>
        }
      >
        {row.message}
      </NameCell>
      <Cell label="Level">
        <ErrorLevelBadge level={row.level} />
      </Cell>
      <Cell label="Count" align="end">
        {row.count.toLocaleString('en')}
      </Cell>
      <Cell label="14 days">
        <Spark values={row.trend} of="errors" />
      </Cell>
      <Cell label="First seen" quiet nowrap>
        <When at={row.firstSeenAt} zone={zone} look="date" />
      </Cell>
      <Cell label="Last seen" quiet nowrap>
        <When at={row.lastSeenAt} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}
