import { ChangedCase } from '#worker/api/schemas/workspace.ts'
import { type Outcome, withTrail } from '#worker/db/change.ts'
import { operation } from '#worker/http/api.ts'
import type { PortalContext } from '#worker/http/portal.ts'
import { assignCase, type CaseRow, moveCase, rankCase } from '#worker/tenant/queries/changes.ts'
import { assigneeBody, priorityBody, statusBody } from '#worker/tenant/rules/change-forms.ts'
import { type AskedOfCase, whyCaseUnchanged } from '#worker/tenant/rules/unchanged.ts'
import { changedOrRefused, writerOf } from '#worker/tenant/writing.ts'

export const caseChangeApi = [
  operation(
    'POST /api/v1/workspace/cases/:caseId/status',
    { id: 'changeCaseStatus', summary: 'Moves a case to another status, in a session that writes.', body: statusBody, answer: ChangedCase },
    async (c, { params: { caseId }, body: { version: seen, status: to, reason }, ask }) => {
      const act = { act: 'case:status', about: caseId, reason } as const
      return answer(c, await withTrail(c.var.scope, ask, act, moveCase({ caseId, seen, to })), { seen, to })
    },
  ),

  operation(
    'POST /api/v1/workspace/cases/:caseId/priority',
    {
      id: 'changeCasePriority',
      summary: 'Gives a case another priority, in a session that writes.',
      body: priorityBody,
      answer: ChangedCase,
    },
    async (c, { params: { caseId }, body: { version: seen, priority, reason }, ask }) => {
      const act = { act: 'case:priority', about: caseId, reason } as const
      return answer(c, await withTrail(c.var.scope, ask, act, rankCase({ caseId, seen, priority })), { seen })
    },
  ),

  operation(
    'POST /api/v1/workspace/cases/:caseId/assignee',
    {
      id: 'assignCase',
      summary: 'Assigns a case to an active user who works on cases, in a session that writes.',
      body: assigneeBody,
      answer: ChangedCase,
    },
    async (c, { params: { caseId }, body: { version: seen, assigneeId, reason }, ask }) => {
      const act = { act: 'case:assignee', about: caseId, reason } as const
      return answer(c, await withTrail(c.var.scope, ask, act, assignCase({ caseId, seen, assigneeId })), { seen, assigneeId })
    },
  ),
]

const answer = (c: PortalContext, outcome: Outcome<CaseRow>, asked: AskedOfCase) =>
  changedOrRefused(
    outcome,
    ({ id, status, priority, assigneeId, version }) => ({ id, status, priority, assigneeId, version }),
    (row) => whyCaseUnchanged(row, asked, writerOf(c)),
  )
