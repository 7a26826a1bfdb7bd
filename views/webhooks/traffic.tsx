import { Badge, type Tone } from '#views/ui/badge.tsx'
import { Select } from '#views/ui/field.tsx'
import { Card } from '#views/ui/card.tsx'
import { ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { StateBadge } from '#views/jobs/state.tsx'
import { active, type Narrowed, type Turns } from '#views/tenant/work-list.tsx'
import { codeSays } from '#worker/jobs/rules/names.ts'
import type { ListedDelivery, ListedReceipt } from '#worker/webhooks/queries/traffic.ts'
import { DELIVERY_STATUSES, type DeliveryStatus, RECEIPT_STATES, type ReceiptState } from '#worker/webhooks/rules/words.ts'

export type TrafficProps = {
  path: string
  receipts?: ListedReceipt[]
  deliveries?: ListedDelivery[]
  filter: { state: ReceiptState | undefined; status: DeliveryStatus | undefined }
  turns: Turns
  zone: string
  now: Date
}

/** What went through an endpoint. Each row leads to its job, where what was given up is run again. */
export function Traffic({ path, receipts, deliveries, filter, turns, zone, now }: TrafficProps) {
  const isIn = receipts !== undefined
  const count = (receipts ?? deliveries ?? []).length
  const narrowed: Narrowed = isIn
    ? { name: 'State', param: 'state', value: filter.state, word: filter.state && inWords(filter.state) }
    : { name: 'Status', param: 'status', value: filter.status, word: filter.status && inWords(filter.status) }
  const words: readonly string[] = isIn ? RECEIPT_STATES : DELIVERY_STATUSES
  const noun = isIn ? 'receipts' : 'deliveries'
  return (
    <Card id="traffic" title={isIn ? 'What came in' : 'What was told'} icon="inbox">
      <p class="quiet">A row leads to its job, where what was given up is run again.</p>
      <Filters action={path} label={`Filter the ${noun}`}>
        <Select
          id={narrowed.param}
          label={narrowed.name}
          empty="Any"
          value={narrowed.value === undefined ? undefined : String(narrowed.value)}
          options={words.map((value) => ({ value, label: inWords(value) }))}
        />
      </Filters>
      <Results label={isIn ? 'Receipts' : 'Deliveries'} announce={`${count === 0 ? 'No' : count} ${noun}`}>
        <ActiveFilters filters={active(path, [narrowed])} clear={path} />
        <Table
          id={noun}
          caption={isIn ? 'Messages that came in, the latest first' : 'Messages to the tenant, the latest first'}
          columns={COLUMNS[isIn ? 'in' : 'out'].map((name) => ({ name }))}
          isEmpty={count === 0}
          empty={
            <EmptyState icon="inbox" title={narrowed.value === undefined ? 'Nothing yet' : 'Nothing matches'}>
              {isIn ? 'Nothing genuine came in lately.' : 'Nobody was inside this tenant lately.'}
            </EmptyState>
          }
        >
          {receipts?.map((row) => (
            <ReceiptRow row={row} zone={zone} now={now} />
          ))}
          {deliveries?.map((row) => (
            <DeliveryRow row={row} zone={zone} now={now} />
          ))}
        </Table>
        {turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${count}`} />
        )}
      </Results>
    </Card>
  )
}

const COLUMNS = {
  in: ['Message', 'Effect', 'Last error', 'Tenant', 'Came'],
  out: ['Message', 'Status', 'Attempts', 'Last answer', 'Begun'],
} as const

const TONES: Record<DeliveryStatus, Tone> = { WAITING: 'info', DELIVERED: 'good', FAILED: 'bad' }

function ReceiptRow({ row, zone, now }: { row: ListedReceipt; zone: string; now: Date }) {
  return (
    <Row id={row.id}>
      <NameCell href={`/portal-jobs/${row.jobId}`} sub={row.messageId}>
        {row.type}
      </NameCell>
      <Cell label="Effect">{row.jobState === null ? <None /> : <StateBadge state={row.jobState} />}</Cell>
      <Cell label="Last error" quiet>
        {row.lastError === null ? <None /> : codeSays(row.lastError)}
      </Cell>
      <Cell label="Tenant">{row.tenantId === null ? <None /> : <a href={`/tenants/${row.tenantId}`}>{row.tenantId}</a>}</Cell>
      <Cell label="Came" quiet nowrap>
        <When at={row.createdAt} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}

function DeliveryRow({ row, zone, now }: { row: ListedDelivery; zone: string; now: Date }) {
  return (
    <Row id={row.id}>
      <NameCell href={`/portal-jobs/${row.jobId}`} sub={row.id}>
        {row.kind}
      </NameCell>
      <Cell label="Status">
        <Badge dot tone={TONES[row.status]}>
          {inWords(row.status)}
        </Badge>
      </Cell>
      <Cell label="Attempts">{String(row.attempts)}</Cell>
      <Cell label="Last answer" quiet>
        {row.lastCode === null ? <None /> : codeSays(row.lastCode)}
      </Cell>
      <Cell label="Begun" quiet nowrap>
        <When at={row.createdAt} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}
