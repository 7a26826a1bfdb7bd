import { sql } from 'drizzle-orm'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** A refusal at a door, in a transaction of its own: what was refused changed nothing, but it happened. */
export async function recordRefusal(scope: Scope, { door, because }: { door: string; because: string }): Promise<void> {
  await within({ ...scope, duty: 'staff', sessionKey: undefined }).execute(
    sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
        values ('door:refused', ${ACTS['door:refused']}, 'refused', 'door', array[${door}], jsonb_build_object('because', ${because}::text))`,
  )
}
