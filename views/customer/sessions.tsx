import type { Forms } from '#views/customer/policy.tsx'
import { lastedOf } from '#views/impersonation/session-state.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Form } from '#views/ui/form.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { Feed, FeedSession, Records } from '#worker/customer/queries/feed.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { CATEGORY_NAMES, type EndReason } from '#worker/impersonation/rules/words.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

type SessionsProps = {
  feed: Feed
  path: string
  isFirst: boolean
  older: string | undefined
  forms: Forms | undefined
  now: Date
}

/** Sessions, the latest first; those that are open can be ended here by whoever may. */
export function CustomerSessions({ feed, path, isFirst, older, forms, now }: SessionsProps) {
  return (
    <section class="stack" aria-label="Sessions">
      <Table
        id="sessions"
        caption="Sessions of our staff in your data, the latest first"
        columns={[{ name: 'Who' }, { name: 'State' }, { name: 'Began' }, { name: 'What for' }, { name: 'Looked at' }]}
        isEmpty={feed.sessions.length === 0}
        empty={
          <EmptyState icon="history" title={isFirst ? 'Nobody was inside' : 'No earlier sessions'}>
            Nobody of our staff has entered your data{isFirst ? '' : ' before'}.
          </EmptyState>
        }
      >
        {feed.sessions.map((session) => (
          <Row id={session.id} chosen={session.isOpen}>
            <NameCell sub={`sees as ${TENANT_ROLE_NAMES[session.seenAs].toLowerCase()}`}>{ROLE_NAMES[session.operatorRole]}</NameCell>
            <Cell label="State">
              <State session={session} path={path} forms={forms} now={now} />
            </Cell>
            <Cell label="Began" nowrap>
              <When at={session.startedAt} />
            </Cell>
            <Cell label="What for">
              {CATEGORY_NAMES[session.category]}
              {session.ticket === null ? null : `, ${ticketLabel(session.ticket)}`}
              {session.approverRole === null ? null : <div class="quiet">approved by {ROLE_NAMES[session.approverRole]}</div>}
            </Cell>
            <Cell label="Looked at">
              <LookedAt session={session} />
            </Cell>
          </Row>
        ))}
      </Table>
      {isFirst && older === undefined ? null : (
        <nav class="form-actions" aria-label="Pages">
          {isFirst ? null : <ButtonLink href={path}>The latest</ButtonLink>}
          {older === undefined ? null : <ButtonLink href={older}>Earlier</ButtonLink>}
        </nav>
      )}
    </section>
  )
}

const KINDS: Record<string, [one: string, many: string]> = {
  case: ['case', 'cases'],
  report: ['report', 'reports'],
  investigation: ['investigation', 'investigations'],
  investigation_step: ['step of an investigation', 'steps of investigations'],
  note: ['note', 'notes'],
  participant: ['person of a case', 'people of cases'],
  user: ['user', 'users'],
  other: ['other record', 'other records'],
}

const wordsOf = ({ type, count }: Records) => `${count} ${(KINDS[type] ?? ['record', 'records'])[count === 1 ? 0 : 1]}`

/** How much of what, and on asking which: whoever must know can look each of them up. */
function LookedAt({ session: { records, acts } }: { session: FeedSession }) {
  if (records.length === 0) return <span class="quiet">No records</span>
  return (
    <details class="sealed-text">
      <summary>{records.map(wordsOf).join(', ')}</summary>
      <p class="quiet">{acts === 1 ? 'One act' : `${acts} acts`}</p>
      {records.map((each) => (
        <p>
          {each.ids.map((id) => (
            <>
              <code>{id}</code>{' '}
            </>
          ))}
          {each.count > each.ids.length ? `and ${each.count - each.ids.length} more; all are in the trail.` : null}
        </p>
      ))}
    </details>
  )
}

const ENDS: Record<EndReason, string> = {
  MANUAL: 'They left',
  TIMEOUT: 'Time was up',
  IDLE: 'Idle too long',
  FORCE_LOGOUT: 'Ended by us',
  POLICY_CHANGED: 'Your policy changed',
  TICKET_CLOSED: 'The ticket was closed',
  CUSTOMER_ENDED: 'You ended it',
  PROJECT_CLOSED: 'The project was closed',
}

function State({ session, path, forms, now }: { session: FeedSession; path: string; forms: Forms | undefined; now: Date }) {
  const mode = session.breakGlass ? 'Emergency' : session.mode === 'READ_WRITE' ? 'Reads and changes' : 'Reads only'
  if (!session.isOpen) {
    return (
      <div>
        <div class="nowrap">{ENDS[session.endReason ?? 'TIMEOUT']}</div>
        <div class="quiet nowrap">{mode}</div>
        <div class="quiet nowrap">{lastedOf(session, now)}</div>
      </div>
    )
  }
  return (
    <div>
      <Badge tone={session.mode === 'READ_WRITE' || session.breakGlass ? 'bad' : 'warn'} icon="eye">
        Inside now
      </Badge>
      <div class="quiet nowrap">{mode}</div>
      <div class="quiet">
        until <When at={session.expiresAt} look="time" /> at the latest
      </div>
      {forms === undefined ? null : (
        <Form look="inline" action={`${path}/sessions/${session.id}/end`} csrf={forms.csrf} formKey={forms.formKey}>
          <Button look="danger" icon="stop">
            End it now
          </Button>
        </Form>
      )}
    </div>
  )
}
