import type { PropsWithChildren } from 'hono/jsx'
import { Badge, Count, type Tone } from '#views/ui/badge.tsx'
import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns, Facts, Figure } from '#views/ui/card.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { Icon, ICONS } from '#views/ui/icon.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { EmptyState, Notice, Skeleton, Spinner } from '#views/ui/notice.tsx'
import {
  CaseStatusBadge,
  ModeBadge,
  OutcomeBadge,
  PolicyBadge,
  PriorityMark,
  RiuStatusBadge,
  SeverityBadge,
  TenantStatusBadge,
  TicketPriorityBadge,
  TicketStatusBadge,
  UserStatusBadge,
} from '#views/ui/status.tsx'
import { Avatar, Id, Kbd, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { CASE_STATUSES, RIU_STATUSES, SEVERITIES, TENANT_STATUSES } from '#worker/tenant/rules/words.ts'

const TONES: Tone[] = ['neutral', 'accent', 'info', 'good', 'warn', 'bad']
const minutesAfter = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000)

export function Basics({ now }: { now: Date }) {
  return (
    <div class="stack" id="basics">
      <div class="looks-figures">
        <Figure name="Open tickets" value={12} sub="3 urgent" href="#basics" />
        <Figure name="Live sessions" value={4} sub="1 read-write" />
        <Figure name="Failed jobs" value={0} sub="Last 24 hours" />
        <Figure name="Ends in" value={<Remaining endsAt={minutesAfter(now, 74)} now={now} />} sub="A clock of its own" />
      </div>
      <Columns>
        <Card
          id="looks-badges"
          title="Badges"
          icon="dot"
          mark={<Count of={1204} label="in all" />}
          actions={<a href="#basics">All of them</a>}
        >
          <Row>
            {TONES.map((tone) => (
              <Badge tone={tone}>{tone}</Badge>
            ))}
          </Row>
          <Row>
            {CASE_STATUSES.map((status) => (
              <CaseStatusBadge status={status} />
            ))}
            {SEVERITIES.map((severity) => (
              <SeverityBadge severity={severity} />
            ))}
          </Row>
          <Row>
            {RIU_STATUSES.map((status) => (
              <RiuStatusBadge status={status} />
            ))}
            {TENANT_STATUSES.map((status) => (
              <TenantStatusBadge status={status} />
            ))}
          </Row>
          <Row>
            <TicketStatusBadge status="OPEN" />
            <TicketStatusBadge status="PENDING" />
            <TicketPriorityBadge priority="URGENT" />
            <UserStatusBadge status="INVITED" />
            <PolicyBadge policy="open" />
            <PolicyBadge policy="notify" />
            <PolicyBadge policy="approve" />
            <PolicyBadge policy="closed" />
          </Row>
          <Row>
            <ModeBadge mode="READ_ONLY" />
            <ModeBadge mode="READ_WRITE" />
            <ModeBadge mode="READ_ONLY" breakGlass />
            <OutcomeBadge outcome="done" />
            <OutcomeBadge outcome="refused" />
            <OutcomeBadge outcome="failed" />
          </Row>
          <Row>
            {[1, 2, 3, 4].map((priority) => (
              <PriorityMark priority={priority} />
            ))}
          </Row>
        </Card>
        <Card id="looks-buttons" title="Buttons" icon="play">
          <Row>
            <Button type="button" look="primary" icon="play">
              Start session
            </Button>
            <Button type="button">Save</Button>
            <Button type="button" look="quiet">
              Cancel
            </Button>
            <Button type="button" look="danger" icon="stop">
              End
            </Button>
          </Row>
          <Row>
            <ButtonLink href="#basics" look="primary" small>
              Small
            </ButtonLink>
            <ButtonLink href="#basics" small icon="download">
              Small link
            </ButtonLink>
            <ButtonLink href="#basics" look="quiet" small>
              Quiet
            </ButtonLink>
          </Row>
          <Row>
            <Blocked id="looks-blocked" reason="Read-only session: start a read-write session to change a case.">
              Close case
            </Blocked>
          </Row>
          <Row>
            <Kbd>Ctrl</Kbd>
            <Kbd>K</Kbd>
            <Id copy="case_01JZ4A8K2M9Q7W3X5Y6Z">case_01JZ4A8K2M9Q7W3X5Y6Z</Id>
            <Avatar name="Maya Brandt" />
            <Avatar name="Tom Okafor" />
            <Avatar name="Imke de Vries" size="small" />
            <Spinner />
          </Row>
        </Card>
      </Columns>
      <Columns>
        <Card id="looks-values" title="Values" icon="eye-off">
          <Facts
            facts={[
              { name: 'Name', value: <Shown value={{ hidden: 'personal' }} /> },
              { name: 'API key', value: <Shown value={{ hidden: 'secret' }} /> },
              { name: 'Outcome', value: <Shown value={null} /> },
              { name: 'Employees', value: <Shown value={1240} /> },
              { name: 'Created', value: <When at={now} zone="Europe/Berlin" /> },
              { name: 'Last access', value: <When at={minutesAfter(now, -190)} look="relative" now={now} /> },
              { name: 'Assignee', value: <None /> },
              { name: 'Narrative', value: <Shown value={{ hidden: 'sensitive' }} look="text" />, wide: true },
            ]}
          />
        </Card>
        <div class="stack">
          <Notice tone="warn" title="The customer approves access" action={<a href="#basics">Ask for approval</a>}>
            Requests unanswered after 12 hours count as denied.
          </Notice>
          <Notice tone="bad">The webhook answered 500 five times in a row.</Notice>
          <Notice tone="good">The session has ended. Its summary is below.</Notice>
          <Notice>Times are shown in Europe/Berlin.</Notice>
        </div>
      </Columns>
      <Columns>
        <Card id="looks-empty" title="Nothing to show" icon="inbox">
          <EmptyState title="No open tickets" icon="ticket" action={<ButtonLink href="#basics">All tickets</ButtonLink>}>
            New ones appear here when a customer writes or calls.
          </EmptyState>
        </Card>
        <Card id="looks-wait" title="Waiting" icon="clock">
          <Skeleton lines={5} />
        </Card>
      </Columns>
      <Card id="looks-icons" title="Icons" icon="list">
        <Row>
          {ICONS.map((name) => (
            <span title={name}>
              <Icon name={name} label={name} />
            </span>
          ))}
        </Row>
      </Card>
    </div>
  )
}

function Row({ children }: PropsWithChildren) {
  return <div class="looks-row">{children}</div>
}
