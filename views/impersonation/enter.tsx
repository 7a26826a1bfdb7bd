import { ButtonLink } from '#views/ui/button.tsx'
import { Card, Columns, Facts, Stack } from '#views/ui/card.tsx'
import type { FormError } from '#views/ui/form.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { inWords, PolicyBadge, TenantStatusBadge } from '#views/ui/status.tsx'
import { Id } from '#views/ui/text.tsx'
import { formatted, When } from '#views/ui/when.tsx'
import { EnterForm } from '#views/impersonation/enter-form.tsx'
import { WhatFollows } from '#views/impersonation/what-follows.tsx'
import type { Role } from '#worker/auth/rules/roles.ts'
import type { StartPage } from '#worker/impersonation/queries/start-page.ts'
import { decide } from '#worker/impersonation/policy.ts'
import { REFUSALS, type Refusal } from '#worker/impersonation/rules/refusals.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

export type EnterProps = StartPage & {
  operatorId: string
  operatorRole: Role
  /** Whose view a session takes at most; without one the role enters nobody. */
  ceiling: TenantRole | undefined
  refusal: Refusal | null
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
  zone: string
  now: Date
}

/** Where a session begins: whom one enters, on which ticket, for how long and why, and what that means. */
export function Enter(props: EnterProps) {
  const { tenant, refusal, typed } = props
  // Words that were typed before the door closed are kept in sight.
  const showsForm = refusal === null || typed.reason !== undefined
  return (
    <>
      <PageHead
        title={`Enter ${tenant.name}`}
        crumbs={[
          { name: 'Tenants', href: '/tenants' },
          { name: tenant.name, href: `/tenants/${tenant.id}` },
        ]}
        sub="For a reason, for a while, and on the record."
      />
      {showsForm ? (
        <Columns look="main-side">
          <Stack>
            <TenantInShort {...props} />
            {refusal === null ? null : <Closed refusal={refusal} tenantId={tenant.id} />}
            {props.request === undefined ? null : <Asked request={props.request} zone={props.zone} />}
            <EnterForm {...props} />
          </Stack>
          <WhatFollows {...props} role={props.operatorRole} policy={tenant.accessPolicy} breakGlass={breakGlassOf(props)} />
        </Columns>
      ) : (
        <Stack>
          <TenantInShort {...props} />
          {refusal === null ? null : <Closed refusal={refusal} tenantId={tenant.id} />}
        </Stack>
      )}
    </>
  )
}

function TenantInShort({ tenant, zone, now }: EnterProps) {
  return (
    <Card
      id="tenantId"
      title={tenant.name}
      icon="building"
      mark={
        <>
          <TenantStatusBadge status={tenant.status} />
          <PolicyBadge policy={tenant.accessPolicy} />
        </>
      }
    >
      <Facts
        facts={[
          { name: 'Slug', value: <Id>{tenant.slug}</Id> },
          { name: 'Plan', value: `${inWords(tenant.plan)}, ${tenant.region}` },
          { name: 'Staff inside now', value: tenant.openSessions === 0 ? 'Nobody' : tenant.openSessions },
          {
            name: 'Last entered',
            value: tenant.lastAccessAt === null ? 'Never' : <When at={tenant.lastAccessAt} zone={zone} look="relative" now={now} />,
          },
        ]}
      />
    </Card>
  )
}

/** What was asked for already waits here too: nobody needs to look for it. */
function Asked({ request, zone }: { request: NonNullable<EnterProps['request']>; zone: string }) {
  const approved = request.state === 'APPROVED' && request.startBy !== null
  return (
    <Notice
      id="asked"
      tone={approved ? 'good' : 'info'}
      title={approved ? 'Your access is approved' : 'You have asked for access'}
      action={<ButtonLink href={`/access-requests/${request.id}`}>{approved ? 'Begin' : 'Look at it'}</ButtonLink>}
    >
      {approved && request.startBy !== null
        ? `Begin it until ${formatted(request.startBy, zone, 'time')}.`
        : 'It waits for an answer; you are told of it.'}
    </Notice>
  )
}

/** The glass is only offered where one would have to ask. */
function breakGlassOf({ tenant, tickets, operatorId, operatorRole }: EnterProps): string | undefined {
  const needsNobody = decide(operatorRole, tenant.accessPolicy, 'READ_ONLY', 'CONTENT') === 'auto'
  const isOwn = tickets.some((ticket) => ticket.assigneeId === operatorId)
  return tickets.length === 0 || (needsNobody && isOwn) ? undefined : `/tenants/${tenant.id}/break-glass`
}

function Closed({ refusal, tenantId }: { refusal: Refusal; tenantId: string }) {
  const [href, word] =
    refusal === 'ALREADY_IN_SESSION' ? ['/workspace/cases', 'Go to the tenant you are in'] : [`/tenants/${tenantId}`, 'Back to the tenant']
  return (
    <Notice tone="bad" icon="lock" id="refusal" title="You cannot enter now" action={<ButtonLink href={href}>{word}</ButtonLink>}>
      {REFUSALS[refusal].message}
    </Notice>
  )
}
