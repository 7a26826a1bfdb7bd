import type { Child, PropsWithChildren } from 'hono/jsx'
import { PageHead } from '#views/ui/heading.tsx'
import { type ActiveFilter, ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'

export type Turns = { newer?: string; older?: string }
/** A filter as it stands in the address, with its words for a reader; undefined where it does not narrow. */
export type Narrowed = { name: string; param: string; value: string | number | undefined; word?: string | undefined }

type WorkListProps = {
  room: 'cases' | 'reports' | 'users'
  title: string
  sub: string
  path: string
  actions?: Child | undefined
  fields: Child
  narrowed: Narrowed[]
  turns: Turns
  count: number
}

/** A list of the workspace: filters that live in the address, the rows, and the pages beside this one. An answer to a filter is the
 *  whole page; only the results are taken out of it. */
export function WorkList({ room, title, sub, path, actions, fields, narrowed, turns, count, children }: PropsWithChildren<WorkListProps>) {
  return (
    <div hx-select:inherited="#results">
      <WorkspaceTabs current={room} />
      <PageHead title={title} sub={sub} actions={actions} />
      <Filters action={path} label={`Filter the ${room}`}>
        {fields}
      </Filters>
      <Results label={title} announce={`${count === 0 ? 'No' : count} ${room}`}>
        <ActiveFilters filters={active(path, narrowed)} clear={path} />
        {children}
        {count === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${count}`} />
        )}
      </Results>
    </div>
  )
}

/** What narrows the list now, each with the address of the list without it. */
export function active(path: string, narrowed: Narrowed[]): ActiveFilter[] {
  const set = narrowed.filter(({ value }) => value !== undefined)
  return set.map(({ name, param, value, word }) => {
    const rest = new URLSearchParams(set.flatMap((each) => (each.param === param ? [] : [[each.param, String(each.value)]])))
    return { name, value: word ?? String(value), without: rest.size === 0 ? path : `${path}?${rest}` }
  })
}
