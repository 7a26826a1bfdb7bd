import * as z from 'zod/mini'
import type { PortalContext } from '#worker/http/portal.ts'

/** A row's place in a list ordered by time and key, both descending: `<ms>.<key>` in the address. Stable while rows come and go. */
export type Place = { at: Date; id: string }
/** Rows older than a place, newer than it, or from the top. */
export type Turn = { older: Place } | { newer: Place } | Record<string, never>

export const PAGE = 50

export function turnOf(c: PortalContext): Turn {
  const older = placeFrom(c.req.query('older'))
  if (older) return { older }
  const newer = placeFrom(c.req.query('newer'))
  return newer ? { newer } : {}
}

/** From a place on, or from the top. */
export const turnFrom = (older: Place | undefined) => (older === undefined ? {} : { older })

/** Addresses of the pages beside this one; the filters stay in them. */
export function turnsFrom(
  c: PortalContext,
  turn: Turn,
  rows: readonly { createdAt: Date; id: string }[],
): { newer?: string; older?: string } {
  const first = rows[0]
  const last = rows.at(-1)
  const full = rows.length >= PAGE
  const to = (name: 'newer' | 'older', row: { createdAt: Date; id: string }) => {
    const query = new URLSearchParams(c.req.query())
    query.delete('newer')
    query.delete('older')
    query.set(name, `${row.createdAt.getTime()}.${row.id}`)
    return `${c.req.path}?${query}`
  }
  return {
    ...(first && ('older' in turn || ('newer' in turn && full)) ? { newer: to('newer', first) } : {}),
    ...(last && ('newer' in turn || full) ? { older: to('older', last) } : {}),
  }
}

/** A filter of a list: one of its words, or nothing when the address says something else. */
export function oneOf<const W extends readonly string[]>(c: PortalContext, name: string, words: W): W[number] | undefined {
  const parsed = z.safeParse(z.enum(words as unknown as [string, ...string[]]), c.req.query(name))
  return parsed.success ? (parsed.data as W[number]) : undefined
}

export function placeFrom(text: string | undefined): Place | undefined {
  const found = /^(\d{1,14})\.(\w{1,40})$/.exec(text ?? '')
  return found ? { at: new Date(Number(found[1])), id: found[2] as string } : undefined
}
