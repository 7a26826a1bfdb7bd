import { doors } from '#worker/doors.ts'
import { plain } from './plain.ts'
import type { Answer, Visitor } from './visitor.ts'
import type { IsNew } from './walks.ts'

/** How many rows of a kind are opened, addresses in all, and tenants: a person who opened more would be held. */
const MOST = { ofKind: 3, filtered: 1, pages: 50, tenants: 8 }

const patterns = Object.keys(doors)
  .filter((name) => name.startsWith('GET '))
  .map((name) => ({ door: name.slice(4), shape: new RegExp(`^${name.slice(4).replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`) }))
  // Written-out addresses before those with a key in them.
  .toSorted((a, b) => a.door.split(':').length - b.door.split(':').length)

export const doorOf = (path: string) => patterns.find(({ shape }) => shape.test(path))?.door ?? 'nowhere'

export type Form = { action: string; fields: { name: string; value: string; isText: boolean }[] }

/** Opens what pages link to, breadth first, so many of each kind; each kind once more as a part, as htmx asks, by the first of those who see
 *  the same. Answers the forms it met. */
export async function crawl(visitor: Visitor, from: readonly string[], isNew: IsNew): Promise<{ forms: Form[]; addresses: string[] }> {
  const waiting = [...from]
  const met = new Set(waiting)
  const opened = new Map<string, number>()
  const tenants = new Set<string>()
  const forms = new Map<string, Form>()
  const addresses: string[] = []
  for (let address = waiting.shift(); address !== undefined && addresses.length < MOST.pages; address = waiting.shift()) {
    const kind = kindOf(address)
    const times = opened.get(kind) ?? 0
    if (times >= (kind.endsWith('?') ? MOST.filtered : MOST.ofKind)) continue
    const [, tenant] = /^\/tenants\/(ten_\w+)/.exec(address) ?? []
    if (tenant !== undefined && !tenants.has(tenant) && tenants.size >= MOST.tenants) continue
    if (tenant !== undefined) tenants.add(tenant)
    opened.set(kind, times + 1)
    addresses.push(address)
    const answers = [await visitor.ask(address)]
    // The first of a kind is of a tenant that is open: who may not see it may see none of its kind.
    const isRefused = times === 0 && answers[0]?.status === 403
    if (isRefused) opened.set(kind, MOST.ofKind)
    if (!isRefused && times === 0 && !kind.endsWith('?') && isNew(`part ${kind}`))
      answers.push(await visitor.ask(address, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } }))
    for (const answer of answers) {
      for (const link of linksOf(answer)) {
        if (met.has(link)) continue
        met.add(link)
        waiting.push(link)
      }
      for (const form of formsOf(answer)) forms.set(kindOfForm(form.action), form)
    }
  }
  return { forms: [...forms.values()], addresses }
}

/** Pages of one door are of one kind; those with filters are another. */
function kindOf(address: string): string {
  const { pathname, search } = new URL(address, 'http://portal')
  return `${doorOf(pathname)}${search === '' ? '' : '?'}`
}

function linksOf({ body, type, location }: Answer): string[] {
  const found = type.startsWith('text/html') ? [...body.matchAll(/\s(?:href|hx-get|src)="(\/[^"#]*)/g)].map(([, link]) => link ?? '') : []
  return [...found, location ?? ''].map(plain).filter((link) => /^\/(?!\/)/.test(link) && !/^\/(sign-in|assets|sign-out)/.test(link))
}

/** Forms of different records are one kind. */
export const kindOfForm = (action: string) => action.replace(/[a-z]+_\w{20}/g, ':id')

/** Forms that change something, with all their fields. */
export function formsOf({ body, type }: Pick<Answer, 'body' | 'type'>): Form[] {
  if (!type.startsWith('text/html')) return []
  return [...body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, opening = '', inner = '']) => {
    if (attribute(opening, 'method')?.toLowerCase() !== 'post') return []
    const fields = [...inner.matchAll(/<(input|textarea|select|button)\b([^>]*)>/g)].flatMap(([, tag, attributes = '']) => {
      const name = attribute(attributes, 'name')
      if (name === undefined) return []
      const kind = attribute(attributes, 'type') ?? 'text'
      const isText = tag === 'textarea' || (tag === 'input' && !['hidden', 'radio', 'checkbox', 'submit'].includes(kind))
      return [{ name, value: attribute(attributes, 'value') ?? '', isText }]
    })
    return [{ action: attribute(opening, 'action') ?? '', fields }]
  })
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? []
  return value === undefined ? undefined : plain(value)
}
