import { Hono } from 'hono'
import { draftOf } from '#worker/ai/panel.tsx'
import { addWithTrail } from '#worker/db/add.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal } from '#worker/http/portal.ts'
import { newId } from '#worker/rules/ids.ts'
import { casePage } from '#worker/tenant/case-page.tsx'
import { barrierTo } from '#worker/tenant/policy.ts'
import { addNote } from '#worker/tenant/queries/notes.ts'
import { noteForm } from '#worker/tenant/rules/change-forms.ts'
import { writerOf } from '#worker/tenant/writing.ts'

/** What support writes about a case, in a session that writes. */
export const noteRoutes = new Hono<Portal>().post('/:caseId/notes', permit('POST /workspace/cases/:caseId/notes'), async (c) => {
  const caseId = c.req.param('caseId')
  const form = await readForm(c, noteForm)
  const sent = { act: 'note', typed: form.typed } as const
  if (!form.ok) return casePage(c, caseId, { ...sent, errors: form.errors })
  const { body, visibility, draft } = form.values
  const drafted = draft === undefined ? null : await draftOf(c, draft)
  if (drafted === undefined) return casePage(c, caseId, { ...sent, errors: [{ field: 'body', message: DRAFT_GONE }] })
  const { operator } = c.var
  const note = { id: newId('note'), caseId, visibility, body, draftedBy: drafted?.label ?? null, operatorId: operator.id }
  const added = await addWithTrail(c.var.scope, form.ask, { act: 'note:add', about: caseId, partOf: caseId }, addNote(note))
  if (added.ok) return c.redirect(`/workspace/cases/${caseId}?done=note-added#notes`, 303)
  const barrier = barrierTo('note', writerOf(c))
  if (barrier === null) return c.notFound()
  return casePage(c, caseId, { ...sent, errors: [], unchanged: { because: 'WRITE_BEYOND_VIEW', barrier, what: 'note' } })
})

const DRAFT_GONE = 'The answer that this began as is gone. Send it again, and it stands there as your own words.'
