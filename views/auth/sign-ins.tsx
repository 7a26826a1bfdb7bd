import { Badge } from '#views/ui/badge.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { browserOf } from '#views/auth/browser.ts'
import type { SignInRow } from '#worker/auth/queries/sign-ins.ts'

type SignInsProps = { rows: SignInRow[]; zone: string; now: Date }

/** Where and when somebody signed in with the reader's own account. */
export function SignIns({ rows, zone, now }: SignInsProps) {
  return (
    <>
      <PageHead title="Your sign-ins" sub="The latest first. If one of them was not you, sign out and tell your team lead at once." />
      <Table
        id="sign-ins"
        caption="Your sign-ins, the latest first"
        columns={[{ name: 'Signed in' }, { name: 'State' }, { name: 'Last seen' }, { name: 'Browser' }, { name: 'Address' }]}
        isEmpty={rows.length === 0}
        empty={<EmptyState icon="key" title="No sign-ins" />}
      >
        {rows.map((row) => (
          <Row id={row.id}>
            <NameCell>
              <When at={row.createdAt} zone={zone} />
            </NameCell>
            <Cell label="State">
              <State row={row} now={now} />
            </Cell>
            <Cell label="Last seen" quiet nowrap>
              <When at={row.seenAt} zone={zone} look="relative" now={now} />
            </Cell>
            <Cell label="Browser">{browserOf(row.userAgent)}</Cell>
            <Cell label="Address">{row.ip === null ? <None /> : <Id>{row.ip}</Id>}</Cell>
          </Row>
        ))}
      </Table>
    </>
  )
}

/** What becomes of a sign-in that nobody uses is the database's to say; here only what its row says plainly. */
function State({ row, now }: { row: SignInRow; now: Date }) {
  if (row.revokedAt !== null) return <Badge>Signed out</Badge>
  if (row.expiresAt <= now) return <Badge>Run out</Badge>
  return (
    <Badge tone="good" dot>
      Open
    </Badge>
  )
}
