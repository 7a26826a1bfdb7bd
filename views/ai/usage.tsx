import { Figure } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import type { UsageRow } from '#worker/ai/queries/usage.ts'

type UsageProps = { rows: UsageRow[]; days: number; most: number; label: string; budget: number }

/** What was asked of models, and what it cost: who wonders about a bill begins here and goes on in the trail. */
export function ModelUsage({ rows, days, most, label, budget }: UsageProps) {
  const total = (of: (row: UsageRow) => number) => rows.reduce((sum, row) => sum + of(row), 0).toLocaleString('en')
  return (
    <>
      <PageHead
        title="Models"
        crumbs={[{ name: 'Trail', href: '/audit' }]}
        sub={`What was asked of models in the last ${days} days, by tenant, the dearest first.`}
      />
      <div class="figures">
        <Figure name="Answers" value={total(({ runs }) => runs)} href="/audit?act=ai%3Arun" />
        <Figure name="Tokens" value={total(({ tokensIn, tokensOut }) => tokensIn + tokensOut)} />
        <Figure name="Answering now" value={label} />
        <Figure name="Tokens a tenant has in a day" value={budget.toLocaleString('en')} />
      </div>
      <Table
        id="usage"
        caption="Answers of models, by tenant, task and model"
        columns={[
          { name: 'Tenant' },
          { name: 'Asked for' },
          { name: 'Model' },
          { name: 'Answers', align: 'end' },
          { name: 'Not whole', align: 'end' },
          { name: 'Tokens in', align: 'end' },
          { name: 'Tokens out', align: 'end' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="note" title="Nobody has asked a model">
            In the last {days} days no model was asked about anything.
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <Row>
            <NameCell href={`/tenants/${row.tenantId}`}>{row.tenant ?? row.tenantId}</NameCell>
            <Cell label="Asked for">{row.task}</Cell>
            <Cell label="Model">{row.model}</Cell>
            <Cell label="Answers" align="end">
              {row.runs.toLocaleString('en')}
            </Cell>
            <Cell label="Not whole" align="end">
              {row.unfinished.toLocaleString('en')}
            </Cell>
            <Cell label="Tokens in" align="end">
              {row.tokensIn.toLocaleString('en')}
            </Cell>
            <Cell label="Tokens out" align="end">
              {row.tokensOut.toLocaleString('en')}
            </Cell>
          </Row>
        ))}
      </Table>
      {rows.length < most ? null : <p class="quiet">Only the {most} dearest are shown.</p>}
    </>
  )
}
