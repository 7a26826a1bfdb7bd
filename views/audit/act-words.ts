import { inWords } from '#views/ui/status.tsx'
import { ACTS, type ActName } from '#worker/audit/rules/acts.ts'

/** Kinds of acts, by the word before the colon. One that is missing here is shown as its own words. */
const GROUPS: Record<string, string> = {
  sign_in: 'Signing in',
  staff: 'Staff',
  person: 'People',
  admin: 'Administrators',
  ticket: 'Tickets',
  notification: 'Notifications',
  job: 'Portal jobs',
  portal_job: 'Housekeeping',
  impersonation: 'Sessions in tenants',
  review: 'Reviews',
  case: 'Cases',
  riu: 'Reports',
  tenant_user: 'Users',
  search: 'Searching',
  trail: 'The trail',
  door: 'Doors',
}

/** The sentence of an act as a choice in a list: without its number, its brackets and its full stop. */
export function actWords(act: ActName): string {
  return ACTS[act]
    .replace(/\s*\([^)]*\)/g, '')
    .replaceAll('{n} ', '')
    .replace(/\.$/, '')
}

/** Every act, in groups, in the order of the list of acts. */
export function actGroups(): { name: string; acts: ActName[] }[] {
  const groups = new Map<string, ActName[]>()
  for (const act of Object.keys(ACTS) as ActName[]) {
    const kind = act.slice(0, act.indexOf(':'))
    groups.set(kind, [...(groups.get(kind) ?? []), act])
  }
  return [...groups].map(([kind, acts]) => ({ name: GROUPS[kind] ?? inWords(kind), acts }))
}
