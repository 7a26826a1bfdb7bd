import type { Child } from 'hono/jsx'
import type { Fact } from '#views/ui/card.tsx'
import { inWords } from '#views/ui/status.tsx'
import { When } from '#views/ui/when.tsx'
import { ticketLabel } from '#worker/support/rules/ticket-words.ts'
import { TENANT_ROLE_NAMES } from '#worker/impersonation/rules/ceiling.ts'
import { REFUSALS } from '#worker/impersonation/rules/refusals.ts'
import { CATEGORY_NAMES, END_NAMES } from '#worker/impersonation/rules/words.ts'
import { REASON_NAMES, STATE_NAMES } from '#worker/reviews/rules/words.ts'

type Told = { facts: Record<string, unknown>; named: Record<string, string> }

/** The facts of a row of the trail. What was read is one line, whatever it was; a number that says "none" is left out. */
export function factsInWords({ facts, named }: Told, zone: string): Fact[] {
  const given = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== 0)
    // Postgres keeps the shorter name in front, and nobody reads what came of it first.
    .toSorted(([a], [b]) => Number(b === 'before') - Number(a === 'before'))
  const saidOf = (name: string, value: unknown) => (typeof value === 'string' && named[value]) || said(name, value, zone)
  const seen = given.flatMap(([name, value]) => (typeof value === 'number' && name in RECORDS ? [countOf(name, value)] : []))
  const rest = given
    .filter(([name]) => !(name in RECORDS))
    .map(([name, value]) => ({ name: NAMES[name] ?? unnamed(name), value: saidOf(name, value) }))
  return seen.length === 0 ? rest : [{ name: 'Records', value: seen.join(', ') }, ...rest]
}

/** Kinds of records, one and many. */
const RECORDS: Record<string, [one: string, many: string]> = {
  case: ['case', 'cases'],
  riu: ['report', 'reports'],
  investigation: ['investigation', 'investigations'],
  investigation_step: ['step', 'steps'],
  participant: ['person', 'people'],
  note: ['note', 'notes'],
  tenant_user: ['user', 'users'],
}

function countOf(kind: string, count: number): string {
  const [one, many] = RECORDS[kind] ?? [kind, kind]
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** What the trail calls things, as people say it. A name that is missing here is shown as its own words. */
const NAMES: Record<string, string> = {
  because: 'Because',
  mode: 'Mode',
  seenAs: 'Seen as',
  category: 'About',
  ticket: 'Ticket',
  minutes: 'Minutes',
  expiresAt: 'Ends',
  endReason: 'How',
  endedAt: 'Ended',
  before: 'Before',
  after: 'After',
  acts: 'Rows',
  words: 'Asked for',
  kinds: 'Only',
  approver: 'Approved by',
  requestHash: 'Fingerprint',
  sha256: 'SHA-256',
}

const unnamed = (name: string) => inWords(name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`))

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/
const CODE = /^[A-Z][A-Z_]+$/

function said(name: string, value: unknown, zone: string): Child {
  if (name === 'ticket' && typeof value === 'number') return ticketLabel(value)
  if (typeof value === 'string' && INSTANT.test(value)) return <When at={new Date(value)} zone={zone} />
  if (typeof value === 'string') return CODES[name]?.[value] ?? (CODE.test(value) ? inWords(value) : value)
  if (typeof value === 'number') return value.toLocaleString('en')
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return value.map((each) => CODES[name]?.[each] ?? each).join(', ')
  return pairs(value).join(', ')
}

const CODES: Record<string, Record<string, string>> = {
  mode: { READ_ONLY: 'Read-only', READ_WRITE: 'Read-write' },
  seenAs: TENANT_ROLE_NAMES,
  category: CATEGORY_NAMES,
  endReason: END_NAMES,
  reasons: REASON_NAMES,
  verdict: STATE_NAMES,
  because: Object.fromEntries(Object.entries(REFUSALS).map(([code, { message }]) => [code, message])),
}

/** Before and after come by record and column; the columns tell it. */
function pairs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && inner !== null
      ? pairs(inner)
      : [`${inWords(name).toLowerCase()} ${inner === null ? 'none' : plain(String(inner))}`],
  )
}

const plain = (value: string) => (CODE.test(value) ? inWords(value).toLowerCase() : value)
