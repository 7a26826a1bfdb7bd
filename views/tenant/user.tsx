import { History } from '#views/audit/history.tsx'
import { Card, Columns, Facts, Stack } from '#views/ui/card.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { CaseStatusBadge, PriorityMark, SeverityBadge, UserStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Id, None } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import { CutShort } from '#views/tenant/cut-short.tsx'
import { NotChanged, type SentChange, UserChanges } from '#views/tenant/changes.tsx'
import { Revealable } from '#views/tenant/revealable.tsx'
import { Stale } from '#views/tenant/stale.tsx'
import { UserLink } from '#views/tenant/user-link.tsx'
import { tailOf } from '#views/tenant/words.ts'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import type { Writer } from '#worker/tenant/policy.ts'
import type { WholeUser } from '#worker/tenant/queries/users.ts'
import { caseLabel } from '#worker/tenant/rules/numbers.ts'

type UserPageProps = WholeUser & {
  writer: Writer
  revealFrom: string | undefined
  sent: SentChange | undefined
  csrf: string
  formKey: string
  tenantId: string | undefined
  zone: string
  now: Date
}

/** As many as the query gives. */
const MOST_CASES = 20

/** One of the customer's people, and the cases assigned to them. */
export function UserPage({ user, cases, writer, revealFrom, sent, csrf, formKey, tenantId, zone, now }: UserPageProps) {
  return (
    <>
      <WorkspaceTabs current="users" />
      <PageHead
        title={typeof user.name === 'string' ? user.name : `User …${tailOf(user.id)}`}
        marks={<UserStatusBadge status={user.status} />}
        sub={TENANT_ROLE_NAMES[user.role]}
      />
      <Stale id={user.id} version={user.version} />
      <NotChanged sent={sent} writing="user" />
      <Columns look="main-side">
        <Stack>
          <Card id="cases" title="Cases assigned to them" icon="briefcase" flush>
            {cases.length === 0 ? (
              <EmptyState icon="briefcase" title="No cases are assigned to them" />
            ) : (
              <AssignedCases cases={cases} zone={zone} />
            )}
            <CutShort shown={cases.length} most={MOST_CASES} what="the newest cases" />
          </Card>
          <History of={user.id} tenantId={tenantId} what="user" />
        </Stack>
        <Stack>
          <Card id="facts" title="About this user" icon="user">
            <Facts look="rows" facts={factsOf(user, revealFrom, zone, now)} />
          </Card>
          <UserChanges user={user} writer={writer} sent={sent} csrf={csrf} formKey={formKey} />
        </Stack>
      </Columns>
    </>
  )
}

function factsOf(user: WholeUser['user'], revealFrom: string | undefined, zone: string, now: Date) {
  return [
    { name: 'Id', value: <Id copy={user.id}>{user.id}</Id> },
    { name: 'Name', value: <Revealable value={user.name} record={user.id} field="name" from={revealFrom} /> },
    { name: 'Mail', value: <Revealable value={user.email} record={user.id} field="email" from={revealFrom} /> },
    {
      name: 'Employee number',
      value: <Revealable value={user.employeeNumber} record={user.id} field="employeeNumber" from={revealFrom} />,
    },
    { name: 'Unit', value: user.orgUnit ?? <None /> },
    {
      name: 'Manager',
      value: user.managerId === null ? <None /> : <UserLink id={user.managerId} name={null} />,
    },
    { name: 'Open cases', value: user.openCases },
    {
      name: 'Last sign-in',
      value: user.lastLoginAt === null ? 'Never' : <When at={user.lastLoginAt} zone={zone} look="relative" now={now} />,
    },
    ...(user.invitedAt === null
      ? []
      : [{ name: 'Invited again', value: <When at={user.invitedAt} zone={zone} look="relative" now={now} /> }]),
    { name: 'Since', value: <When at={user.createdAt} zone={zone} look="date" /> },
  ]
}

function AssignedCases({ cases, zone }: { cases: WholeUser['cases']; zone: string }) {
  return (
    <Table
      id="case-list"
      caption="Cases assigned to this user, newest first"
      columns={[{ name: 'Case' }, { name: 'Status' }, { name: 'Severity' }, { name: 'Priority' }, { name: 'Opened' }]}
    >
      {cases.map((each) => (
        <Row id={each.id}>
          <NameCell href={`/workspace/cases/${each.id}`} sub={caseLabel(each.number)}>
            {each.title}
          </NameCell>
          <Cell label="Status">
            <CaseStatusBadge status={each.status} />
          </Cell>
          <Cell label="Severity">
            <SeverityBadge severity={each.severity} />
          </Cell>
          <Cell label="Priority">
            <PriorityMark priority={each.priority} />
          </Cell>
          <Cell label="Opened" quiet nowrap>
            <When at={each.createdAt} zone={zone} look="date" />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}
