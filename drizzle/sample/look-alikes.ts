import { asSlug } from './tenant-names.ts'
import type { TenantPlan } from './tenants.ts'

/** A second tenant whose name or domain is easily taken for the first: what a hurried agent must not confuse. */
export type Twin = { kind: 'inflection' | 'letters' | 'suffix' | 'accent'; name: string; domain: string }

/** Every sixteenth tenant is taken for the one before it. */
export function makeTwins(plans: TenantPlan[], slugs: Set<string>) {
  for (let place = 16, turn = 0; place < plans.length; place += 16, turn++) {
    const [original, plan] = [plans[place - 1] as TenantPlan, plans[place] as TenantPlan]
    const twin = twinOf(original.row.name, turn)
    // An accent leaves the slug as it was; the second to register got a number.
    const slug = slugs.has(asSlug(twin.name)) ? `${asSlug(twin.name)}-2` : asSlug(twin.name)
    slugs.add(slug)
    plan.row = { ...plan.row, name: twin.name, slug, industry: original.row.industry }
    plan.setting = { ...plan.setting, domain: twin.domain }
    plan.domain = twin.domain
    plan.twin = { ...twin, of: original.row.slug }
  }
}

function twinOf(name: string, place: number): Twin {
  const kinds: Twin['kind'][] = ['suffix', 'letters', 'inflection', 'accent']
  const kind = kinds[place % kinds.length] as Twin['kind']
  const domain = confusable(asSlug(name))
  if (kind === 'suffix') return { kind, name: `${name} Holdings`, domain }
  if (kind === 'letters') return { kind, name: swapped(name), domain }
  if (kind === 'accent') return { kind, name: accented(name), domain }
  return { kind, name: name.endsWith('s') ? name.slice(0, -1) : `${name}s`, domain }
}

/** `acme-bank` → `acrne-bank`: two letters that look like one. */
function confusable(slug: string): string {
  for (const [plain, like] of [
    ['m', 'rn'],
    ['w', 'vv'],
    ['l', '1'],
    ['o', '0'],
  ] as const) {
    if (slug.includes(plain)) return `${slug.replace(plain, like)}.example`
  }
  return `${slug}s.example`
}

/** Two neighbouring letters in the middle of the first word change places. */
function swapped(name: string): string {
  const [first = '', ...rest] = name.split(' ')
  for (let at = Math.floor(first.length / 2); at < first.length - 1; at++) {
    const [a, b] = [first[at] as string, first[at + 1] as string]
    if (a !== b) return [first.slice(0, at) + b + a + first.slice(at + 2), ...rest].join(' ')
  }
  return `${name} Group`
}

function accented(name: string): string {
  const with_ = name.replace(/[aeou](?=[^aeou]*$)/, (vowel) => ({ a: 'á', e: 'é', o: 'ó', u: 'ú' })[vowel] as string)
  return with_ === name ? `The ${name}` : with_
}
