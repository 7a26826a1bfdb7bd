import { Select } from '#views/ui/field.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords, UserStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { When } from '#views/ui/when.tsx'
import { UserName } from '#views/tenant/user-link.tsx'
import { type Turns, WorkList } from '#views/tenant/work-list.tsx'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import type { ExportBarrier } from '#worker/tenant/policy.ts'
import type { ListedUser } from '#worker/tenant/queries/users.ts'
import type { UserFilter } from '#worker/tenant/rules/user-filter.ts'
import { TENANT_ROLES, TENANT_USER_STATUSES } from '#worker/tenant/rules/words.ts'

type UserListProps = { rows: ListedUser[]; filter: UserFilter; turns: Turns; exportBarrier: ExportBarrier | null; zone: string; now: Date }

/** The customer's people. Where a name is hidden, the end of the key tells them apart. */
export function UserList({ rows, filter: { role, status }, turns, exportBarrier, zone, now }: UserListProps) {
  return (
    <WorkList
      room="users"
      title="Users"
      sub="The customer’s own people, the newest first."
      path="/workspace/users"
      exportBarrier={exportBarrier}
      turns={turns}
      count={rows.length}
      narrowed={[
        { name: 'Role', param: 'role', value: role, word: role && TENANT_ROLE_NAMES[role] },
        { name: 'Status', param: 'status', value: status, word: status && inWords(status) },
      ]}
      fields={
        <>
          <Select
            id="role"
            label="Role"
            empty="Any"
            value={role}
            options={TENANT_ROLES.map((value) => ({ value, label: TENANT_ROLE_NAMES[value] }))}
          />
          <Select
            id="status"
            label="Status"
            empty="Any"
            value={status}
            options={TENANT_USER_STATUSES.map((value) => ({ value, label: inWords(value) }))}
          />
        </>
      }
    >
      <Table
        id="users"
        caption="Users, the newest first"
        columns={[
          { name: 'User' },
          { name: 'Mail' },
          { name: 'Role' },
          { name: 'Status' },
          { name: 'Unit' },
          { name: 'Open cases', align: 'end' },
          { name: 'Last sign-in' },
          { name: 'Since' },
        ]}
        isEmpty={rows.length === 0}
        empty={
          <EmptyState icon="users" title="No users">
            None matches, or none may be seen in this view.
          </EmptyState>
        }
      >
        {rows.map((row) => (
          <UserRow row={row} zone={zone} now={now} />
        ))}
      </Table>
    </WorkList>
  )
}

function UserRow({ row, zone, now }: { row: ListedUser; zone: string; now: Date }) {
  return (
    <Row>
      <NameCell href={`/workspace/users/${row.id}`}>
        <UserName id={row.id} name={row.name} />
      </NameCell>
      <Cell label="Mail">
        <Shown value={row.email} />
      </Cell>
      <Cell label="Role">{TENANT_ROLE_NAMES[row.role]}</Cell>
      <Cell label="Status">
        <UserStatusBadge status={row.status} />
      </Cell>
      <Cell label="Unit">
        <Shown value={row.orgUnit} />
      </Cell>
      <Cell label="Open cases" align="end">
        {row.openCases}
      </Cell>
      <Cell label="Last sign-in" quiet nowrap>
        {row.lastLoginAt === null ? 'Never' : <When at={row.lastLoginAt} zone={zone} look="relative" now={now} />}
      </Cell>
      <Cell label="Since" quiet nowrap>
        <When at={row.createdAt} zone={zone} look="date" />
      </Cell>
    </Row>
  )
}
