import { counted } from '#views/search/kinds.tsx'
import type { SearchProps } from '#views/search/search.tsx'
import { Badge } from '#views/ui/badge.tsx'
import { Card } from '#views/ui/card.tsx'
import { Icon, type IconName } from '#views/ui/icon.tsx'
import { Shown } from '#views/ui/masked.tsx'
import { inWords, TenantStatusBadge } from '#views/ui/status.tsx'
import { Cell, NameCell, Row, Table } from '#views/ui/table.tsx'
import { Id } from '#views/ui/text.tsx'
import { When } from '#views/ui/when.tsx'
import type { Everywhere, Found } from '#worker/search/queries/everywhere.ts'
import { type FoundPlace, placeOf } from '#worker/search/rules/place.ts'
import { type Question, searchHref } from '#worker/search/rules/question.ts'
import { SEARCH_KIND_NAMES, type SearchKind } from '#worker/search/rules/words.ts'

const ICONS: Record<SearchKind, IconName> = { tenant: 'building', ticket: 'ticket', case: 'briefcase', riu: 'inbox', tenant_user: 'user' }

/** What people wrote about people is a bar here: a title, a subject, a name. */
const WRITTEN_BY_PEOPLE: readonly SearchKind[] = ['ticket', 'case', 'tenant_user']

type FoundOfKindProps = Omit<SearchProps, 'answer'> & { kind: SearchKind; answer: Everywhere }

/** The records of one kind that were found: met exactly first, then the newest. */
export function FoundOfKind({ kind, question, answer, session, zone, now }: FoundOfKindProps) {
  const rows = answer.found.filter((each) => each.kind === kind)
  if (rows.length === 0) return null
  const { many } = SEARCH_KIND_NAMES[kind]
  const count = answer.counts[kind] ?? 0
  const total = typeof count === 'string' ? rows.length : count
  return (
    <Card
      id={`found-${kind}`}
      title={inWords(many)}
      icon={ICONS[kind]}
      flush
      mark={<span class="count">{counted(answer.counts, kind)}</span>}
      actions={
        total > rows.length && question.kind === undefined ? <a href={searchHref(question, { kind })}>{`More ${many}`}</a> : undefined
      }
    >
      <Table
        id={`found-${kind}-table`}
        caption={`${inWords(many)} found, met exactly first, then the newest`}
        columns={[
          { name: inWords(SEARCH_KIND_NAMES[kind].one) },
          { name: kind === 'tenant' ? 'Slug' : 'About' },
          { name: kind === 'tenant' ? 'Status' : 'Tenant' },
          { name: 'Created' },
        ]}
      >
        {rows.map((row) => (
          <FoundRow row={row} place={placeOf(row, session)} question={question} zone={zone} now={now} />
        ))}
      </Table>
      {total > rows.length && question.kind === kind ? (
        <p class="card-foot">{`These are the first ${rows.length}. One word more narrows it.`}</p>
      ) : null}
    </Card>
  )
}

type FoundRowProps = { row: Found; place: FoundPlace; question: Question; zone: string; now: Date }

function FoundRow({ row, place, question, zone, now }: FoundRowProps) {
  return (
    <Row id={row.id}>
      <NameCell href={place.href} sub={<Needs place={place} />}>
        {nameOf(row)} {row.exact ? <Badge tone="accent">Exact</Badge> : null}
      </NameCell>
      <Cell label={row.kind === 'tenant' ? 'Slug' : 'About'}>
        <span class="found-words">
          {WRITTEN_BY_PEOPLE.includes(row.kind) ? <Shown value={{ hidden: 'personal' }} /> : null}
          {row.kind === 'tenant' ? <Id>{row.snippet.split(', ').at(-1)}</Id> : <span>{row.snippet}</span>}
        </span>
      </Cell>
      <Cell label={row.kind === 'tenant' ? 'Status' : 'Tenant'}>
        {row.kind === 'tenant' ? <TenantStatusBadge status={row.tenantStatus} /> : <OfTenant row={row} question={question} />}
      </Cell>
      <Cell label="Created" quiet nowrap>
        <When at={row.at} zone={zone} look="relative" now={now} />
      </Cell>
    </Row>
  )
}

/** Whose it is, and the way to this tenant's records alone. */
function OfTenant({ row, question }: { row: Found; question: Question }) {
  return (
    <span class="found-tenant">
      <a href={`/tenants/${row.tenantId}`}>{row.tenantName}</a>
      {row.tenantStatus === 'ACTIVE' ? null : <TenantStatusBadge status={row.tenantStatus} />}
      {question.tenantId === row.tenantId ? null : (
        <a class="found-only" href={searchHref(question, { tenantId: row.tenantId })} title={`Only in ${row.tenantName}`}>
          <Icon name="filter" size="small" label={`Only in ${row.tenantName}`} />
        </a>
      )}
    </span>
  )
}

function Needs({ place: { needs } }: { place: FoundPlace }) {
  if (needs === 'nothing') return null
  return (
    <span class="found-needs">
      <Icon name={needs === 'a session' ? 'lock' : 'unlock'} size="small" />
      {needs === 'a session' ? 'Enter the tenant to read it' : 'Opens in your session'}
    </span>
  )
}

/** A user has no number; the end of the key tells two apart. */
function nameOf({ kind, number, tenantName, id }: Found): string {
  if (kind === 'tenant') return tenantName
  return number ?? `${inWords(SEARCH_KIND_NAMES[kind].one)} …${id.slice(-4)}`
}
