import { sql } from 'drizzle-orm'
import type { Role } from '#worker/auth/rules/roles.ts'
import { lookedAtOne, type CustomerScope, whoAsks } from '#worker/customer/queries/asking.ts'
import { MOST_IDS } from '#worker/customer/rules/words.ts'
import type { EndReason, Mode, SessionCategory } from '#worker/impersonation/rules/words.ts'
import type { AccessPolicy, TenantRole } from '#worker/tenant/rules/words.ts'

/** What was looked at, by kind; `ids` names the first of them. */
export type Records = { type: string; count: number; ids: string[] }
export type FeedSession = {
  id: string
  startedAt: Date
  expiresAt: Date
  endedAt: Date | null
  endReason: EndReason | null
  isOpen: boolean
  operatorRole: Role
  approverRole: Role | null
  mode: Mode
  breakGlass: boolean
  seenAs: TenantRole
  category: SessionCategory
  ticket: number | null
  acts: number
  records: Records[]
}
export type Feed = { tenantId: string; tenantName: string; policy: AccessPolicy; mayAct: boolean; sessions: FeedSession[] }

/** The last session that was shown. */
type Place = { at: Date; id: string }

type Told = Omit<Feed, 'sessions'> & {
  sessions: (Omit<FeedSession, 'startedAt' | 'expiresAt' | 'endedAt'> & { startedAt: string; expiresAt: string; endedAt: string | null })[]
}

/** Who was inside, the latest first, without what the reader is a party of. That it was read stands in the tenant's chain. */
export async function readFeed(scope: CustomerScope, { before, most }: { before: Place | undefined; most: number }): Promise<Feed> {
  const { feed } = await lookedAtOne<{ feed: Told }>(
    scope,
    sql`select app.customer_sessions(${whoAsks(scope)}, ${before?.at.toISOString() ?? null}, ${before?.id ?? null}, ${most}, ${MOST_IDS}) as feed`,
  )
  const sessions = feed.sessions.map(({ startedAt, expiresAt, endedAt, ...rest }) => ({
    ...rest,
    startedAt: new Date(startedAt),
    expiresAt: new Date(expiresAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
  }))
  return { ...feed, sessions }
}
