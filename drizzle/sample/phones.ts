import { COUNTRIES, type Country } from './countries.ts'
import type { Random } from './random.ts'

/** A number in its three parts; only ranges set aside for fiction, so that nobody's telephone rings. */
export type Phone = { dial: string; trunk: string; area: string; local: string }

export function somePhone(random: Random, country: Country): Phone {
  const [area, local] = random.pick(country.numbers)
  return { dial: country.dial, trunk: country.trunk, area, local: local.replace(/#/g, () => String(random.int(0, 9))) }
}

/** A number nobody else has got yet. */
export function freshPhone(random: Random, country: Country, taken: Set<string>): Phone {
  for (let attempt = 0; attempt < 200; attempt++) {
    const phone = somePhone(random, attempt < 150 ? country : COUNTRIES.FR)
    if (!taken.has(digits(phone))) {
      taken.add(digits(phone))
      return phone
    }
  }
  throw new RangeError(`No free number left under +${country.dial}.`)
}

export const digits = ({ dial, area, local }: Phone) => `${dial}${area}${local}`
export const e164 = (phone: Phone) => `+${digits(phone)}`

/** As people write it: with and without country code, brackets, dots, a zero too many. */
export function spell(random: Random, { dial, trunk, area, local }: Phone): string {
  const [head, tail] = [local.slice(0, -4), local.slice(-4)]
  return random.pick([
    `+${dial} ${area} ${head} ${tail}`,
    `+${dial}${area}${local}`,
    `00${dial} ${area} ${head}${tail}`,
    `+${dial} (${trunk}${area}) ${head}-${tail}`,
    `(${trunk}${area}) ${head}-${tail}`,
    `${trunk}${area}.${head}.${tail}`,
    `${trunk}${area}/${head}${tail}`,
    `+${dial}-${area}-${head}-${tail}`,
    ` ${dial} ${area} ${head} ${tail} `,
  ])
}
