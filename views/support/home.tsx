import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns, Stack } from '#views/ui/card.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState, Notice } from '#views/ui/notice.tsx'
import { formatted } from '#views/ui/when.tsx'
import { Count } from '#views/ui/badge.tsx'
import type { LiveSession } from '#views/layout/banner.tsx'
import { RecentSessions } from '#views/impersonation/recent-sessions.tsx'
import { LookupField } from '#views/support/lookup-field.tsx'
import { MyTickets } from '#views/support/my-tickets.tsx'
import type { ListedSession } from '#worker/impersonation/queries/sessions.ts'
import type { MyTicket } from '#worker/support/queries/tickets.ts'

type HomeProps = {
  name: string
  tickets: MyTicket[]
  sessions: ListedSession[]
  session: LiveSession | undefined
  mayImpersonate: boolean
  zone: string
  now: Date
}

/** Where the day begins: find a tenant, go on where one was, or take the next ticket of one's own. */
export function Home({ name, tickets, sessions, session, mayImpersonate, zone, now }: HomeProps) {
  return (
    <>
      <PageHead title={`${greeting(now, zone)}, ${name.split(' ')[0] ?? name}`} sub={dayOf(tickets)} />
      <Stack>
        <LookupField />
        {session === undefined ? null : <Inside session={session} />}
        <Columns look="main-side">
          <Card id="my-tickets" title="My open tickets" icon="ticket" mark={<Count of={tickets.length} label="open" />} flush>
            {tickets.length === 0 ? (
              <EmptyState icon="ticket" title="No open tickets" action={<ButtonLink href="/tenants">Look up a tenant</ButtonLink>}>
                Tickets that are assigned to you stand here. You can take one on the page of its tenant.
              </EmptyState>
            ) : (
              <MyTickets tickets={tickets} mayEnter={mayImpersonate && session === undefined} now={now} />
            )}
          </Card>
          <Card id="recent" title="Your recent sessions" icon="history" actions={<a href="/impersonations">All sessions</a>} flush>
            <RecentSessions rows={sessions} zone={zone} now={now} />
          </Card>
        </Columns>
      </Stack>
    </>
  )
}

function Inside({ session }: { session: LiveSession }) {
  return (
    <Notice
      tone="warn"
      icon="eye"
      id="inside"
      title={`You are inside ${session.tenantName}`}
      action={
        <ButtonLink look="primary" icon="arrow-right" href="/workspace/cases">
          {`Continue in ${session.tenantName}`}
        </ButtonLink>
      }
    >
      As {session.asWhom.toLowerCase()}
      {session.ticketNumber === null ? null : ` on ${session.ticketNumber}`}, for another{' '}
      <Remaining endsAt={session.expiresAt} now={session.now} />.
    </Notice>
  )
}

function greeting(now: Date, zone: string): string {
  const hour = Number(formatted(now, zone, 'time').slice(0, 2))
  if (hour < 5) return 'Hello'
  if (hour < 12) return 'Good morning'
  return hour < 18 ? 'Good afternoon' : 'Good evening'
}

function dayOf(tickets: MyTicket[]): string {
  const urgent = tickets.filter((ticket) => ticket.priority === 'URGENT').length
  if (tickets.length === 0) return 'Nothing waits for you right now.'
  const open = tickets.length === 1 ? 'One open ticket is yours' : `${tickets.length} open tickets are yours`
  if (urgent === 0) return `${open}.`
  return `${open}, ${urgent === 1 ? 'one of them' : `${urgent} of them`} urgent.`
}
