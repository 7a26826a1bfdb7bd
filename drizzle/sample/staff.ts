import type { Role, StaffStatus } from '#worker/auth/rules/roles.ts'
import { CAST } from './cast.ts'
import type { Language } from './countries.ts'
import { between, DAY, later } from './instants.ts'
import type { Keys } from './keys.ts'
import { asAddress, someName } from './names.ts'
import { odds, type Random } from './random.ts'
import type { Row } from './rows.ts'
import { quota } from './shares.ts'

/** The vendor's own people: the cast first, then colleagues over all roles, one lead for every five of a role. */
export function planStaff(random: Random, keys: Keys, count: number, now: Date): Row<'internalUsers'>[] {
  const staff = Object.values(CAST).map(
    (member): Row<'internalUsers'> => ({
      ...member,
      // Nobody of the cast has signed in yet: their first sign-in is whoever starts the product or a test.
      lastLoginAt: member.status === 'ACTIVE' ? null : later(now, -5 * DAY),
      lastLoginIp: member.status === 'ACTIVE' ? null : '203.0.113.7',
      lastLoginUserAgent: member.status === 'ACTIVE' ? null : BROWSERS[0],
      ...sinceWhen(member.status, later(now, -4 * DAY)),
      version: 1,
      createdAt: later(now, -900 * DAY),
    }),
  )
  const emails = new Set(staff.map(({ email }) => email))
  const roles = quota<Role>(
    random,
    count - staff.length,
    odds({ SUPPORT_L1: 7, SUPPORT_L2: 5, SUPPORT_L3: 3, IMPLEMENTATION: 3, HOTLINE_OPS: 3, CLIENT_SUCCESS: 4, ADMIN: 1 }),
  )
  const seen = new Map<Role, number>()
  for (const role of roles) {
    const place = seen.get(role) ?? 0
    seen.set(role, place + 1)
    const createdAt = between(random, later(now, -1_800 * DAY), later(now, -60 * DAY))
    const { name, email } = fresh(random, emails)
    const status = place % 5 !== 0 && random.chance(0.04) ? 'DEACTIVATED' : 'ACTIVE'
    const lastLoginAt = random.chance(0.95) ? between(random, later(now, -6 * DAY), later(now, -2 * 3_600_000)) : null
    staff.push({
      id: keys('ops', createdAt),
      directoryId: uuid(random),
      email,
      name,
      role,
      lead: role !== 'ADMIN' && place % 5 === 0,
      status,
      ...sinceWhen(status, later(now, -30 * 60_000)),
      zone: random.pick(ZONES),
      lastLoginAt,
      lastLoginIp: lastLoginAt && officeIp(random),
      lastLoginUserAgent: lastLoginAt && random.pick(BROWSERS),
      version: random.int(1, 4),
      createdAt,
    })
  }
  return staff
}

const sinceWhen = (status: StaffStatus, at: Date) => ({
  heldAt: status === 'HELD' ? at : null,
  heldReason: status === 'HELD' ? 'Read twice as many records in ten minutes as the budget allows.' : null,
  deactivatedAt: status === 'DEACTIVATED' ? at : null,
})

/** From the blocks kept for documentation. */
export const officeIp = (random: Random) => `${random.pick(['198.51.100', '203.0.113', '192.0.2'])}.${random.int(2, 250)}`

export const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
] as const

const ZONES = [
  'Europe/London',
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Sydney',
]
const LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'es', 'pt', 'ja']

function fresh(random: Random, emails: Set<string>): { name: string; email: string } {
  for (let attempt = 0; ; attempt++) {
    const { latin } = someName(random, random.pick(LANGUAGES))
    const email = `${asAddress(latin)}${attempt > 20 ? random.int(2, 99) : ''}@vendor.example`
    if (emails.has(email)) continue
    emails.add(email)
    return { name: latin, email }
  }
}

function uuid(random: Random): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
