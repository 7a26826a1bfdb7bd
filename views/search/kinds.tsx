import { inWords } from '#views/ui/status.tsx'
import type { Everywhere } from '#worker/search/queries/everywhere.ts'
import { type Question, searchHref } from '#worker/search/rules/question.ts'
import { MOST_COUNTED, SEARCH_KIND_NAMES, SEARCH_ORDER, type SearchKind } from '#worker/search/rules/words.ts'

type KindsProps = { question: Question; counts: Everywhere['counts'] }

/** How many of each kind, each leading to them alone. Beyond a bound nothing is counted: the page says so instead of guessing. */
export function Kinds({ question, counts }: KindsProps) {
  const found = SEARCH_ORDER.filter((kind) => (counts[kind] ?? 0) !== 0 || kind === question.kind)
  if (found.length === 0) return null
  return (
    <nav class="kinds" aria-label="Kinds of records">
      <ul>
        <li>
          <Kind href={searchHref(question, { kind: undefined })} name="All" isCurrent={question.kind === undefined} />
        </li>
        {found.map((kind) => (
          <li>
            <Kind
              href={searchHref(question, { kind })}
              name={inWords(SEARCH_KIND_NAMES[kind].many)}
              count={counted(counts, kind)}
              isCurrent={question.kind === kind}
            />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Kind({ href, name, count, isCurrent }: { href: string; name: string; count?: string; isCurrent: boolean }) {
  return (
    <a
      class="kind"
      id={`kind-${name.toLowerCase()}`}
      href={href}
      aria-current={isCurrent ? 'true' : undefined}
      hx-get={href}
      hx-target="#results"
      hx-swap="outerHTML"
      hx-indicator="#results"
      hx-push-url="true"
    >
      {name}
      {count === undefined ? null : <span class="kind-count">{count}</span>}
    </a>
  )
}

export function counted(counts: Everywhere['counts'], kind: SearchKind): string {
  const count = counts[kind] ?? 0
  if (typeof count === 'string') return count
  return `${count.toLocaleString('en')}${count >= MOST_COUNTED ? '+' : ''}`
}
