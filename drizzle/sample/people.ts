import type { TenantRole } from '#worker/tenant/rules/words.ts'
import { languageOf } from './countries.ts'
import { between, DAY, earliest, later } from './instants.ts'
import { asAddress, someName } from './names.ts'
import { VOICES } from './narratives/index.ts'
import { odds } from './random.ts'
import type { Row } from './rows.ts'
import type { Scene } from './scene.ts'
import { quota } from './shares.ts'

/** A tenant's users, and among them who works on cases. */
export type People = {
  users: Row<'tenantUsers'>[]
  /** INVESTIGATOR and above who have accepted their invitation: authors and assignees. */
  handlers: Row<'tenantUsers'>[]
  current: Row<'tenantUsers'>[]
}

/** Every live tenant can work: at least one administrator, one compliance officer and two investigators are active. */
const NEEDED: readonly TenantRole[] = ['TENANT_ADMIN', 'COMPLIANCE_OFFICER', 'INVESTIGATOR', 'INVESTIGATOR']
/** And somebody has left since. */
const WITH_LEAVER: readonly TenantRole[] = [...NEEDED, 'INVESTIGATOR']

export function peopleOf({ random, keys, now, tenant, sowLine }: Scene): People {
  const { row, setting, users: count } = tenant
  const live = row.liveAt !== null
  const needed = live ? WITH_LEAVER : NEEDED.slice(0, 1)
  const others = quota<TenantRole>(
    random,
    Math.max(0, count - needed.length),
    odds({ EMPLOYEE: 42, MANAGER: 22, INVESTIGATOR: 23, COMPLIANCE_OFFICER: 8, TENANT_ADMIN: 5 }),
  )
  const emails = new Set<string>()
  const users: Row<'tenantUsers'>[] = []
  for (const [place, role] of [...needed, ...others].entries()) {
    const language = languageOf(random.chance(0.75) ? setting.locale : random.pick(row.locales))
    const name = someName(random, language).latin
    const status =
      live && place < NEEDED.length
        ? 'ACTIVE'
        : live && place === NEEDED.length
          ? 'DEACTIVATED'
          : live
            ? random.weighted(odds({ ACTIVE: 84, INVITED: 7, DEACTIVATED: 9 }))
            : 'INVITED'
    // Who handles cases came with the go-live; invitations are recent.
    const createdAt =
      status === 'INVITED'
        ? between(random, later(earliest(now, tenant.to), -30 * DAY), earliest(now, tenant.to))
        : rank(role) >= rank('INVESTIGATOR')
          ? between(random, row.createdAt, earliest(tenant.from, later(row.createdAt, 90 * DAY)))
          : between(random, row.createdAt, tenant.to)
    const id = keys('usr', createdAt)
    users.push({
      id,
      tenantId: row.id,
      email: freshAddress(name, emails, setting.domain),
      name: sowLine(name, 'tenant_user', id, 'name'),
      employeeNumber: random.chance(0.92) ? setting.employeeNumber(random) : null,
      role,
      status,
      managerId: null,
      orgUnit: random.chance(0.9) ? `${random.pick(VOICES.en.departments)}, ${random.pick(setting.sites)}` : null,
      lastLoginAt:
        status === 'INVITED' || random.chance(0.08)
          ? null
          : between(random, status === 'ACTIVE' ? latestSpan(createdAt, tenant.to) : createdAt, tenant.to),
      invitedAt: null,
      createdAt,
      version: 1,
    })
  }
  const managers = users.filter(({ role }) => role === 'MANAGER' || role === 'COMPLIANCE_OFFICER')
  for (const user of users) {
    const manager = managers.length > 0 && random.chance(0.85) ? random.pick(managers) : null
    user.managerId = manager && manager !== user && rank(manager.role) >= rank(user.role) ? manager.id : null
  }
  const handlers = users.filter(({ role, status }) => rank(role) >= rank('INVESTIGATOR') && status !== 'INVITED')
  return { users, handlers, current: handlers.filter(({ status }) => status === 'ACTIVE') }
}

const ORDER: readonly TenantRole[] = ['EMPLOYEE', 'MANAGER', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN']
export const rank = (role: TenantRole) => ORDER.indexOf(role)

const latestSpan = (createdAt: Date, to: Date) => new Date(Math.max(createdAt.getTime(), to.getTime() - 45 * DAY))

function freshAddress(name: string, taken: Set<string>, domain: string): string {
  const base = asAddress(name)
  for (let copy = 1; ; copy++) {
    const email = `${base}${copy === 1 ? '' : copy}@${domain}`
    if (taken.has(email)) continue
    taken.add(email)
    return email
  }
}
