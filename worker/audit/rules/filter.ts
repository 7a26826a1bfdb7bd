import { KEY } from '#worker/rules/ids.ts'
import { ACTS, type ActName, OUTCOMES, type Outcome } from '#worker/audit/rules/acts.ts'

/** What narrows the trail. Days are calendar days of the reader's zone, both included; without one the list is open on that side. */
export type TrailFilter = {
  operator?: string | undefined
  tenant?: string | undefined
  act?: ActName | undefined
  outcome?: Outcome | undefined
  entity?: string | undefined
  session?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Without a word about days, the list shows the last so many. */
const DAYS = 7
const LONGEST = 80

/** From the address. What is not a filter, or not of its shape, does not narrow. */
export function filterFrom(query: Record<string, string>, { zone, now }: { zone: string; now: Date }): TrailFilter {
  const { act, outcome } = query
  return {
    operator: wordFrom(query.operator),
    tenant: tenantFrom(query.tenant),
    act: act !== undefined && Object.hasOwn(ACTS, act) ? (act as ActName) : undefined,
    outcome: (OUTCOMES as readonly string[]).includes(outcome ?? '') ? (outcome as Outcome) : undefined,
    entity: wordFrom(query.entity),
    session: wordFrom(query.session),
    from: query.from === undefined ? daysBefore(dayIn(zone, now), DAYS - 1) : dayFrom(query.from),
    to: dayFrom(query.to),
  }
}

/** The calendar day of an instant, `2026-11-20`. */
export function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}

/** A day that exists: 31 February does not. */
function dayFrom(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && text > '1900' ? text : undefined
}

/** A key as it is, a slug in small letters. */
function tenantFrom(text: string | undefined): string | undefined {
  const word = wordFrom(text)
  return word === undefined || KEY.test(word) ? word : word.toLowerCase()
}

/** PostgreSQL takes no NUL, and nobody's key is longer. */
function wordFrom(text: string | undefined): string | undefined {
  const word = text?.replaceAll('\0', '').trim().slice(0, LONGEST)
  return word === '' ? undefined : word
}

/** A tenant's short name in addresses. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** The filter as the trail keeps it, split: what may stand there in words, and what somebody typed that may be a name or an address and
 *  is kept as its hash only. */
export function filterForTrail(filter: TrailFilter): { plain: Record<string, string>; hashed: Record<string, string> } {
  const plain: Record<string, string> = {}
  const hashed: Record<string, string> = {}
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue
    if (isOurs(name, value)) plain[name] = value
    else hashed[`${name}Sha256`] = value
  }
  return { plain, hashed }
}

/** Our own words, days and keys. A slug is typed, and one word alone might as well be somebody's name. */
function isOurs(name: string, value: string): boolean {
  if (name === 'operator') return KEY.test(value) || value === 'system' || value === 'nobody'
  if (name === 'tenant') return KEY.test(value) || (SLUG.test(value) && value.includes('-'))
  return (name !== 'entity' && name !== 'session') || KEY.test(value)
}
