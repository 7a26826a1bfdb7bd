import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { Case, CasePage, ExportedFile } from '#worker/api/schemas/workspace.ts'
import { readTogetherWithTrail, readWithTrail } from '#worker/db/read.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { takeCases } from '#worker/tenant/export.ts'
import { listCases, readCase } from '#worker/tenant/queries/cases.ts'
import { numberText } from '#worker/tenant/rules/numbers.ts'
import { CASE_STATUSES, SEVERITIES } from '#worker/tenant/rules/words.ts'

const narrows = {
  status: z.optional(z.enum(CASE_STATUSES)),
  severity: z.optional(z.enum(SEVERITIES)),
  priority: z.optional(z.pipe(z.enum(['1', '2', '3', '4']), z.transform(Number))),
  number: z.optional(numberText),
}

export const caseApi = [
  operation(
    'GET /api/v1/workspace/cases',
    {
      id: 'listCases',
      summary: 'The tenant’s cases that this session may see, the latest first.',
      query: { ...listQuery, ...narrows },
      answer: CasePage,
    },
    async (c, { query: { cursor, limit, ...filter } }) => {
      const rows = await readWithTrail(c.var, { act: 'case:list' }, listCases(filter, turnFrom(cursor), limit))
      return paged(rows, limit, (row) => row.createdAt)
    },
  ),

  operation(
    'GET /api/v1/workspace/cases/export',
    { id: 'exportCases', summary: 'Cases as a file, in a session that was approved for it.', query: narrows, answer: ExportedFile },
    (c, { query }) => takeCases(c, query),
  ),

  operation(
    'GET /api/v1/workspace/cases/:caseId',
    { id: 'getCase', summary: 'A case with its reports, investigations, people and notes.', answer: Case },
    async (c, { params: { caseId } }) => {
      const {
        case: found,
        reports,
        notes,
        ...rest
      } = await readTogetherWithTrail(c.var, { act: 'case:read', about: caseId }, readCase(caseId))
      const [whole] = found
      return whole && { ...whole, ...rest, linkedReports: reports, caseNotes: notes }
    },
  ),
]
