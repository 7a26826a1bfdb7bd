import { Button, ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns, Facts, Figure, Stack } from '#views/ui/card.tsx'
import { Form, type FormError } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { ModeBadge } from '#views/ui/status.tsx'
import { None } from '#views/ui/text.tsx'
import { Timeline } from '#views/ui/timeline.tsx'
import { When } from '#views/ui/when.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import { ClosingNote } from '#views/impersonation/closing-note.tsx'
import { KillOne } from '#views/impersonation/kill-one.tsx'
import { recordsSeen, timelineAct } from '#views/impersonation/session-act.tsx'
import { endOf, lastedOf, SessionState } from '#views/impersonation/session-state.tsx'
import { ReviewCard } from '#views/reviews/review-card.tsx'
import { asWhom } from '#views/impersonation/words.ts'
import { type Role, ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { Timeline as SessionTimeline } from '#worker/impersonation/queries/sessions.ts'
import { isLive, mayNote } from '#worker/impersonation/rules/window.ts'
import { CATEGORY_NAMES } from '#worker/impersonation/rules/words.ts'
import type { ReviewRefusal } from '#worker/reviews/rules/refusals.ts'

type SessionPageProps = SessionTimeline & {
  isOwn: boolean
  /** Whether the reader may end other people's sessions. */
  mayKill?: boolean | undefined
  reader: { id: string; role: Role; lead: boolean }
  refused?: ReviewRefusal | undefined
  errors: FormError[]
  typed: Record<string, string>
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** One stay in one tenant from start to end, and the word that its operator leaves behind. */
export function SessionPage({
  session,
  review,
  noted,
  acts,
  more,
  isOwn,
  mayKill = false,
  reader,
  refused,
  errors,
  typed,
  csrf,
  formKey,
  zone,
  now,
}: SessionPageProps) {
  const live = isLive(session, now)
  const sent = { errors, typed, csrf, formKey }
  const last = acts.at(-1)
  return (
    <>
      <PageHead
        title={`Session in ${session.tenantName ?? 'a tenant that is gone'}`}
        crumbs={[{ name: 'Sessions', href: '/impersonations' }]}
        marks={
          <>
            <ModeBadge mode={session.mode} breakGlass={session.breakGlass} />
            <SessionState session={session} now={now} />
          </>
        }
        actions={live && isOwn ? <Leave sessionId={session.id} csrf={csrf} formKey={`${formKey}-end`} /> : undefined}
      />
      <Columns look="main-side">
        <Stack>
          <Figures session={session} acts={acts} more={more} live={live} now={now} />
          {isOwn && !live && (errors.length > 0 || mayNote(session, noted, now)) ? <ClosingNote sessionId={session.id} {...sent} /> : null}
          <Card
            id="timeline"
            title="What happened"
            icon="history"
            actions={isFromStart(acts) ? undefined : <a href={`/impersonations/${session.id}`}>From the start</a>}
          >
            {acts.length === 0 ? (
              <p class="quiet">No more acts.</p>
            ) : (
              <Timeline label="Acts of this session, in order" zone={zone} acts={acts.map((act) => timelineAct(act, session, zone))} />
            )}
            {more && last ? (
              <ButtonLink href={`/impersonations/${session.id}?after=${last.seq}`} icon="arrow-right">
                Later acts
              </ButtonLink>
            ) : null}
          </Card>
        </Stack>
        <Stack>
          <Card id="facts" title="Who and why" icon="info">
            <Facts look="rows" facts={factsOf(session, isOwn, live, zone)} />
          </Card>
          {mayKill && !isOwn && session.endedAt === null ? <KillOne sessionId={session.id} {...sent} /> : null}
          {review === undefined ? null : (
            <ReviewCard review={review} operatorId={session.operatorId} reader={reader} refused={refused} zone={zone} now={now} {...sent} />
          )}
        </Stack>
      </Columns>
    </>
  )
}

/** A long session comes in pages; a page counts only itself, and says so. */
function Figures({ session, acts, more, live, now }: Pick<SessionTimeline, 'session' | 'acts' | 'more'> & { live: boolean; now: Date }) {
  const ofPage = more || !isFromStart(acts) ? ' on this page' : ''
  return (
    <div class="figures">
      <Figure name={live ? 'Open for' : 'Lasted'} value={lastedOf(session, now)} sub={live ? undefined : endOf(session)} />
      <Figure name={`Acts${ofPage}`} value={acts.length} />
      <Figure name={`Records seen${ofPage}`} value={recordsSeen(acts)} sub="each counted once" />
    </div>
  )
}

const isFromStart = (acts: SessionTimeline['acts']) => acts[0]?.act === 'impersonation:start'

function factsOf(session: SessionTimeline['session'], isOwn: boolean, live: boolean, zone: string) {
  const name = session.operatorName ?? session.operatorId
  return [
    { name: 'Operator', value: `${isOwn ? `You, ${name}` : name}, ${ROLE_NAMES[session.operatorRole]}` },
    { name: 'Tenant', value: <a href={`/tenants/${session.tenantId}`}>{session.tenantName ?? session.tenantId}</a> },
    { name: 'Seen as', value: asWhom(session) },
    { name: 'About', value: CATEGORY_NAMES[session.category] },
    { name: 'Ticket', value: session.ticketNumber === null ? <None /> : ticketLabel(session.ticketNumber) },
    { name: 'Reason', value: session.reason },
    ...(session.approvalId === null
      ? []
      : [{ name: 'Approval', value: <a href={`/access-requests/${session.approvalId}`}>What was approved</a> }]),
    { name: 'Started', value: <When at={session.startedAt} zone={zone} /> },
    live
      ? { name: 'Ends', value: <When at={session.expiresAt} zone={zone} /> }
      : { name: 'Ended', value: <When at={session.endedAt ?? session.expiresAt} zone={zone} /> },
    ...(live ? [] : [{ name: 'How', value: endOf(session) }]),
  ]
}

function Leave({ sessionId, csrf, formKey }: { sessionId: string; csrf: string; formKey: string }) {
  return (
    <>
      <ButtonLink look="primary" icon="arrow-right" href="/workspace/cases">
        Go to the cases
      </ButtonLink>
      <Form look="inline" action={`/impersonations/${sessionId}/end`} csrf={csrf} formKey={formKey}>
        <Button look="danger" icon="stop">
          End session
        </Button>
      </Form>
    </>
  )
}
