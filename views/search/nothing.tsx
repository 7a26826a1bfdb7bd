import { Facts } from '#views/ui/card.tsx'
import { EmptyState } from '#views/ui/notice.tsx'
import { inWords } from '#views/ui/status.tsx'
import type { Everywhere } from '#worker/search/queries/everywhere.ts'
import { type Question, searchHref } from '#worker/search/rules/question.ts'
import { SEARCH_KIND_NAMES, SEARCH_ORDER, type SearchKind } from '#worker/search/rules/words.ts'

const MET_BY: Record<SearchKind, string> = {
  tenant: 'id, name, slug or domain',
  ticket: 'id, number, subject, or who wrote it',
  case: 'id, number, title or category',
  riu: 'id, number, way in, category or language',
  tenant_user: 'id, mail address, name or employee number',
}

export function NothingAsked() {
  return (
    <EmptyState icon="search" title="What do you know of it?">
      <Met />
    </EmptyState>
  )
}

export function TooShort() {
  return (
    <EmptyState icon="search" title="Two letters or digits at least">
      Nothing was searched, and nothing is on the record. <Met />
    </EmptyState>
  )
}

export function NothingFound({ question, counts }: { question: Question; counts: Everywhere['counts'] }) {
  const elsewhere = question.kind !== undefined && Object.keys(counts).length > 0
  const [title, href, word] = elsewhere
    ? [`No ${SEARCH_KIND_NAMES[question.kind ?? 'case'].many}`, searchHref(question, { kind: undefined }), 'All kinds']
    : question.tenantId === undefined
      ? ['Nothing found', undefined, '']
      : ['Nothing found in this tenant', searchHref(question, { tenantId: undefined }), 'All tenants']
  return (
    <EmptyState icon="search" title={title} action={href === undefined ? undefined : <a href={href}>{word}</a>}>
      Every word must be met. <Met />
    </EmptyState>
  )
}

/** What is searched, and what never is. */
function Met() {
  return (
    <div class="met">
      <Facts
        look="rows"
        facts={SEARCH_ORDER.map((kind) => ({ name: inWords(SEARCH_KIND_NAMES[kind].many), value: `by ${MET_BY[kind]}` }))}
      />
      <p>The beginning of the last word is enough; ids, numbers and addresses are typed whole.</p>
      <p>What reports, notes and findings say is not searched, and neither is who reported.</p>
    </div>
  )
}
