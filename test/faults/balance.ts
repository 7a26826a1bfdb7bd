import { firstFault, type Link } from '#worker/audit/rules/chain.ts'
import type { Stack } from './stack.ts'

/** By act of the trail: how often its change is there, told by the changed rows alone. `app.job` and homes move on afterwards and are
 *  counted press by press. */
const CHANGES: Record<string, string> = {
  'ticket:take': 'select count(*) from ticket where version > 1',
  'impersonation:start': 'select count(*) from app.impersonation_session',
  'impersonation:extend':
    'select coalesce(sum(round(extract(epoch from expires_at - started_at) / 1800) - 1), 0) as count from app.impersonation_session',
  'impersonation:end': "select count(*) from app.impersonation_session where end_reason in ('MANUAL', 'CUSTOMER_ENDED')",
  // Two rows for one: what was asked, and what became of the session.
  'impersonation:kill': "select count(*) * 2 as count from app.impersonation_session where end_reason = 'FORCE_LOGOUT'",
  'tenant_job:retry': "select count(*) from tenant_job where state = 'AVAILABLE'",
  'tenant_config:change': 'select count(*) from tenant_config where version > 1',
  'tenant_secret:set': 'select count(*) from tenant_secret',
  'person:role': 'select coalesce(sum(version - 1), 0) as count from app.internal_user',
  'admin:ask': 'select count(*) from app.admin_grant',
  'access:approve': 'select count(*) from app.access_request where approver_id is not null',
  // A note is another version of its case, too.
  'case:status': 'select coalesce(sum(version - 1), 0) - (select count(*) from note where written_by is not null) as count from "case"',
  'note:add': 'select count(*) from note where written_by is not null',
  'customer_link:add': "select count(*) from app.customer_link where name = 'Their new auditor'",
  'customer:policy': "select count(*) from tenant where access_policy = 'notify'",
  'access:answer': 'select count(*) from app.access_request where customer_answerer is not null',
  'customer_link:revoke': 'select count(*) from app.customer_link where revoked_at is not null',
  'review:flag': "select count(*) from app.session_review where state = 'flagged'",
  'webhook_endpoint:add': 'select count(*) from app.webhook_endpoint',
}

/** What does not fit together in the database: changes against rows of the trail, keys against their answers, every chain link by link. */
export async function imbalances({ owner }: Stack): Promise<string[]> {
  const faults: string[] = []
  for (const [act, changes] of Object.entries(CHANGES)) {
    const [changed] = await owner<{ count: string }>(changes)
    const [told] = await owner<{ count: string }>("select count(*) from audit.trail where act = $1 and outcome in ('done', 'partly')", [
      act,
    ])
    if (Number(changed?.count) !== Number(told?.count)) faults.push(`${act}: ${changed?.count} changes, ${told?.count} rows of the trail`)
  }
  const half = await owner('select 1 from app.answer a left join audit.trail t on t.chain = a.chain and t.seq = a.seq where t.seq is null')
  if (half.length > 0) faults.push(`${half.length} keys without an answer`)

  const rows = await owner<{ chain: string; seq: string; at: Date; prev: string; hash: string; canonical: string }>(
    "select chain, seq, at, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash, canonical from audit.trail order by chain, seq",
  )
  const heads = await owner<{ chain: string; seq: string; hash: string }>(
    "select chain, seq, encode(hash, 'hex') as hash from audit.trail_head",
  )
  for (const [chain, links] of Object.entries(Object.groupBy(rows, (row) => row.chain))) {
    const run: Link[] = (links ?? []).map((link) => ({ ...link, seq: Number(link.seq) }))
    const fault = await firstFault(run)
    const head = heads.find((each) => each.chain === chain)
    if (fault) faults.push(`${chain}: ${fault.because} at ${fault.seq}`)
    if (run[0]?.seq !== 1 || run.at(-1)?.hash !== head?.hash || run.at(-1)?.seq !== Number(head?.seq)) faults.push(`${chain}: not whole`)
  }
  return faults
}
