import { browserOf } from '#views/auth/browser.ts'
import { Badge, type Tone } from '#views/ui/badge.tsx'
import { Button } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Form } from '#views/ui/form.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Unseen } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { ProgramRow } from '#worker/auth/queries/families.ts'
import type { ProgramState } from '#worker/auth/rules/families.ts'

type ProgramsProps = { rows: ProgramRow[]; csrf: string; formKey: string; zone: string; now: Date }

/** What goes on with a sign-in of the reader's without them, and the way to end one of it alone. */
export function Programs({ rows, csrf, formKey, zone, now }: ProgramsProps) {
  return (
    <Card id="own-programs" title="Your programs" icon="key" flush>
      <Table
        id="programs"
        caption="Your programs, the latest first"
        columns={[{ name: 'Let in' }, { name: 'State' }, { name: 'Last came back' }, { name: 'From' }, { name: 'End it', silent: true }]}
      >
        {rows.map((row) => (
          <Row id={row.id}>
            <NameCell>
              <When at={row.createdAt} zone={zone} />
            </NameCell>
            <Cell label="State">
              <Badge tone={FACES[row.state].tone} dot={row.state === 'open'}>
                {FACES[row.state].word}
              </Badge>
            </Cell>
            <Cell label="Last came back" quiet nowrap>
              <When at={row.refreshedAt} zone={zone} look="relative" now={now} />
            </Cell>
            <Cell label="From">{browserOf(row.userAgent)}</Cell>
            <Cell align="end">
              {row.state === 'open' ? (
                <Form look="inline" action={`/account/programs/${row.id}/revoke`} csrf={csrf} formKey={`${formKey}-${row.id}`}>
                  <Button small>
                    End
                    <Unseen>
                      {' '}
                      the program of <When at={row.createdAt} zone={zone} />
                    </Unseen>
                  </Button>
                </Form>
              ) : null}
            </Cell>
          </Row>
        ))}
      </Table>
    </Card>
  )
}

const FACES: Record<ProgramState, { word: string; tone: Tone }> = {
  open: { word: 'Open', tone: 'good' },
  ended: { word: 'Ended', tone: 'neutral' },
  expired: { word: 'Run out', tone: 'neutral' },
  stolen: { word: 'Ended: a token came twice', tone: 'bad' },
}
