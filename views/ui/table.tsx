import type { Child, PropsWithChildren } from 'hono/jsx'
import { Icon } from '#views/ui/icon.tsx'

export type Column = {
  name: string
  /** Where the header leads, and how the list is sorted now. A column without it cannot be sorted (masked columns never are). */
  sort?: { href: string; now: 'ascending' | 'descending' | 'none' } | undefined
  align?: 'start' | 'end' | undefined
  /** Keeps the heading for the ear only, e.g. above a column of buttons. */
  silent?: boolean | undefined
}

type TableProps = {
  id: string
  /** What the table holds, for those who cannot see it. */
  caption: string
  columns: Column[]
  /** Shown in a row of its own when there are no rows. */
  empty?: Child | undefined
  isEmpty?: boolean | undefined
  /** `stack`: each row becomes a card where the room is narrow. `scroll`: keeps its columns in a focusable region of its own. */
  narrow?: 'stack' | 'scroll' | undefined
}

/** The explicit ARIA roles repeat what the elements say because browsers drop table semantics once CSS stacks the rows. */
export function Table({ id, caption, columns, empty, isEmpty = false, narrow = 'stack', children }: PropsWithChildren<TableProps>) {
  const table = (
    <table class={`table table-${narrow}`} id={id} role="table" aria-labelledby={`${id}-caption`}>
      <caption class="unseen" id={`${id}-caption`}>
        {caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <Head {...column} tableId={id} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" id={`${id}-rows`}>
        {isEmpty ? (
          <tr role="row" class="row-empty">
            <td role="cell" colspan={columns.length}>
              {empty ?? 'Nothing here yet.'}
            </td>
          </tr>
        ) : (
          children
        )}
      </tbody>
    </table>
  )
  if (narrow === 'stack') return <div class="table-box">{table}</div>
  return (
    <section class="table-box table-scroller" aria-labelledby={`${id}-caption`} tabindex={0}>
      {table}
    </section>
  )
}

function Head({ name, sort, align = 'start', silent = false, tableId }: Column & { tableId: string }) {
  const label = silent ? <span class="unseen">{name}</span> : name
  return (
    <th
      role="columnheader"
      scope="col"
      class={align === 'end' ? 'align-end' : undefined}
      aria-sort={sort === undefined || sort.now === 'none' ? undefined : sort.now}
    >
      {sort === undefined ? (
        label
      ) : (
        <a
          class="sort"
          id={`${tableId}-by-${name.toLowerCase().replaceAll(/\W+/g, '-')}`}
          href={sort.href}
          hx-get={sort.href}
          hx-target="#results"
          hx-swap="outerHTML"
          hx-indicator="#results"
          hx-push-url="true"
        >
          {label}
          <Icon name={sort.now === 'none' ? 'sort' : sort.now === 'ascending' ? 'sort-up' : 'sort-down'} size="small" />
        </a>
      )}
    </th>
  )
}

/** One record. Where rows are swapped or looked for one by one, give it the record's id; a list that is swapped whole does without fifty of them. */
export function Row({ id, chosen = false, children }: PropsWithChildren<{ id?: string | undefined; chosen?: boolean | undefined }>) {
  return (
    <tr role="row" id={id} class={chosen ? 'row row-chosen' : 'row'}>
      {children}
    </tr>
  )
}

type CellProps = {
  /** The column's name again: it stands before the value when rows are stacked. */
  label?: string | undefined
  align?: 'start' | 'end' | undefined
  /** Quieter text for what one reads second. */
  quiet?: boolean | undefined
  /** Keeps ids and dates on one line. */
  nowrap?: boolean | undefined
}

export function Cell({ label, align = 'start', quiet = false, nowrap = false, children }: PropsWithChildren<CellProps>) {
  const looks = [align === 'end' && 'align-end', quiet && 'quiet', nowrap && 'nowrap'].filter(Boolean).join(' ')
  return (
    <td role="cell" class={looks || undefined} data-label={label}>
      {children}
    </td>
  )
}

/** The cell that names the record. Its link covers the whole row; other links in the row stay above it. */
export function NameCell({ href, sub, children }: PropsWithChildren<{ href?: string | undefined; sub?: Child | undefined }>) {
  return (
    <th role="rowheader" scope="row" class="row-name">
      {href === undefined ? (
        <span class="row-title">{children}</span>
      ) : (
        <a class="row-title row-link" href={href}>
          {children}
        </a>
      )}
      {sub === undefined ? null : <span class="row-sub">{sub}</span>}
    </th>
  )
}
