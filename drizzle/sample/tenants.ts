import { ACME, ACME_INDUSTRIES } from './acme.ts'
import { COUNTRIES, COUNTRY_CODES, countryOf, languageOf } from './countries.ts'
import { between, DAY, later } from './instants.ts'
import type { Keys } from './keys.ts'
import { makeTwins, type Twin } from './look-alikes.ts'
import type { Sizes } from './profiles.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'
import type { Setting } from './slots.ts'
import { drawLots, type Lot } from './tenant-lots.ts'
import { asSlug, someTenantName } from './tenant-names.ts'
import { shareOut } from './volumes.ts'

/** A tenant with what its content is made from. */
export type TenantPlan = {
  row: Row<'tenants'>
  setting: Setting
  domain: string
  /** Set for a look-alike: `of` is the slug of the one it is taken for. */
  twin: (Twin & { of: string }) | undefined
  reports: number
  cases: number
  users: number
  /** When its reports came in. */
  from: Date
  to: Date
}

/** All tenants, the two Acmes first. */
export function planTenants(random: Random, keys: Keys, sizes: Sizes, csms: readonly string[], now: Date): TenantPlan[] {
  const slugs = new Set<string>([ACME.slug, ACME_INDUSTRIES.slug])
  const lots = drawLots(random, sizes.tenants)
  const plans = lots.map((lot, place) => planTenant(random, keys, lot, place, slugs, csms, sizes.days, now))
  makeTwins(plans, slugs)
  shareOut(
    random,
    plans,
    lots.map(({ rate }) => rate),
    sizes,
  )
  return plans
}

function planTenant(
  random: Random,
  keys: Keys,
  { status, region, policy, industry, employees }: Lot,
  place: number,
  slugs: Set<string>,
  csms: readonly string[],
  days: number,
  now: Date,
): TenantPlan {
  const locales = place === 0 ? ['en-GB', 'de-DE', 'fr-FR'] : localesOf(random, region, employees)
  const locale = locales[0] as string
  const { name, slug, domain, twin } = place < 2 ? ACMES[place as 0 | 1] : identityOf(random, locale, industry, slugs)
  const live = status !== 'PROVISIONING'
  const createdAt = live ? agoBetween(random, 2_400, 470, now) : agoBetween(random, 40, 3, now)
  return {
    row: {
      id: keys('ten', createdAt),
      slug,
      name,
      status,
      region,
      plan: employees > 9_000 ? 'ENTERPRISE' : employees > 1_500 ? 'PROFESSIONAL' : 'ESSENTIAL',
      industry,
      employees,
      locales,
      accessPolicy: policy,
      csmId: live || random.chance(0.5) ? random.pick(csms) : null,
      logins: status === 'ACTIVE' ? Math.round(random.lognormal(Math.sqrt(employees) * 2, 0.6)) : live ? 0 : random.int(0, 6),
      createdAt,
      liveAt: live ? later(createdAt, random.int(20, 90) * DAY) : null,
    },
    setting: {
      locale,
      domain,
      sites: [...new Set(locales.flatMap((one) => countryOf(one).sites))],
      employeeNumber: random.pick(EMPLOYEE_NUMBERS),
    },
    domain,
    twin,
    reports: 0,
    cases: 0,
    users: 0,
    from: later(now, -(place === 0 ? Math.min(ACME.days, days) : days) * DAY),
    to: status === 'CHURNED' ? later(now, -120 * DAY) : status === 'SUSPENDED' ? later(now, -9 * DAY) : now,
  }
}

const ACMES = [
  { ...ACME, twin: undefined },
  { ...ACME_INDUSTRIES, twin: { kind: 'inflection', name: ACME_INDUSTRIES.name, domain: ACME_INDUSTRIES.domain, of: ACME.slug } },
] as const

/** Bigger organisations speak more languages. */
function localesOf(random: Random, region: Lot['region'], employees: number): string[] {
  const here = COUNTRY_CODES.filter((code) => COUNTRIES[code].region === region)
  const { locales } = COUNTRIES[random.weighted(here.map((code) => [code, COUNTRIES[code].weight] as const))]
  return locales.slice(0, 1 + Math.min(2, Math.max(0, Math.floor(Math.log10(employees) - 2.6 + random.next()))))
}

function identityOf(random: Random, locale: string, industry: Lot['industry'], slugs: Set<string>) {
  for (let attempt = 0; ; attempt++) {
    const place = attempt > 40 ? ` ${random.pick(countryOf(locale).sites)}` : ''
    const name = someTenantName(random, languageOf(locale), industry) + place
    const slug = asSlug(name)
    if (slugs.has(slug)) continue
    slugs.add(slug)
    return { name, slug, domain: `${slug}.example`, twin: undefined }
  }
}

const agoBetween = (random: Random, most: number, least: number, now: Date) =>
  between(random, later(now, -most * DAY), later(now, -least * DAY))

const digits = (random: Random, count: number) => String(random.int(10 ** (count - 1), 10 ** count - 1))
/** Each tenant numbers its people in its own way. */
const EMPLOYEE_NUMBERS = [
  (random: Random) => `E${digits(random, 5)}`,
  (random: Random) => `EMP-${digits(random, 6)}`,
  (random: Random) => digits(random, 7),
  (random: Random) => `${random.pick(['A', 'B', 'C'])}-${digits(random, 4)}-${digits(random, 2)}`,
]
