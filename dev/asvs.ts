import { existsSync, readFileSync } from 'node:fs'
import { checkout } from '#dev/paths.ts'

/** The requirements of levels 1 and 2 in the chapters that the page speaks of, by section: how many of each, or which. */
const SECTIONS: Record<string, number | number[]> = {
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2 },
  ...{ '4.1': 3, '4.2': [1], '4.3': 2, '4.4': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2 },
  ...{ '8.1': 2, '8.2': 3, '8.3': [1], '8.4': [1] },
  ...{ '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '16.1': [1], '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3 },
}

export const REQUIREMENTS = Object.entries(SECTIONS).flatMap(([section, which]) =>
  (typeof which === 'number' ? Array.from({ length: which }, (_, i) => i + 1) : which).map((number) => `${section}.${number}`),
)

const TEST = /`(test\/[^`]+)`\s+“([^”]+)”/g
/** What may stand in the place of a test. */
const OTHERWISE = /^(Documented|Does not apply|Not kept): /

/** What is wrong with the page: requirements that are missing, there twice or not answered, and tests that are not there. */
export function faultsOf(page: string, textOf: (file: string) => string | undefined = textIn): string[] {
  const entries = page
    .split(/^- /m)
    .slice(1)
    .map((entry) => /^\*\*([\d.]+)\*\* ([\s\S]*)$/.exec(entry.split(/\n\n|\n#/)[0] ?? ''))
  const ids = entries.map((entry) => entry?.[1] ?? '')
  const faults = REQUIREMENTS.filter((id) => !ids.includes(id)).map((id) => `${id} is missing`)
  for (const [i, entry] of entries.entries()) {
    const [, id = '', rest = ''] = entry ?? []
    if (!REQUIREMENTS.includes(id)) faults.push(`${id || 'Something'} is no requirement of these chapters and levels`)
    if (ids.indexOf(id) !== i) faults.push(`${id} is there twice`)
    if (!rest.match(TEST) && !OTHERWISE.test(rest)) faults.push(`${id} names no test and says nothing instead`)
    faults.push(...missingTests(rest, textOf).map((fault) => `${id}: ${fault}`))
  }
  return faults
}

/** The tests that a page speaks of and that are not there: `test/…` “the sentence of the test”. */
export function missingTests(page: string, textOf: (file: string) => string | undefined = textIn): string[] {
  return [...page.matchAll(TEST)].flatMap(([, file = '', sentence = '']) => {
    const [text, name] = [textOf(file), sentence.replace(/\s+/g, ' ')]
    if (text === undefined) return [`there is no ${file}`]
    return ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`)) ? [] : [`${file} has no test “${name}”`]
  })
}

export const PROMISES = `${checkout}docs/design/promises.md`
export const PAGE = `${checkout}docs/design/asvs.md`

function textIn(file: string): string | undefined {
  return existsSync(checkout + file) ? readFileSync(checkout + file, 'utf8') : undefined
}
