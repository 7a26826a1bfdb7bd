import { sql } from 'drizzle-orm'
import { ACTS } from '#worker/audit/rules/acts.ts'
import { rowsOf } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'

/** Stands in the question itself: a handler that did not ask first finds nothing to export. A list asks it aside, to say so beforehand. */
export const mayExport = sql<boolean>`(select app.may_export())`

/** Whether the session may take content out of its tenant. */
export async function isExportAllowed(scope: Scope): Promise<boolean> {
  const [row] = await rowsOf<{ allowed: boolean }>(scope, sql`select app.may_export() as allowed`)
  return row?.allowed === true
}

export type Exported = { sessionId: string; file: string; rows: number; sha256: string }

/** What left, by its name and its hash, before it leaves: a copy that turns up somewhere can be held against the trail. */
export async function sealExport(scope: Scope, { sessionId, file, rows, sha256 }: Exported): Promise<void> {
  await within(scope).execute(
    sql`insert into audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
        values ('file:seal', ${ACTS['file:seal']}, 'done', 'impersonation', array[${sessionId}],
                jsonb_build_object('file', ${file}::text, 'rows', ${rows}::integer, 'sha256', ${sha256}::text))`,
  )
}
