import { ButtonLink } from '#views/ui/button.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import type { LiveSession } from '#views/layout/banner.tsx'

/** Where the operator is, and the way back in. */
export function MySession({ session }: { session: LiveSession | undefined }) {
  if (session === undefined) {
    return (
      <EmptyState icon="eye-off" title="You are in no tenant" action={<ButtonLink href="/tenants">Look up a tenant</ButtonLink>}>
        You enter one on a ticket of yours, for a stated reason and time.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="eye"
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
    </EmptyState>
  )
}
