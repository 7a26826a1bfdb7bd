import { and, type SQL, sql } from 'drizzle-orm'
import { cases, notes } from '#drizzle/schema/cases.ts'
import { add } from '#worker/db/add.ts'
import { writesAs } from '#worker/tenant/queries/changes.ts'

export type NoteRow = typeof notes.$inferSelect

type NewNote = Pick<typeof notes.$inferInsert, 'id' | 'caseId' | 'visibility' | 'body' | 'draftedBy'> & { operatorId: string }

/** A note about a case that this session sees, under the operator's own name in the place of whoever they look as. */
export const addNote = ({ caseId, operatorId, ...note }: NewNote) =>
  add(notes, {
    row: {
      ...note,
      caseId,
      tenantId: sql`(select app.current_tenant())`,
      authorId: sql`(select app.current_subject())`,
      writtenBy: operatorId,
    },
    only: and(writesAs('note'), sql`exists (select from ${cases} where ${cases.id} = ${caseId})`),
    also: [anotherVersion],
  })

/** A note is part of its case, which is another one with it: whoever has it open is told, and whoever changes it over what was before sees the
 *  note first. The version counts by a trigger, whatever is set. */
const anotherVersion: SQL = sql`update ${cases} set priority = ${cases.priority} from changed where ${cases.id} = changed.case_id returning 1`
