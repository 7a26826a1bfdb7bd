import { Badge, type Tone } from '#views/ui/badge.tsx'
import { Button } from '#views/ui/button.tsx'
import { Form } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Id, None, Unseen } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { browserOf } from '#views/auth/browser.ts'
import { Programs } from '#views/auth/programs.tsx'
import type { ProgramRow } from '#worker/auth/queries/families.ts'
import type { SignInRow, SignInState } from '#worker/auth/queries/sign-ins.ts'

type SignInsProps = { rows: SignInRow[]; programs: ProgramRow[]; csrf: string; formKey: string; zone: string; now: Date }

/** Where and when somebody signed in with the reader's own account, and the way to end it. */
export function SignIns({ rows, programs, csrf, formKey, zone, now }: SignInsProps) {
  return (
    <>
      <PageHead
        title="Your sign-ins"
        sub="The latest first. If one of them was not you, sign out everywhere and tell your team lead at once."
        actions={
          <Form look="inline" action="/account/sign-ins/revoke-all" csrf={csrf} formKey={`${formKey}-all`}>
            <Button look="danger" icon="log-out">
              Sign out everywhere
            </Button>
          </Form>
        }
      />
      <Table
        id="sign-ins"
        caption="Your sign-ins, the latest first"
        columns={[
          { name: 'Signed in' },
          { name: 'State' },
          { name: 'Last seen' },
          { name: 'Browser' },
          { name: 'Address' },
          { name: 'End it', silent: true },
        ]}
        isEmpty={rows.length === 0}
        empty={<EmptyState icon="key" title="No sign-ins" />}
      >
        {rows.map((row) => (
          <Row id={row.id} chosen={row.isCurrent}>
            <NameCell sub={row.isCurrent ? 'This browser, now' : undefined}>
              <When at={row.createdAt} zone={zone} />
            </NameCell>
            <Cell label="State">
              <State row={row} />
            </Cell>
            <Cell label="Last seen" quiet nowrap>
              <When at={row.seenAt} zone={zone} look="relative" now={now} />
            </Cell>
            <Cell label="Browser">{browserOf(row.userAgent)}</Cell>
            <Cell label="Address">{row.ip === null ? <None /> : <Id>{row.ip}</Id>}</Cell>
            <Cell align="end">
              {row.state === 'ended' ? null : <End row={row} csrf={csrf} formKey={`${formKey}-${row.id}`} zone={zone} />}
            </Cell>
          </Row>
        ))}
      </Table>
      {programs.length === 0 ? null : <Programs rows={programs} csrf={csrf} formKey={formKey} zone={zone} now={now} />}
    </>
  )
}

const FACES: Record<SignInState, { word: string; tone: Tone }> = {
  open: { word: 'Open', tone: 'good' },
  ended: { word: 'Ended', tone: 'neutral' },
  idle: { word: 'Idle too long', tone: 'neutral' },
  expired: { word: 'Run out', tone: 'neutral' },
}

function State({ row }: { row: SignInRow }) {
  const { word, tone } = FACES[row.state]
  return (
    <>
      <Badge tone={tone} dot={row.state === 'open'}>
        {word}
      </Badge>{' '}
      {row.inSession ? (
        <Badge tone="warn" icon="eye">
          Inside a tenant
        </Badge>
      ) : null}
    </>
  )
}

function End({ row, csrf, formKey, zone }: { row: SignInRow; csrf: string; formKey: string; zone: string }) {
  return (
    <Form look="inline" action={`/account/sign-ins/${row.id}/revoke`} csrf={csrf} formKey={formKey}>
      <Button small>
        End
        <Unseen>
          {' '}
          the sign-in of <When at={row.createdAt} zone={zone} />
        </Unseen>
      </Button>
    </Form>
  )
}
