/** What kind of personal data was planted, and where. Offsets and lengths count UTF-16 units, as `slice` does; nothing outside the
 *  basic plane ever stands before a planted text, so that they hold for Postgres' `substr` (from 1), too. */
export type PlantKind = 'name' | 'email' | 'phone' | 'employee_id'
export type Plant = { kind: PlantKind; offset: number; length: number; text: string }
export type Prose = { text: string; planted: Plant[] }

/** Which slots are personal; all others are places, sums, months and the like. */
const PERSONAL: Record<string, PlantKind> = {
  name: 'name',
  name2: 'name',
  me: 'name',
  email: 'email',
  myemail: 'email',
  phone: 'phone',
  employee: 'employee_id',
}

/** Fills the `{slots}` of the sentences and remembers where personal data came to stand. */
export function compose(sentences: readonly string[], fill: (slot: string) => string, between = ' '): Prose {
  const planted: Plant[] = []
  let text = ''
  for (const sentence of sentences) {
    if (text !== '') text += between
    const parts = partsOf(sentence)
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as string
      if (i % 2 === 0) {
        text += part
        continue
      }
      const said = fill(part)
      const kind = PERSONAL[part]
      if (kind) planted.push({ kind, offset: text.length, length: said.length, text: said })
      text += said
    }
  }
  return { text, planted }
}

/** Text and slot names in turn. */
function partsOf(sentence: string): string[] {
  const known = cut.get(sentence)
  if (known) return known
  const parts = sentence.split(/[{}]/)
  cut.set(sentence, parts)
  return parts
}

const cut = new Map<string, string[]>()
