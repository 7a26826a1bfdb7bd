import type { Mode } from '#worker/impersonation/rules/words.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

/** The database's own word on who asks: the first row of every batch. */
export type Entered = {
  operatorId: string
  /** `ended`: a session cookie was shown, and its session is over. */
  state: 'none' | 'live' | 'ended'
  session: EnteredSession | null
  /** The database clock when it said so. */
  now: Date
  /** A human act should be noted, after the answer. */
  touchDue: boolean
  /** Notifications of the asker that are unread: what the bell of every page shows. */
  unread: number
}

export type EnteredSession = {
  id: string
  tenantId: string
  tenantName: string
  mode: Mode
  breakGlass: boolean
  seenAs: TenantRole
  targetName: string | null
  ticketNumber: number | null
  startedAt: Date
  expiresAt: Date
  longestUntil: Date
  idleUntil: Date
}

type Row = Record<string, string | number | boolean | null>

/** It comes as one value, because each column of an answer brings a description of itself; in an array or an object, as the statement
 *  beside it asked. */
export function enteredFrom({ rows }: { rows: unknown[] }): Entered {
  const first = rows[0]
  const row = (Array.isArray(first) ? first[0] : (first as { entered: unknown }).entered) as Row
  return {
    operatorId: String(row.operator_id),
    state: row.session_state as Entered['state'],
    session: row.session_id === null ? null : sessionFrom(row),
    now: instant(row.now),
    touchDue: row.touch_due === true,
    unread: Number(row.unread ?? 0),
  }
}

function sessionFrom(row: Row): EnteredSession {
  return {
    id: String(row.session_id),
    tenantId: String(row.tenant_id),
    tenantName: String(row.tenant_name),
    mode: row.mode as Mode,
    breakGlass: row.break_glass === true,
    seenAs: row.seen_as as TenantRole,
    targetName: row.target_name as string | null,
    ticketNumber: row.ticket_number as number | null,
    startedAt: instant(row.started_at),
    expiresAt: instant(row.expires_at),
    longestUntil: instant(row.longest_until),
    idleUntil: instant(row.idle_until),
  }
}

const instant = (value: unknown) => new Date(String(value))
