import { ButtonLink } from '#views/ui/button.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { DIRECTION_SAYS, EndpointStatusBadge } from '#views/webhooks/faces.tsx'
import type { Turns } from '#views/tenant/work-list.tsx'
import type { ListedEndpoint } from '#worker/webhooks/queries/endpoints.ts'

const PATH = '/webhook-endpoints'

/** Everybody who tells the portal something, or is told by it. */
export function EndpointList({ rows, turns, zone, now }: { rows: ListedEndpoint[]; turns: Turns; zone: string; now: Date }) {
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Webhooks"
        sub="Systems that tell the portal what happened, and addresses at which tenants are told who was inside."
        actions={
          <ButtonLink look="primary" icon="plus" href={`${PATH}/new`}>
            Add an endpoint
          </ButtonLink>
        }
      />
      <Results label="Endpoints" announce={`${rows.length === 0 ? 'No' : rows.length} endpoints`}>
        <Table
          id="endpoints"
          caption="Webhook endpoints, the latest first"
          columns={[{ name: 'Endpoint' }, { name: 'Direction' }, { name: 'Of' }, { name: 'Status' }, { name: 'Added' }]}
          isEmpty={rows.length === 0}
          empty={
            <EmptyState icon="globe" title="No endpoints">
              Add one for each system that is to tell the portal something, and one for each tenant that wants to be told.
            </EmptyState>
          }
        >
          {rows.map((row) => (
            <Row id={row.id}>
              <NameCell href={`${PATH}/${row.id}`} sub={row.url ?? row.id}>
                {row.name}
              </NameCell>
              <Cell label="Direction">{DIRECTION_SAYS[row.direction]}</Cell>
              <Cell label="Of">
                {row.tenantId === null ? 'The vendor’s product' : <a href={`/tenants/${row.tenantId}`}>{row.tenantName}</a>}
              </Cell>
              <Cell label="Status">
                <EndpointStatusBadge status={row.status} />
              </Cell>
              <Cell label="Added" quiet nowrap>
                <When at={row.createdAt} zone={zone} look="relative" now={now} />
              </Cell>
            </Row>
          ))}
        </Table>
        {turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${rows.length}`} />
        )}
      </Results>
    </div>
  )
}
