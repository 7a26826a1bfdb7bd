import type { Child, PropsWithChildren } from 'hono/jsx'
import { ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { type HeadProps, TenantHead } from '#views/support/tenant-head.tsx'
import { active, type Narrowed, type Turns } from '#views/tenant/work-list.tsx'
import type { TenantRoom } from '#worker/support/policy.ts'

type TenantListProps = {
  head: HeadProps
  room: Exclude<TenantRoom, 'overview' | 'config'>
  /** What one row is called, for the ear: `error groups`. */
  rows: string
  count: number
  turns: Turns
  fields?: Child
  narrowed?: Narrowed[]
}

/** A list in a tenant's room. An answer to a filter is the whole page; only the results are taken out of it. */
export function TenantList({ head, room, rows, count, turns, fields, narrowed = [], children }: PropsWithChildren<TenantListProps>) {
  const path = `/tenants/${head.tenant.id}/${room}`
  return (
    <div hx-select:inherited="#results">
      <TenantHead {...head} room={room} />
      {fields === undefined ? null : (
        <Filters action={path} label={`Filter the ${rows}`}>
          {fields}
        </Filters>
      )}
      <Results label={rows.charAt(0).toUpperCase() + rows.slice(1)} announce={`${count === 0 ? 'No' : count} ${rows}`}>
        <ActiveFilters filters={active(path, narrowed)} clear={path} />
        {children}
        {count === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${count}`} />
        )}
      </Results>
    </div>
  )
}

export const chosen = (...narrowed: Narrowed[]) => narrowed.some(({ value }) => value !== undefined)
