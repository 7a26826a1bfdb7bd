import { Card, Figure, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Pager } from '#views/ui/list.tsx'
import { EmptyState, Notice } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { ListedCheckpoint, UncoveredChain } from '#worker/audit/queries/checkpoints.ts'
import { isLate } from '#worker/audit/rules/checkpoint.ts'

type CheckpointsProps = {
  rows: ListedCheckpoint[]
  uncovered: UncoveredChain[]
  /** How many stand in the storage that the database does not know of. */
  unnoted: number
  keys: { keyId: string }[]
  isFirst: boolean
  older: string | undefined
  zone: string
  now: Date
}

/** What an auditor asks first: is the trail being signed, by which key, and is it still what was signed. */
export function Checkpoints({ rows, uncovered, unnoted, keys, isFirst, older, zone, now }: CheckpointsProps) {
  const [newest] = rows
  const altered = uncovered.filter(({ holds }) => !holds)
  const waiting = uncovered.length - altered.length
  return (
    <>
      <PageHead
        title="Checkpoints"
        crumbs={[{ name: 'Trail', href: '/audit' }]}
        sub="Every five minutes it is signed where the chains of the trail stand, and put outside the database."
      />
      <Stack>
        {altered.length === 0 ? null : (
          <Notice tone="bad" title="The trail is not what was signed of it" id="altered">
            {altered.map(({ chain }) => chain).join(', ')}. Somebody cut or rewrote it, or the database is an older copy.
          </Notice>
        )}
        {unnoted > 1 ? (
          <Notice tone="warn" title="The storage knows more than the database" id="unnoted">
            {unnoted} checkpoints stand there that are not noted here.
          </Notice>
        ) : null}
        {isFirst && isLate(newest?.at, now) ? (
          <Notice tone="warn" title="No checkpoint for a quarter of an hour" id="late">
            Look at the portal’s own jobs: the storage or the cron fails.
          </Notice>
        ) : null}
        {isFirst ? (
          <div class="figures">
            <Figure name="Newest" value={newest ? <When at={newest.at} zone={zone} look="relative" now={now} /> : 'None yet'} />
            <Figure name="Chains that wait" value={waiting.toLocaleString('en')} />
            <Figure name="Key" value={keys[0]?.keyId.slice(0, 8) ?? ''} href="/.well-known/portal-checkpoint-keys.json" />
          </div>
        ) : null}
        <Table
          id="checkpoints"
          caption="Checkpoints of the trail, the latest first"
          columns={[{ name: 'Number' }, { name: 'When' }, { name: 'Chains' }, { name: 'Key' }, { name: 'Hash' }]}
          isEmpty={rows.length === 0}
          empty={
            <EmptyState icon="shield" title="No checkpoints">
              The first comes within five minutes.
            </EmptyState>
          }
        >
          {rows.map((row) => (
            <CheckpointRow row={row} zone={zone} />
          ))}
        </Table>
        {isFirst && older === undefined ? null : <Pager older={older} showing={`Showing ${rows.length}`} />}
        {waiting === 0 || !isFirst ? null : (
          <Card id="waiting" title="Moved since" icon="clock">
            <Table
              id="chains"
              caption="Chains that moved since their last checkpoint"
              columns={[{ name: 'Chain' }, { name: 'Row' }, { name: 'Signed' }]}
            >
              {uncovered
                .filter(({ holds }) => holds)
                .map(({ chain, seq, covered }) => (
                  <Row id={chain.replace(':', '-')}>
                    <Cell label="Chain">
                      <Id>{chain}</Id>
                    </Cell>
                    <Cell label="Row">{seq ?? <None />}</Cell>
                    <Cell label="Signed">{covered ?? <None />}</Cell>
                  </Row>
                ))}
            </Table>
          </Card>
        )}
      </Stack>
    </>
  )
}

function CheckpointRow({ row, zone }: { row: ListedCheckpoint; zone: string }) {
  return (
    <Row id={`checkpoint-${row.number}`}>
      <NameCell href={`/audit/checkpoints/${row.number}`}>{row.number}</NameCell>
      <Cell label="When">
        <When at={row.at} zone={zone} />
      </Cell>
      <Cell label="Chains">{row.chains}</Cell>
      <Cell label="Key" quiet>
        <Id>{row.keyId.slice(0, 8)}</Id>
      </Cell>
      <Cell label="Hash" quiet>
        <Id>{row.hash.slice(0, 8)}…</Id>
      </Cell>
    </Row>
  )
}
