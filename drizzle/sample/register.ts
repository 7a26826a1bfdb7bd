import { CONTACT_KINDS } from '#worker/tenant/rules/words.ts'
import { countryOf, languageOf } from './countries.ts'
import { DAY, later } from './instants.ts'
import type { Keys } from './keys.ts'
import { asAddress, someName } from './names.ts'
import { digits, e164, freshPhone, somePhone, spell } from './phones.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'
import type { TenantPlan } from './tenants.ts'

/** What staff find a tenant by: domains, people to call, hotline numbers. */
export type Register = {
  tenantDomains: Row<'tenantDomains'>[]
  tenantContacts: Row<'tenantContacts'>[]
  tenantPhones: Row<'tenantPhones'>[]
}

export function registerOf(random: Random, keys: Keys, tenant: TenantPlan, takenPhones: Set<string>): Register {
  const { row, domain, setting } = tenant
  const tenantId = row.id
  const at = row.createdAt

  const names = [domain]
  if (tenant.twin) names.push(`${row.slug}.example`)
  if (random.chance(0.45)) names.push(`${row.slug}-group.example`)
  if (random.chance(0.25)) names.push(`mail.${row.slug}.example`)
  const tenantDomains = [...new Set(names)].map((name, i) => ({
    id: keys('dom', at),
    tenantId,
    domain: name,
    verifiedAt: row.liveAt && (i === 0 || random.chance(0.8)) ? later(at, random.int(1, 15) * DAY) : null,
  }))

  const kinds = CONTACT_KINDS.filter((kind) => kind === 'PRIMARY' || random.chance(0.6))
  const tenantContacts = kinds.map((kind) => {
    const { latin } = someName(random, languageOf(setting.locale))
    const phone = random.chance(0.9) ? somePhone(random, countryOf(setting.locale)) : null
    return {
      id: keys('con', at),
      tenantId,
      kind,
      name: latin,
      email: `${asAddress(latin)}@${domain}`,
      phone: phone && spell(random, phone),
      phoneDigits: phone && digits(phone),
    }
  })

  const tenantPhones = row.locales.map((locale, i) => ({
    id: keys('pho', at),
    tenantId,
    label: i === 0 ? 'Hotline' : `Hotline ${locale.slice(3)}`,
    e164: e164(freshPhone(random, countryOf(locale), takenPhones)),
  }))
  return { tenantDomains, tenantContacts, tenantPhones }
}
