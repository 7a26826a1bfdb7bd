import { readFileSync } from 'node:fs'
import { CAST } from '#test/cast.ts'
import { owner } from '../owner.ts'
import { portal } from '../portal.ts'
import { isAllowed, mayEcho } from './allowed.ts'
import { type Finder, foldOf } from './finder.ts'
import { doorOf } from './pages.ts'
import { withBase64 } from './plain.ts'
import type { Plant } from './plants.ts'
import { SEATS } from './seats.ts'
import type { Heard } from './walks.ts'

export type Leak = { who: string; where: 'body' | 'headers' | 'log' | 'record'; door: string; status: number; text: string; from: string }

/** What of an answer is not this reader's to see. */
export function leaksOf(finder: Finder, { answer, who, tenantId, typed }: Heard): Leak[] {
  const { address, status, method } = answer
  const [body, headers] = [withoutClocks(answer.body), withoutClocks(answer.headers)]
  const look = { role: CAST[who].role, lead: CAST[who].lead, seat: SEATS[who], tenantId, address, status }
  const door = `${method} ${doorOf(address.split('?')[0] ?? '')}`
  const echoes = answer.typed ? foldOf(typed) : undefined
  const leak = (where: Leak['where'], found: ReturnType<Finder['find']>): Leak[] =>
    found
      .filter(({ plants }) => !isAllowed(plants, look))
      .map(({ text, plants }) => ({ who, where, door, status, text, from: placesOf(plants) }))
  const inBody = leak('body', finder.find(body)).filter(
    ({ text }) => text !== echoes || !mayEcho(answer, isOnlyInFields(finder, body, text)),
  )
  // Line by line: most of them stand above every answer.
  return [...inBody, ...headers.split('\n').flatMap((line) => leak('headers', finder.find(withBase64(line))))]
}

/** Milliseconds that are left of a session: seven digits, as many as some tenants give their people. */
const withoutClocks = (text: string) => text.replace(/(remaining-?ms"?[:=]\s*"?|portal-session: )\d+(;\d+)?/gi, '$1')

const isOnlyInFields = (finder: Finder, html: string, text: string) =>
  !finder
    .find(html.replace(/(<input\b[^>]*?\svalue=)"[^"]*"/g, '$1""').replace(/(<textarea\b[^>]*>)[^<]*/g, '$1'))
    .some((found) => found.text === text)

/** Lines and records show nothing of anybody, whoever reads them. */
export const leaksIn = (finder: Finder, where: 'log' | 'record', lines: readonly string[]): Leak[] =>
  lines.flatMap((line) =>
    finder.find(line).map(({ text, plants }) => ({ who: 'anybody', where, door: '', status: 0, text, from: placesOf(plants) })),
  )

const placesOf = (found: readonly Plant[]) => [...new Set(found.map((plant) => `${plant.table} ${plant.kind}`))].join(', ')

/** Lines of the portal since a place in the file. */
export const linesSince = (start: number) =>
  readFileSync(portal().log)
    .subarray(start)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')

/** What the portal itself wrote down since a moment: trail, jobs, events, letters, and what a search shows. From where an act came has a
 *  column of its own in the trail, and is looked for everywhere else in it. */
export async function recordsSince(moment: Date): Promise<string[]> {
  const rows = await owner<{ text: string }>(
    `select (canonical::jsonb - 'ip')::text as text from audit.trail where at >= $1
     union all select args::text || coalesce(last_error, '') from app.job where created_at >= $1
     union all select payload::text from app.outbox where at >= $1
     union all select subject || ' ' || letter from app.kept_mail where at >= $1
     union all select distinct snippet from app.search_entry where kind <> 'tenant'`,
    [moment],
  )
  return rows.map(({ text }) => text)
}
