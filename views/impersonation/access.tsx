import { Columns, Card, type Fact, Facts, Stack } from '#views/ui/card.tsx'
import type { FormError } from '#views/ui/form.tsx'
import { Remaining } from '#views/ui/clock.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { ModeBadge } from '#views/ui/status.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { AnswerForm } from '#views/impersonation/access-answer.tsx'
import { AccessBadge } from '#views/impersonation/access-words.tsx'
import { NextStep } from '#views/impersonation/access-next.tsx'
import { withArticle } from '#views/impersonation/words.ts'
import { ROLE_NAMES } from '#worker/auth/rules/roles.ts'
import type { ListedAccess } from '#worker/impersonation/queries/access.ts'
import { wayName } from '#worker/impersonation/rules/access.ts'
import { ceilingOf, TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { ANSWER_REFUSALS, type AnswerRefusal } from '#worker/impersonation/rules/refusals.ts'
import { CATEGORY_NAMES } from '#worker/impersonation/rules/words.ts'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'

export type AccessProps = {
  request: ListedAccess
  operatorId: string
  mayAnswer: boolean
  inSession: boolean
  typed: Record<string, string>
  errors: FormError[]
  because: AnswerRefusal | undefined
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** One request: exactly what was asked, how it stands, and what its reader can do with it. */
export function AccessPage(props: AccessProps) {
  const { request, operatorId, mayAnswer, errors, because } = props
  const isOwn = request.operatorId === operatorId
  const answers = mayAnswer && !isOwn && request.mayBeDenied
  return (
    <>
      <PageHead
        title={`Access to ${request.tenantName ?? 'a tenant that is gone'}`}
        crumbs={[{ name: mayAnswer ? 'Approvals' : 'Your requests', href: '/access-requests' }]}
        marks={
          <>
            <ModeBadge mode={request.mode} />
            <AccessBadge state={request.state} />
          </>
        }
      />
      <Columns look="main-side">
        <Stack>
          {because === undefined ? null : (
            <Notice id="refused" tone="warn" title={`${ANSWER_REFUSALS[because].title} Nothing was changed.`}>
              {ANSWER_REFUSALS[because].help}
            </Notice>
          )}
          {/* The form that was sent is not there any more: what was wrong with it still is. */}
          {isOwn && errors.length > 0 && request.state !== 'APPROVED' ? (
            <Notice id="refused" tone="warn" title="You did not enter">
              {errors[0]?.message}
            </Notice>
          ) : null}
          {answers ? <AnswerForm {...props} /> : null}
          {isOwn ? <NextStep {...props} /> : null}
          <Card id="request" title="Exactly this is asked" icon="key">
            <Facts look="rows" facts={factsOf(request, isOwn)} />
          </Card>
        </Stack>
        <Card id="answers" title="How it stands" icon="clock">
          <Facts look="rows" facts={answersOf(props)} />
        </Card>
      </Columns>
    </>
  )
}

function factsOf(request: ListedAccess, isOwn: boolean): Fact[] {
  const ceiling = ceilingOf(request.operatorRole)
  const view = ceiling === undefined ? 'nobody' : withArticle(TENANT_ROLE_NAMES[ceiling].toLowerCase())
  return [
    { name: 'Who', value: `${isOwn ? `You, ${request.operatorName}` : request.operatorName}, ${ROLE_NAMES[request.operatorRole]}` },
    { name: 'Tenant', value: <a href={`/tenants/${request.tenantId}`}>{request.tenantName ?? request.tenantId}</a> },
    { name: 'Why', value: request.reason },
    {
      name: 'Ticket',
      value: request.ticketNumber === null ? <None /> : `${ticketLabel(request.ticketNumber)}, ${request.ticketSubject ?? ''}`,
    },
    { name: 'About', value: CATEGORY_NAMES[request.category] },
    { name: 'How', value: wayName(request.mode, request.scope) },
    { name: 'As', value: request.targetUserId === null ? `The view of ${view}` : <Id>{request.targetUserId}</Id> },
    { name: 'For', value: `${request.minutes} minutes, and no longer` },
    { name: 'Fingerprint', value: <Id>{request.requestHash.slice(0, 16)}</Id> },
  ]
}

function answersOf({ request, zone, now }: AccessProps): Fact[] {
  const isOpen = request.state === 'WAITING'
  const until = (at: Date) =>
    isOpen ? (
      <span>
        Waits, <Remaining endsAt={at} now={now} /> left
      </span>
    ) : (
      'Did not answer'
    )
  return [
    { name: 'Asked', value: <When at={request.askedAt} zone={zone} look="relative" now={now} /> },
    {
      name: 'A colleague',
      value:
        request.approvedAt === null ? (
          until(request.answerBy)
        ) : (
          <>
            {request.approverName}, <When at={request.approvedAt} zone={zone} look="relative" now={now} />
          </>
        ),
    },
    ...(request.customerBy === null
      ? []
      : [
          {
            name: 'The customer',
            value:
              request.customerApprovedAt === null ? (
                until(request.customerBy)
              ) : (
                <When at={request.customerApprovedAt} zone={zone} look="relative" now={now} />
              ),
          },
        ]),
    ...(request.deniedBy === null ? [] : [{ name: 'Denied by', value: DENIED_BY[request.deniedBy](request) }]),
    ...(request.note === null ? [] : [{ name: 'What they said', value: request.note }]),
    ...(request.sessionId === null
      ? []
      : [{ name: 'The session', value: <a href={`/impersonations/${request.sessionId}`}>What happened in it</a> }]),
  ]
}

const DENIED_BY = {
  COLLEAGUE: ({ denierName }: ListedAccess) => denierName ?? 'A colleague',
  CUSTOMER: () => 'The customer',
  TIME: () => 'Nobody: it was not answered in time',
}
