import { AddedNote } from '#worker/api/schemas/workspace.ts'
import { draftOf } from '#worker/ai/panel.tsx'
import { addWithTrail } from '#worker/db/add.ts'
import { operation } from '#worker/http/api.ts'
import { Refusal } from '#worker/http/problem.ts'
import { newId } from '#worker/rules/ids.ts'
import { barrierTo, reasonOf } from '#worker/tenant/policy.ts'
import { addNote } from '#worker/tenant/queries/notes.ts'
import { noteBody } from '#worker/tenant/rules/change-forms.ts'
import { writerOf } from '#worker/tenant/writing.ts'

export const noteApi = [
  operation(
    'POST /api/v1/workspace/cases/:caseId/notes',
    {
      id: 'addNote',
      summary: 'Adds a note to a case, in a session that writes. With `runId` it is marked as drafted by the model of that answer.',
      body: noteBody,
      answer: AddedNote,
      status: 201,
    },
    async (c, { params: { caseId }, body: { body, visibility, runId }, ask }) => {
      const drafted = runId === undefined ? null : await draftOf(c, runId)
      if (drafted === undefined) return undefined
      const { operator, scope } = c.var
      const note = { id: newId('note'), caseId, visibility, body, draftedBy: drafted?.label ?? null, operatorId: operator.id }
      const added = await addWithTrail(scope, ask, { act: 'note:add', about: caseId, partOf: caseId }, addNote(note))
      const [row] = added.ok ? added.changed : []
      if (row) return row
      const barrier = barrierTo('note', writerOf(c))
      if (barrier === null) return undefined
      throw new Refusal('WRITE_BEYOND_VIEW', { detail: reasonOf(barrier, 'note') })
    },
  ),
]
