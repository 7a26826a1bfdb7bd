import { SUPPLIERS } from './casework.ts'
import { countryOf, type Country, type Language } from './countries.ts'
import { asAddress, type PersonName, someName } from './names.ts'
import { VOICES } from './narratives/index.ts'
import { somePhone, spell } from './phones.ts'
import type { Random } from './random.ts'

/** Where a text is written: the places it may name and the way people there number their staff. */
export type Setting = { locale: string; sites: readonly string[]; domain: string; employeeNumber: (random: Random) => string }

/** Answers for the slots of one text: the same slot says the same thing twice, and an email address belongs to the person named. */
export function slotsFor(random: Random, language: Language, setting: Setting, me?: PersonName): (slot: string) => string {
  const said = new Map<string, string>()
  const country = countryOf(setting.locale)
  const person = me ?? someName(random, language)
  const first = someName(random, language)
  return (slot) => {
    const known = said.get(slot)
    if (known !== undefined) return known
    const answer = say(slot)
    said.set(slot, answer)
    return answer
  }

  function say(slot: string): string {
    const voice = VOICES[language]
    switch (slot) {
      case 'name':
        return named(first)
      case 'name2':
        return named(someName(random, language))
      case 'me':
        return named(person)
      case 'email':
        return `${asAddress(first.latin)}@${setting.domain}`
      case 'myemail':
        return privateAddress(random, person)
      case 'phone':
        return spell(random, somePhone(random, country)).trim()
      case 'employee':
        return setting.employeeNumber(random)
      case 'site':
        return random.pick(setting.sites)
      case 'department':
        return random.pick(voice.departments)
      case 'supplier':
        return random.pick(SUPPLIERS)
      case 'month':
        return random.pick(voice.months)
      case 'weekday':
        return random.pick(voice.weekdays)
      case 'amount':
        return amount(random, country)
      case 'count':
        return String(random.int(3, 48))
      case 'years':
        return String(random.int(2, 27))
      case 'hour':
        return `${random.int(5, 22)}:${random.pick(['00', '15', '30', '45'])}`
      default:
        throw new RangeError(`No template may ask for {${slot}}.`)
    }
  }

  function named(name: PersonName): string {
    return language === 'ja' ? name.own : name.latin
  }
}

const privateAddress = (random: Random, person: PersonName) =>
  `${asAddress(person.latin)}${random.chance(0.5) ? random.int(1, 99) : ''}@${random.pick(['mail.example', 'post.example', 'inbox.example'])}`

function amount(random: Random, { currency }: Country): string {
  const round = Math.round(random.lognormal(9_000, 1.2) / 10) * 10 + 40
  return `${currency} ${String(currency === 'JPY' ? round * 100 : round).replace(/\B(?=(\d{3})+$)/g, ',')}`
}
