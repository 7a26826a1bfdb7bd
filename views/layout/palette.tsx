import type { Child } from 'hono/jsx'
import { Icon } from '#views/ui/icon.tsx'
import { Kbd } from '#views/ui/text.tsx'

/** The look-up over every page: `/` or Ctrl-K. Without JavaScript its button is a link to /tenants, which is the same search. */
export function Palette({ children }: { children?: Child | undefined }) {
  return (
    <dialog class="palette" id="palette" aria-label="Look up a tenant">
      <form class="palette-form" method="get" action="/tenants" role="search">
        <Icon name="search" />
        <label class="unseen" for="palette-q">
          Tenant by name, id, domain or phone
        </label>
        <input
          class="palette-input"
          id="palette-q"
          type="search"
          name="q"
          placeholder="Tenant by name, id, domain or phone"
          autocomplete="off"
          spellcheck={false}
          maxlength={200}
          hx-get="/tenants"
          hx-trigger="input changed delay:150ms, search"
          hx-target="#palette-results"
          hx-swap="innerHTML"
          hx-sync="this:replace"
          hx-indicator="#palette-wait"
          data-passive-focus
        />
        <span class="spinner htmx-indicator" id="palette-wait" aria-hidden="true" />
        <button type="button" class="palette-close" data-close>
          <Kbd>Esc</Kbd>
          <span class="unseen"> Close</span>
        </button>
      </form>
      <div class="palette-results" id="palette-results">
        {children ?? <PaletteHint />}
      </div>
      <p class="palette-foot">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose
        </span>
        <span>
          <Kbd>Enter</Kbd> open
        </span>
        <span>
          <Kbd>?</Kbd> all keys
        </span>
      </p>
    </dialog>
  )
}

export function PaletteHint() {
  return <p class="palette-hint">A part of the name is enough. Phone numbers can be spelled any way.</p>
}

export type PaletteItem = { href: string; title: string; facts: string[]; mark?: Child | undefined }

type PaletteResultsProps = {
  query: string
  items: PaletteItem[]
  more?: boolean | undefined
  /** Leads on to the search across tenants, for those who may. It is a link and not looked up along: each search is an act. */
  everywhere?: boolean | undefined
}

/** The answer to a look-up from the palette (`HX-Target: div#palette-results`): links, best first. `query` lets Enter trust them. */
export function PaletteResults({ query, items, more, everywhere = false }: PaletteResultsProps) {
  if (items.length === 0)
    return (
      <>
        {/* Without its query, Enter goes to the page of the look-up: an act on the record is not done in passing. */}
        <p class="palette-hint" data-query={everywhere ? undefined : query} data-announce="No tenant found">
          No tenant matches. Try the domain, or the number they call from.
        </p>
        {everywhere ? <Everywhere query={query} /> : null}
      </>
    )
  return (
    <>
      <ul
        class="palette-list"
        data-query={query}
        data-announce={`${items.length}${more ? ' or more' : ''} ${items.length === 1 ? 'tenant' : 'tenants'}. Arrow keys choose.`}
      >
        {items.map((item) => (
          <li>
            <a class="palette-item" href={item.href}>
              <span class="palette-title">{item.title}</span>
              <span class="palette-facts">{item.facts.join(' · ')}</span>
              {item.mark}
              <Icon name="arrow-right" size="small" />
            </a>
          </li>
        ))}
      </ul>
      {more ? (
        <a class="palette-item palette-all" href={`/tenants?q=${encodeURIComponent(query)}`}>
          <span class="palette-title">All results</span>
          <Icon name="arrow-right" size="small" />
        </a>
      ) : null}
      {everywhere ? <Everywhere query={query} /> : null}
    </>
  )
}

function Everywhere({ query }: { query: string }) {
  return (
    <a class="palette-item palette-everywhere" href={query === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`}>
      <span class="palette-title">Search across tenants{query === '' ? '' : ` for “${query}”`}</span>
      <span class="palette-facts">Users, cases, reports and tickets of everybody; on the record</span>
      <Icon name="search" size="small" />
    </a>
  )
}
