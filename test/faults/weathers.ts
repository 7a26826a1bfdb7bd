import { chances } from '#test/chance.ts'
import type { Rule } from './proxy.ts'

/** What can become of one question on its way to the database and of its answer on the way back. */
export type Fault =
  | { kind: 'pass' }
  | { kind: 'question lost' | 'answer lost' | 'question hangs' | 'answer hangs' }
  /** Nobody waits for the answer, and the statements go on beside whatever is asked next. */
  | { kind: 'left alone' }
  /** An answer that did not come from PostgreSQL; `after`: although the statements ran and were committed. */
  | { kind: 'refused'; status: number; body: string; after?: true }
  /** Half of the JSON: `cut` looks like a whole answer, `torn` ends in the middle of one. */
  | { kind: 'cut' | 'torn' }
  | { kind: 'slow'; ms: number }
  /** The first thousand bytes one by one, the rest in pieces. */
  | { kind: 'slices' }
  /** A byte at a time, so long that nobody waits for the end. */
  | { kind: 'drips'; ms: number }

/** As Neon's proxy writes its own errors: no SQLSTATE of PostgreSQL, so `code` is empty.
 *  https://github.com/neondatabase/neon/blob/01481d3b7f3d00db1602e2cd134f965617ebe6ac/proxy/src/serverless/sql_over_http.rs */
const neon = (status: number, message: string, code: string | null = ''): Fault => ({
  kind: 'refused',
  status,
  body: JSON.stringify({ message, code, detail: null, hint: null, severity: '', where: null, table: null, schema: null }),
})
const after = (fault: Fault) => ({ ...fault, after: true }) as Fault

/** Faults that pass by: what changes something is asked again and done. */
export const FAULTS: Record<string, Fault> = {
  'the question is lost': { kind: 'question lost' },
  'the answer is lost after the commit': { kind: 'answer lost' },
  'the line breaks while the statements run': { kind: 'left alone' },
  'the answer is cut': { kind: 'cut' },
  'the answer is torn': { kind: 'torn' },
  // https://neon.com/docs/connect/connection-errors
  'the control plane fails': neon(500, 'Control plane request failed'),
  'the compute cannot be reached': neon(500, "Couldn't connect to compute node"),
  'there are too many connections': neon(
    429,
    'Failed to acquire permit to connect to the database. Too many database connection attempts are currently ongoing.',
  ),
  // `SqlOverHttpError::Cancelled`: 400 with a SQLSTATE that PostgreSQL did not say.
  'the proxy ended the connection after the commit': after(neon(400, 'Query cancelled, connection was terminated', '08P01')),
  'the proxy lost the compute after the commit': after(neon(400, 'db error: connection closed')),
  'a gateway answers with a page of its own': { kind: 'refused', status: 400, body: '<h1>400 Bad Request</h1>' },
}

/** Faults that cost as long as somebody is ready to wait. */
export const HANGS: Record<string, Fault> = {
  'the question hangs': { kind: 'question hangs' },
  'the answer hangs after the commit': { kind: 'answer hangs' },
  'the answer drips': { kind: 'drips', ms: 100 },
}

/** Slow, but whole. */
export const SLOW: Record<string, Fault> = {
  'the way is slow': { kind: 'slow', ms: 400 },
  'the answer comes in slices of a byte': { kind: 'slices' },
}

/** In the text of what looks for events that somebody is to be told of, and nothing else: what follows from a change begins with it. */
export const FOLLOWING = 'app.contacts_to_tell('
/** PostgreSQL's own word, so that nobody asks again. */
export const AWAY = neon(400, 'what follows rests', '0A000')

/** Only what changes something is met. */
export const always =
  (fault: Fault): Rule =>
  ({ readOnly }) =>
    readOnly ? undefined : fault
export const everything =
  (fault: Fault): Rule =>
  () =>
    fault

export function once(fault: Fault): Rule {
  let met = false
  return ({ readOnly }) => {
    if (readOnly || met) return undefined
    met = true
    return fault
  }
}

/** One in `oneIn` questions meets one of the faults, the same ones for the same seed. */
export function atRandom(seed: number, oneIn: number, faults: readonly Fault[] = Object.values(FAULTS)): Rule {
  const chance = chances(seed)
  return () => (chance() * oneIn < 1 ? faults[Math.floor(chance() * faults.length)] : undefined)
}
