import type { Child, PropsWithChildren } from 'hono/jsx'
import { Blocked, ButtonLink } from '#views/ui/button.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { type ActiveFilter, ActiveFilters, Filters, Pager, Results } from '#views/ui/list.tsx'
import { WorkspaceTabs } from '#views/tenant/workspace-tabs.tsx'
import { EXPORT_REASONS, type ExportBarrier } from '#worker/tenant/policy.ts'

export type Turns = { newer?: string; older?: string }
/** A filter as it stands in the address, with its words for a reader; undefined where it does not narrow. */
export type Narrowed = { name: string; param: string; value: string | number | undefined; word?: string | undefined }

type WorkListProps = {
  room: 'cases' | 'reports' | 'users'
  title: string
  sub: string
  path: string
  exportBarrier: ExportBarrier | null
  fields: Child
  narrowed: Narrowed[]
  turns: Turns
  count: number
}

/** A list of the workspace: filters that live in the address, the rows, and the pages beside this one. An answer to a filter is the
 *  whole page; only the results are taken out of it. */
export function WorkList({
  room,
  title,
  sub,
  path,
  exportBarrier,
  fields,
  narrowed,
  turns,
  count,
  children,
}: PropsWithChildren<WorkListProps>) {
  return (
    <div hx-select:inherited="#results">
      <WorkspaceTabs current={room} />
      <PageHead title={title} sub={sub} />
      <Filters action={path} label={`Filter the ${room}`}>
        {fields}
      </Filters>
      <Results label={title} announce={`${count === 0 ? 'No' : count} ${room}`}>
        <ActiveFilters filters={active(path, narrowed)} clear={path} />
        {children}
        {count === 0 && turns.newer === undefined && turns.older === undefined ? null : (
          <Pager newer={turns.newer} older={turns.older} showing={`Showing ${count}`} />
        )}
        <Export path={path} barrier={exportBarrier} narrowed={narrowed} />
      </Results>
    </div>
  )
}

/** Leads to the file of what is shown, or stays in sight with what has to be asked for first. Among the results, so that it is narrowed as
 *  they are when only they are swapped. */
function Export({ path, barrier, narrowed }: { path: string; barrier: ExportBarrier | null; narrowed: Narrowed[] }) {
  return (
    <div class="page-actions">
      {barrier === null ? (
        <ButtonLink look="quiet" icon="download" href={addressOf(`${path}/export`, narrowed)}>
          Export
        </ButtonLink>
      ) : (
        <Blocked id="export" reason={EXPORT_REASONS[barrier]}>
          Export
        </Blocked>
      )}
    </div>
  )
}

/** What narrows the list now, each with the address of the list without it. */
export function active(path: string, narrowed: Narrowed[]): ActiveFilter[] {
  const set = narrowed.filter(({ value }) => value !== undefined)
  return set.map(({ name, param, value, word }) => {
    const rest = set.filter((each) => each.param !== param)
    return { name, value: word ?? String(value), without: addressOf(path, rest) }
  })
}

function addressOf(path: string, narrowed: Narrowed[]): string {
  const query = new URLSearchParams(narrowed.flatMap(({ param, value }) => (value === undefined ? [] : [[param, String(value)]])))
  return query.size === 0 ? path : `${path}?${query}`
}
