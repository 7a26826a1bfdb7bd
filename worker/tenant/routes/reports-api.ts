import * as z from 'zod/mini'
import { listQuery, paged } from '#worker/api/schemas/shared.ts'
import { ExportedFile, Report, ReportPage } from '#worker/api/schemas/workspace.ts'
import { readWithTrail } from '#worker/db/read.ts'
import { operation } from '#worker/http/api.ts'
import { turnFrom } from '#worker/http/page.ts'
import { takeReports } from '#worker/tenant/export.ts'
import { listReports, readReport } from '#worker/tenant/queries/reports.ts'
import { numberText } from '#worker/tenant/rules/numbers.ts'
import { RIU_STATUSES, RIU_TYPES } from '#worker/tenant/rules/words.ts'

const narrows = {
  status: z.optional(z.enum(RIU_STATUSES)),
  type: z.optional(z.enum(RIU_TYPES)),
  number: z.optional(numberText),
}

export const reportApi = [
  operation(
    'GET /api/v1/workspace/reports',
    {
      id: 'listReports',
      summary: 'Incoming reports that this session may see, the latest first; what they say is not among it.',
      query: { ...listQuery, ...narrows },
      answer: ReportPage,
    },
    async (c, { query: { cursor, limit, ...filter } }) => {
      const rows = await readWithTrail(c.var, { act: 'riu:list' }, listReports(filter, turnFrom(cursor), limit))
      return paged(rows, limit, (row) => row.createdAt)
    },
  ),

  operation(
    'GET /api/v1/workspace/reports/export',
    { id: 'exportReports', summary: 'Reports as a file, in a session that was approved for it.', query: narrows, answer: ExportedFile },
    (c, { query }) => takeReports(c, query),
  ),

  operation(
    'GET /api/v1/workspace/reports/:riuId',
    { id: 'getReport', summary: 'One report. Its words are hidden from everybody here.', answer: Report },
    async (c, { params: { riuId } }) => (await readWithTrail(c.var, { act: 'riu:read', about: riuId }, readReport(riuId)))[0],
  ),
]
