import type { Person } from '#dev/sign-in/staff.ts'
import { type Role, ROLE_NAMES } from '#worker/auth/rules/roles.ts'

/** A handful to begin with: for every role the first who may sign in. The picker shows everyone. */
export function namedPeople(staff: Person[]): string {
  const active = staff.filter(({ status }) => status === 'ACTIVE')
  if (active.length === 0) return 'Nobody can sign in yet: npm run staff -- add --email … --oid … --name … --role ADMIN'
  const first = [...new Map(active.toReversed().map((person) => [person.role, person])).values()].toReversed()
  const width = Math.max(...first.map(({ name }) => name.length))
  const rows = first.map(({ name, role, lead }) => `  ${name.padEnd(width)}  ${ROLE_NAMES[role as Role] ?? role}${lead ? ', lead' : ''}`)
  return `Sign in as one of ${active.length} people (no passwords here), for instance:\n${rows.join('\n')}\n`
}
