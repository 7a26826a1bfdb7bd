import { type PropsWithChildren, useContext } from 'hono/jsx'
import { OnlyResults } from '#views/layout/only-results.ts'
import { Icon } from '#views/ui/icon.tsx'

type ResultsProps = {
  /** What the region holds, e.g. "Cases". */
  label: string
  /** Said once after a swap, e.g. "50 cases, sorted by date". */
  announce?: string | undefined
}

/** The part of a list page that filters, sorting and paging replace: `hx-target="#results"`, swapped as a whole. */
export function Results({ label, announce, children }: PropsWithChildren<ResultsProps>) {
  return (
    <section class="results" id="results" aria-label={label} tabindex={-1} data-announce={announce}>
      {children}
    </section>
  )
}

type PagerProps = {
  newer?: string | undefined
  older?: string | undefined
  /** e.g. "Showing 50". Keyset paging does not know a total, and pretends none. */
  showing: string
  /** Two lists on one page need two ids and two names. */
  id?: string | undefined
  label?: string | undefined
  words?: { newer: string; older: string } | undefined
}

/** Keyset paging. The ids let the focus find its link again after the swap. */
export function Pager({ newer, older, showing, id = 'pager', label = 'Pages', words = { newer: 'Newer', older: 'Older' } }: PagerProps) {
  return (
    <nav class="pager" aria-label={label}>
      <p class="pager-showing">{showing}</p>
      <div class="pager-links">
        <PagerLink id={`${id}-newer`} href={newer} word={words.newer} back />
        <PagerLink id={`${id}-older`} href={older} word={words.older} />
      </div>
    </nav>
  )
}

function PagerLink({ id, href, word, back = false }: { id: string; href: string | undefined; word: string; back?: boolean }) {
  const inside = (
    <>
      {back ? <Icon name="arrow-left" size="small" /> : null}
      {word}
      {back ? null : <Icon name="arrow-right" size="small" />}
    </>
  )
  if (href === undefined)
    return (
      <span class="button button-quiet is-off" aria-hidden="true">
        {inside}
      </span>
    )
  return (
    <a
      class="button button-quiet"
      id={id}
      href={href}
      hx-get={href}
      hx-target="#results"
      hx-swap="outerHTML show:top"
      hx-indicator="#results"
      hx-push-url="true"
    >
      {inside}
    </a>
  )
}

/** The filters of a list, kept in the URL: a GET form that also answers while one chooses. */
export function Filters({
  action,
  label = 'Filter the list',
  children,
}: PropsWithChildren<{ action: string; label?: string | undefined }>) {
  if (useContext(OnlyResults)) return null
  return (
    <form
      class="filters"
      id="filters"
      method="get"
      action={action}
      role="search"
      aria-label={label}
      hx-get={action}
      hx-trigger="submit, change"
      hx-target="#results"
      hx-swap="outerHTML"
      hx-indicator="#results"
      hx-push-url="true"
      hx-sync="this:replace"
    >
      {children}
      <button type="submit" class="button button-quiet filters-go">
        <Icon name="filter" size="small" />
        Apply
      </button>
    </form>
  )
}

export type ActiveFilter = { name: string; value: string; without: string }

/** What narrows the list now, each with a link to the list without it. Lives inside `Results`, so that it changes with them. */
export function ActiveFilters({ filters, clear }: { filters: ActiveFilter[]; clear: string }) {
  if (filters.length === 0) return null
  return (
    <ul class="active-filters" aria-label="Active filters">
      {filters.map((filter) => (
        <li>
          <a class="filter-chip" href={filter.without} title={`Remove the filter ${filter.name}`}>
            <span class="filter-name">{filter.name}</span>
            <span>{filter.value}</span>
            <Icon name="x" size="small" label="Remove" />
          </a>
        </li>
      ))}
      <li>
        <a class="filter-clear" href={clear}>
          Clear all
        </a>
      </li>
    </ul>
  )
}
