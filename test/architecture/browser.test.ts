import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkout } from '#dev/paths.ts'

const read = (...patterns: string[]) => globSync(patterns, { cwd: checkout }).map((file) => readFileSync(`${checkout}${file}`, 'utf8'))
const views = read('{views,worker,durable-objects}/**/*.tsx', 'worker/*/rules/*.ts').join('\n')
const script = read('public/app/*.js').join('\n')
const sheets = read('public/css/*.css').map((css) => css.replaceAll(/\/\*[\s\S]*?\*\//g, ''))
const css = sheets.join('\n')

const all = (pattern: RegExp, text = css) => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))]
const word = (name: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`)

describe('the stylesheet', () => {
  /** Names that are put together in a view: `tone-${tone}` counts for `tone-bad` if `bad` is a word there. */
  const beginnings = all(/([a-z][\w-]*-)\$\{/g, views)
  const isUsed = (name: string) =>
    word(name).test(views) ||
    word(name).test(script) ||
    beginnings.some((begin) => name.startsWith(begin) && word(name.slice(begin.length)).test(views))

  it('has no rule for a class or an id that no view and no script names', () => {
    const classes = all(/\.([a-z][\w-]*)/g)
    const ids = all(/#([a-z][\w-]*)(?=[^;}]*\{)/gi)
    expect(classes.length).toBeGreaterThan(200)
    // A choice in a form has the id of its field and its value; htmx sets classes of its own.
    const fieldOf = (id: string) =>
      id.replace(/-(\w+)$/, (end, value: string) => (/^\d+$/.test(value) || views.includes(`'${value}'`) ? '' : end))
    const named = [...classes, ...ids.map(fieldOf)].filter((name) => !name.startsWith('htmx-'))
    expect(named.filter((name) => !isUsed(name))).toEqual([])
    expect(isUsed('tone-bad')).toBe(true)
    expect(isUsed('tone-of-nobody')).toBe(false)
  })

  it('defines no property that it does not use, and uses none that it does not define', () => {
    const defined = all(/(--[a-z][\w-]*)\s*:/g)
    const used = all(/var\((--[a-z][\w-]*)/g)
    expect(used.length).toBeGreaterThan(40)
    expect(defined.sort()).toEqual(used.sort())
  })

  it('keeps its properties to itself, because their names are shortened, and all its rules in layers, because these are joined', () => {
    expect(all(/['"`]\s*(--[a-z][\w-]*)|var\((--[a-z][\w-]*)/g, `${views}\n${script}`)).toEqual([])
    for (const sheet of sheets) expect(outermost(sheet)).toSatisfy((heads: string[]) => heads.every((head) => head.startsWith('@layer ')))
  })
})

describe('htmx without what nobody here uses', () => {
  /** What the methods left out in dev/build/htmx.ts did, in the words of a page. */
  const GONE = [
    /\bdata-hx-/,
    /\bhx-(?:on|boost|preserve|history-elt|swap-oob|select-oob|disable|status)\b/,
    /\bhx-[\w:-]+=["'{`]+\s*(?:js|javascript):/,
    /\bhx-trigger=["'{`]+[^"'`]*\[/,
    /\bhx-(?:target|include|indicator|sync)(?::\w+)?=["'{`]+(?:closest|find|findAll|next|previous|global|document|window|body|host)\b/,
    /\bhx-swap=["'{`]+[^"'`]*\b(?:transition|settle):/,
    /\bHX-(?:Location|Refresh|Trigger)\b/,
  ]

  it('misses nothing on any page', () => {
    expect(views.match(/\bhx-(?:get|post)=/g)?.length).toBeGreaterThan(8)
    expect(GONE.flatMap((gone) => gone.exec(views)?.[0] ?? [])).toEqual([])
  })
})

/** What stands before each outermost block or statement. */
function outermost(sheet: string): string[] {
  const heads: string[] = []
  let depth = 0
  let head = ''
  for (const sign of sheet) {
    if (depth === 0 && (sign === '{' || sign === ';')) heads.push(head.trim())
    if (sign === '{') depth += 1
    else if (sign === '}') depth -= 1
    if (depth > 0 || sign === ';' || sign === '}') head = ''
    else head += sign
  }
  return heads
}
