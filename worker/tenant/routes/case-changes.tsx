import { Hono } from 'hono'
import { type Outcome, withTrail } from '#worker/db/change.ts'
import { readForm } from '#worker/http/form.ts'
import { permit } from '#worker/http/permit.ts'
import type { Portal, PortalContext } from '#worker/http/portal.ts'
import { assignCase, type CaseRow, moveCase, rankCase } from '#worker/tenant/queries/changes.ts'
import { casePage } from '#worker/tenant/case-page.tsx'
import { assigneeForm, priorityForm, statusForm } from '#worker/tenant/rules/change-forms.ts'
import { type AskedOfCase, whyCaseUnchanged } from '#worker/tenant/rules/unchanged.ts'
import { writerOf } from '#worker/tenant/writing.ts'
import type { SentChange } from '#views/tenant/changes.tsx'

/** What support changes of a case, in a session that writes. */
export const caseChangeRoutes = new Hono<Portal>()
  .post('/:caseId/status', permit('POST /workspace/cases/:caseId/status'), async (c) => {
    const caseId = c.req.param('caseId')
    const form = await readForm(c, statusForm)
    if (!form.ok) return casePage(c, caseId, { act: 'status', ...form })
    const { version: seen, status: to, reason } = form.values
    const moved = await withTrail(c.var.scope, form.ask, { act: 'case:status', about: caseId, reason }, moveCase({ caseId, seen, to }))
    return answer(c, caseId, moved, { seen, to }, { act: 'status', typed: form.typed, errors: [] })
  })

  .post('/:caseId/priority', permit('POST /workspace/cases/:caseId/priority'), async (c) => {
    const caseId = c.req.param('caseId')
    const form = await readForm(c, priorityForm)
    if (!form.ok) return casePage(c, caseId, { act: 'priority', ...form })
    const { version: seen, priority, reason } = form.values
    const ranked = await withTrail(
      c.var.scope,
      form.ask,
      { act: 'case:priority', about: caseId, reason },
      rankCase({ caseId, seen, priority }),
    )
    return answer(c, caseId, ranked, { seen }, { act: 'priority', typed: form.typed, errors: [] })
  })

  .post('/:caseId/assignee', permit('POST /workspace/cases/:caseId/assignee'), async (c) => {
    const caseId = c.req.param('caseId')
    const form = await readForm(c, assigneeForm)
    if (!form.ok) return casePage(c, caseId, { act: 'assignee', ...form })
    const { version: seen, assigneeId, reason } = form.values
    const assigned = await withTrail(
      c.var.scope,
      form.ask,
      { act: 'case:assignee', about: caseId, reason },
      assignCase({ caseId, seen, assigneeId }),
    )
    return answer(c, caseId, assigned, { seen, assigneeId }, { act: 'assignee', typed: form.typed, errors: [] })
  })

/** Back to the case, or the case as it is now with what was in the way and what was typed. */
function answer(c: PortalContext, caseId: string, outcome: Outcome<CaseRow>, asked: AskedOfCase, sent: SentChange) {
  if (outcome.ok) return c.redirect(`/workspace/cases/${caseId}?done=case-changed`, 303)
  const [current] = outcome.refused
  if (current === undefined) return c.notFound()
  return casePage(c, caseId, { ...sent, unchanged: whyCaseUnchanged(current, asked, writerOf(c)) })
}
