import type { Child } from 'hono/jsx'
import type { Fact } from '#views/ui/card.tsx'
import { inWords } from '#views/ui/status.tsx'
import { When } from '#views/ui/when.tsx'

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
  case: 'Cases',
  riu: 'Reports',
  investigation: 'Investigations',
  investigation_step: 'Steps',
  participant: 'People',
  note: 'Notes',
  tenant_user: 'Users',
  acts: 'Rows',
}

/** The facts of a row of the trail. Numbers that say "none" are left out. */
export function factsInWords(facts: Record<string, unknown>, zone: string): Fact[] {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== 0)
    .map(([name, value]) => ({
      name: NAMES[name] ?? inWords(name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`)),
      value: said(name, value, zone),
    }))
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/
const CODE = /^[A-Z][A-Z_]+$/

function said(name: string, value: unknown, zone: string): Child {
  if (name === 'ticket') return `T-${String(value)}`
  if (typeof value === 'string' && INSTANT.test(value)) return <When at={new Date(value)} zone={zone} />
  if (typeof value === 'string') return CODE.test(value) ? inWords(value) : value
  if (typeof value === 'number') return value.toLocaleString('en')
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return pairs(value).join(', ')
}

/** Before and after come by record and column; the columns tell it. */
function pairs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && inner !== null
      ? pairs(inner)
      : [`${inWords(name).toLowerCase()} ${inner === null ? 'none' : String(inner)}`],
  )
}
