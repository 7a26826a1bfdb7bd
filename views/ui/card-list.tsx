import type { Child } from 'hono/jsx'

export type CardRow = { id: string; href: string; title: Child; facts: Child; mark?: Child | undefined }

/** Rows of a card, each one link: what it is, and one line about it. */
export function CardList({ rows }: { rows: CardRow[] }) {
  return (
    <ul class="card-rows">
      {rows.map((row) => (
        <li id={row.id}>
          <a class="card-row" href={row.href}>
            <span class="card-row-title">{row.title}</span>
            <span class="card-row-facts">{row.facts}</span>
            {row.mark === undefined ? null : <span class="card-row-mark">{row.mark}</span>}
          </a>
        </li>
      ))}
    </ul>
  )
}
