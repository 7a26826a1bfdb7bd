import { sql } from 'drizzle-orm'
import type { Run } from '#worker/ai/rules/run.ts'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { sqlState } from '#worker/db/refusal.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** That somebody asked a model about their own words: nothing of the tenant was read for it. `tenantId`: where the scope is nobody's
 *  session, as for a tenant's own user. */
export async function noteAsked(scope: Scope, facts: Record<string, string | number>, tenantId?: string): Promise<void> {
  const [column, place] = tenantId === undefined ? [sql``, sql``] : [sql`, tenant_id`, sql`, ${tenantId}`]
  await within(scope).execute(
    sql`insert into audit.trail (act, sentence, outcome, entity_type, facts${column})
        values ('ai:ask', ${ACTS['ai:ask'].replace('{n}', '0')}, 'done', 'ai_run', ${JSON.stringify(facts)}::jsonb${place})`,
  )
}

/** How a run ended: where it stopped and what it cost, on whose word, and nothing of what was said. Noted again, it is noted once. */
export async function noteRun(scope: Scope, userId: string, run: Run): Promise<void> {
  const { sessionId, tenantId } = run.basis
  const facts = {
    by: userId,
    ...(sessionId !== null && { session: sessionId }),
    task: run.task,
    model: run.model,
    state: run.state,
    ...(run.code !== null && { code: run.code }),
    chunks: run.chunks,
    tokensIn: run.usage.tokensIn,
    tokensOut: run.usage.tokensOut,
  }
  const ids = [run.id, ...(run.entityId === null ? [] : [run.entityId])]
  try {
    await within(scope, { ask: { key: run.id, asked: 'ai:run' } }).execute(
      sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, tenant_id)
          values ('ai:run', ${ACTS['ai:run']}, ${run.state === 'complete' ? 'done' : 'partly'}, 'ai_run', ${sql.param(ids)}::text[],
                  ${JSON.stringify(facts)}::jsonb, ${tenantId})`,
    )
  } catch (error) {
    if (sqlState(error) !== 'IK409') throw error
  }
}
