import { Badge } from '#views/ui/badge.tsx'
import { Button } from '#views/ui/button.tsx'
import { Card, type Fact, Facts, Stack } from '#views/ui/card.tsx'
import { Form, FormActions } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Pager, Results } from '#views/ui/list.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { ActForm, Refused, type SentForm } from '#views/people/act-form.tsx'
import { PeopleTabs } from '#views/people/tabs.tsx'
import type { Turns } from '#views/tenant/work-list.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedGrant } from '#worker/people/queries/grants.ts'

type Deciding = { sent: (SentForm & { grantId: string }) | undefined; operatorId: string; csrf: string; formKey: string }
type GrantsProps = Deciding & { rows: ListedGrant[]; turns: Turns; zone: string; now: Date }

/** Four eyes: one administrator asks, another decides. Open wishes first, each with its two answers. */
export function Grants({ rows, turns, zone, now, ...deciding }: GrantsProps) {
  const [open, past] = [rows.filter((row) => row.open), rows.filter((row) => !row.open)]
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Wishes for administrators"
        crumbs={[{ name: 'People', href: '/people' }]}
        sub="Two administrators make a third: one asks, another decides within seven days. Neither can be the person it is about."
      />
      <PeopleTabs current="grants" />
      <Results label="Wishes" announce={`${open.length} open wishes`}>
        <Stack>
          <Refused because={deciding.sent?.because} />
          {open.map((wish) => (
            <OpenWish wish={wish} zone={zone} now={now} {...deciding} />
          ))}
          {open.length === 0 && turns.newer === undefined ? (
            <Card id="no-wish">
              <EmptyState icon="shield" title="Nothing to decide">
                A wish is asked for on the page of the person.
              </EmptyState>
            </Card>
          ) : null}
          {past.length === 0 ? null : <Past rows={past} zone={zone} />}
          {rows.length === 0 ? null : <Pager newer={turns.newer} older={turns.older} showing={`Showing ${rows.length}`} />}
        </Stack>
      </Results>
    </div>
  )
}

function OpenWish({ wish, zone, now, sent, operatorId, csrf, formKey }: Deciding & { wish: ListedGrant; zone: string; now: Date }) {
  const facts: Fact[] = [
    { name: 'Role now', value: ROLE_NAMES[wish.subjectRole] },
    { name: 'Asked by', value: wish.askedBy === operatorId ? 'You' : wish.askerName },
    { name: 'Asked', value: <When at={wish.askedAt} zone={zone} look="relative" now={now} /> },
    { name: 'Lapses', value: <When at={wish.expiresAt} zone={zone} look="relative" now={now} /> },
    { name: 'Why', value: wish.reason, wide: true },
  ]
  const mine = sent?.grantId === wish.id && sent.because === undefined ? sent : undefined
  return (
    <Card
      id={wish.id}
      title={`${wish.subjectName} as administrator`}
      icon="shield"
      actions={<a href={`/people/${wish.subjectId}`}>About the person</a>}
    >
      <Facts facts={facts} />
      {wish.askedBy === operatorId || wish.subjectId === operatorId ? (
        <p class="quiet">{wish.askedBy === operatorId ? 'You asked for it; another administrator decides.' : 'It is about you.'}</p>
      ) : (
        <>
          <Form look="inline" action={`/people/grants/${wish.id}/grant`} csrf={csrf} formKey={`${formKey}-g-${wish.id}`}>
            <Seen wish={wish} />
            <FormActions>
              <Button look="primary" icon="check">
                Make them an administrator
              </Button>
            </FormActions>
          </Form>
          <ActForm
            id={`refuse-${wish.id}`}
            title="Refuse"
            icon="x"
            action={`/people/grants/${wish.id}/refuse`}
            button="Refuse it"
            hint="One line for the trail, read by whoever asked."
            sent={mine}
            csrf={csrf}
            formKey={formKey}
          >
            <Seen wish={wish} />
          </ActForm>
        </>
      )}
    </Card>
  )
}

/** Which wish was read: one that was asked anew in the meantime is another. */
function Seen({ wish }: { wish: ListedGrant }) {
  return (
    <>
      <input type="hidden" name="of" value={wish.id} />
      <input type="hidden" name="seen" value={String(wish.askedAt.getTime())} />
    </>
  )
}

function Past({ rows, zone }: { rows: ListedGrant[]; zone: string }) {
  return (
    <Card id="past" title="Decided and lapsed" icon="history" flush>
      <Table
        id="past-wishes"
        caption="Wishes that were decided or lapsed, the latest first"
        columns={[{ name: 'Person' }, { name: 'What came of it' }, { name: 'Asked by' }, { name: 'Decided by' }, { name: 'When' }]}
      >
        {rows.map((row) => (
          <Row id={row.id}>
            <NameCell href={`/people/${row.subjectId}`} sub={row.reason}>
              {row.subjectName}
            </NameCell>
            <Cell label="What came of it">
              <Became row={row} />
            </Cell>
            <Cell label="Asked by">{row.askerName}</Cell>
            <Cell label="Decided by">{row.deciderName ?? <None />}</Cell>
            <Cell label="When" quiet nowrap>
              <When at={row.decidedAt ?? row.expiresAt} zone={zone} />
            </Cell>
          </Row>
        ))}
      </Table>
    </Card>
  )
}

function Became({ row }: { row: ListedGrant }) {
  if (row.state === 'granted')
    return (
      <Badge tone="good" icon="check">
        Granted
      </Badge>
    )
  if (row.state === 'refused')
    return (
      <Badge tone="warn" icon="x">
        Refused
      </Badge>
    )
  return <Badge>Lapsed</Badge>
}
