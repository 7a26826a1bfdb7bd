import { type SQL, sql } from 'drizzle-orm'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { type Scope, within } from '#worker/db/scope.ts'

type Refused = { door: string; because: string }

/** A refusal at a door, in a transaction of its own: what was refused changed nothing, but it happened. */
export async function recordRefusal(scope: Scope, refused: Refused): Promise<void> {
  await within({ ...scope, duty: 'staff', sessionKey: undefined }).execute(row(refused))
}

/** The same in the chain of the tenant one is inside of, with the session it was tried in. */
export async function recordRefusalInside(scope: Scope, refused: Refused): Promise<void> {
  await within({ ...scope, duty: 'tenant_ro' }).execute(row(refused))
}

const row = ({ door, because }: Refused): SQL =>
  sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
      values ('door:refused', ${ACTS['door:refused']}, 'refused', 'door', array[${door}], jsonb_build_object('because', ${because}::text))`
