import type pg from 'pg'
import type { Range } from './range.ts'

/** A stretch of one chain: from the last row before the days to the row that a checkpoint signed, or the first row after them. So nothing
 *  can be left out at either end without being missed. */
export type Stretch = { chain: string; from: number; to: number }

const AT_ONCE = 5_000

/** The run of checkpoints that speak of these days: from the last before them to the first after them. */
export async function checkpointsOf(owner: pg.Client, { from, to }: Range): Promise<{ number: number; signed: string }[]> {
  const { rows } = await owner.query<{ number: string; signed: string }>(
    `select number, signed from audit.checkpoint where number between
       coalesce((select max(number) from audit.checkpoint where at <= $1), 0) and
       coalesce((select min(number) from audit.checkpoint where at >= $2), (select max(number) from audit.checkpoint)) order by number`,
    [from, to],
  )
  return rows.map(({ number, signed }) => ({ number: Number(number), signed }))
}

export async function stretchesOf(owner: pg.Client, { from, to, tenant }: Range, numbers: number[]): Promise<Stretch[]> {
  const { rows } = await owner.query<{ chain: string; from: string; to: string }>(
    `with inside as (
       select chain, min(seq) as first, max(seq) as last from audit.trail
       where at >= $1 and at < $2 and ($3::text is null or chain = 'tenant:' || $3) group by chain
     ), held as (
       select h.chain, h.seq from audit.checkpoint c, jsonb_to_recordset((c.signed::jsonb ->> 'document')::jsonb -> 'heads') as h(chain text, seq bigint)
       where c.number = any ($4)
     )
     select i.chain, greatest(1, i.first - 1) as "from",
       greatest(i.last, (select min(h.seq) from held h where h.chain = i.chain and h.seq >= i.last),
                (select t.seq from audit.trail t where t.chain = i.chain and t.seq = i.last + 1)) as "to"
     from inside i order by i.chain collate "C"`,
    [from, to, tenant, numbers],
  )
  return rows.map((row) => ({ chain: row.chain, from: Number(row.from), to: Number(row.to) }))
}

/** The rows of a stretch as they are sealed, some thousand at a time. */
export async function* rowsOf(owner: pg.Client, { chain, from, to }: Stretch) {
  for (let next = from; next <= to; next += AT_ONCE) {
    const { rows } = await owner.query<{ seq: string; prev: string; hash: string; canonical: string }>(
      `select seq, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash, canonical from audit.trail
       where chain = $1 and seq between $2 and $3 order by seq`,
      [chain, next, Math.min(to, next + AT_ONCE - 1)],
    )
    for (const { seq, prev, hash, canonical } of rows) yield { chain, seq: Number(seq), prev, hash, canonical }
  }
}

/** What the portal keeps beside the trail that an auditor reads with it. One more is one entry; each names its columns, and none that holds
 *  more about a person than the trail does. */
export const BESIDE: Record<string, string> = {
  'sessions.ndjson': `select id, operator_id, operator_role, tenant_id, target_user_id, seen_as, mode, break_glass, category, reason, ticket_id,
      started_at, expires_at, ended_at, end_reason
    from app.impersonation_session where started_at < $2 and coalesce(ended_at, 'infinity') >= $1 and ($3::text is null or tenant_id = $3) order by id`,
  'reviews.ndjson': `select id, session_id, operator_id, operator_role, tenant_id, approver_id, reasons, state, reviewer_id, note, created_at, due_at,
      decided_at, overdue_at
    from app.session_review where created_at < $2 and coalesce(decided_at, 'infinity') >= $1 and ($3::text is null or tenant_id = $3) order by id`,
}

export async function besides(owner: pg.Client, query: string, { from, to, tenant }: Range): Promise<object[]> {
  return (await owner.query<object>(query, [from, to, tenant])).rows
}
