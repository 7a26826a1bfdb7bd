import { sql } from 'drizzle-orm'
import { askedOne, type CustomerScope, whoAsks } from '#worker/customer/queries/asking.ts'
import type { Ask } from '#worker/db/scope.ts'
import type { EndReason } from '#worker/impersonation/rules/words.ts'
import type { AccessPolicy } from '#worker/tenant/rules/words.ts'

export type Ended =
  | { ok: true; id: string; operatorId: string; endedAt: Date; endReason: EndReason }
  | { ok: false; because: 'NOT_FOUND' | 'NOT_PERMITTED' }

type EndRow = { because: 'NOT_FOUND' | 'NOT_PERMITTED' | null; id: string; operator_id: string; ended_at: string; end_reason: EndReason }

/** Ends a session of the tenant. Over before, or twice, is the same as once. */
export async function endForCustomer(scope: CustomerScope, { key, asked }: Ask, sessionId: string): Promise<Ended> {
  const row = await askedOne<EndRow>(
    scope,
    sql`select because, id, operator_id, ended_at, end_reason from app.customer_end(${whoAsks(scope)}, ${key}, ${asked}, ${sessionId})`,
  )
  if (row.because !== null) return { ok: false, because: row.because }
  return { ok: true, id: row.id, operatorId: row.operator_id, endedAt: new Date(row.ended_at), endReason: row.end_reason }
}

export type SetPolicy =
  | { ok: true; policy: AccessPolicy; ended: { id: string; operatorId: string; endReason: EndReason }[] }
  | { ok: false; because: 'STALE' | 'NOT_PERMITTED'; policy: AccessPolicy }

type PolicyRow = {
  because: 'STALE' | 'NOT_PERMITTED' | null
  policy: AccessPolicy
  ended: { id: string; operatorId: string; endReason: EndReason }[]
}

/** The access policy as the tenant wants it; `seen` is the one it takes the place of. Sessions that no longer conform end with it. */
export async function setPolicy(
  scope: CustomerScope,
  { key, asked }: Ask,
  { seen, policy }: { seen: AccessPolicy; policy: AccessPolicy },
): Promise<SetPolicy> {
  const row = await askedOne<PolicyRow>(
    scope,
    sql`select because, now_policy as policy, ended from app.customer_set_policy(${whoAsks(scope)}, ${key}, ${asked}, ${seen}, ${policy})`,
  )
  return row.because === null ? { ok: true, policy: row.policy, ended: row.ended } : { ok: false, because: row.because, policy: row.policy }
}
