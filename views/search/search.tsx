import { Button } from '#views/ui/button.tsx'
import { PageHead } from '#views/ui/heading.tsx'
import { Icon } from '#views/ui/icon.tsx'
import { ActiveFilters, Results } from '#views/ui/list.tsx'
import { Stack } from '#views/ui/card.tsx'
import { FoundOfKind } from '#views/search/found.tsx'
import { Kinds } from '#views/search/kinds.tsx'
import { NothingAsked, NothingFound, TooShort } from '#views/search/nothing.tsx'
import { limitOf } from '#worker/auth/rules/budgets.ts'
import type { Everywhere } from '#worker/search/queries/everywhere.ts'
import { LONGEST_QUESTION, type Question, searchHref } from '#worker/search/rules/question.ts'
import { SEARCH_ORDER } from '#worker/search/rules/words.ts'

export type SearchProps = {
  question: Question
  /** Undefined where nothing was looked up: no words, or too short ones. */
  answer: Everywhere | undefined
  session: { tenantId: string } | undefined
  zone: string
  now: Date
}

/** Records of all tenants by what one knows of them. Looked up when asked, never while one types: each answer is on the record. */
export function Search(props: SearchProps) {
  const { question, answer } = props
  return (
    <div hx-select:inherited="#results">
      <PageHead
        title="Search across tenants"
        sub={`Every search is on the record with what it found; there are ${limitOf('search', 'pages').most} a minute. Names and titles stay hidden until you are inside.`}
      />
      <SearchField words={question.words} />
      <Results label="Found" announce={announced(props)}>
        <Narrowed {...props} />
        {answer === undefined ? (
          question.words === '' ? (
            <NothingAsked />
          ) : (
            <TooShort />
          )
        ) : (
          <Stack>
            <Kinds question={question} counts={answer.counts} />
            {answer.found.length === 0 ? <NothingFound question={question} counts={answer.counts} /> : null}
            {SEARCH_ORDER.map((kind) => (
              <FoundOfKind {...props} kind={kind} answer={answer} />
            ))}
          </Stack>
        )}
      </Results>
    </div>
  )
}

function SearchField({ words }: { words: string }) {
  return (
    <form
      class="lookup-form"
      id="search"
      method="get"
      action="/search"
      role="search"
      aria-label="Search across tenants"
      hx-get="/search"
      hx-trigger="submit"
      hx-target="#results"
      hx-swap="outerHTML"
      hx-indicator="#search-wait"
      hx-push-url="true"
      hx-sync="this:replace"
    >
      <Icon name="search" />
      <label class="unseen" for="search-q">
        Id, number, mail address or words
      </label>
      <input
        class="lookup-input"
        id="search-q"
        type="search"
        name="q"
        value={words}
        placeholder="Id, number, mail address or words"
        autocomplete="off"
        spellcheck={false}
        maxlength={LONGEST_QUESTION}
      />
      <span class="spinner htmx-indicator" id="search-wait" aria-hidden="true" />
      <Button look="primary">Search</Button>
    </form>
  )
}

/** A tenant stays chosen while one asks on; its field stands here, where an answer replaces it, and belongs to the form above. */
function Narrowed({ question, answer }: SearchProps) {
  const { tenantId } = question
  if (tenantId === undefined) return null
  return (
    <>
      <input type="hidden" name="tenant" value={tenantId} form="search" />
      <ActiveFilters
        filters={[{ name: 'Only in', value: answer?.tenantName ?? tenantId, without: searchHref(question, { tenantId: undefined }) }]}
        clear="/search"
      />
    </>
  )
}

function announced({ question, answer }: SearchProps): string | undefined {
  if (answer === undefined) return question.words === '' ? undefined : 'Too short to search'
  if (answer.found.length === 0) return 'Nothing found'
  return answer.found.length === 1 ? '1 record' : `${answer.found.length} records`
}
