import * as z from 'zod/mini'
import { key, listQuery } from '#worker/api/schemas/shared.ts'
import { Act, ActPage, HistoryPage as History } from '#worker/api/schemas/trail.ts'
import { readsOf } from '#worker/audit/policy.ts'
import { readAct } from '#worker/audit/queries/act.ts'
import { listActs } from '#worker/audit/queries/acts.ts'
import { HISTORY_PAGE, readHistory } from '#worker/audit/queries/history.ts'
import { ACTS, type ActName, OUTCOMES } from '#worker/audit/rules/acts.ts'
import { filterFrom } from '#worker/audit/rules/filter.ts'
import { CHAIN, placeFrom, placeText, type TrailPlace } from '#worker/audit/rules/place.ts'
import { operation } from '#worker/http/api.ts'

const day = z.iso.date()
const word = z.string().check(z.minLength(1), z.maxLength(80))
const cursor = z.optional(
  z.pipe(
    z.string().check(z.refine((text) => placeFrom(text) !== undefined, 'This is not a place in this list.')),
    z.transform((text: string) => placeFrom(text) as TrailPlace),
  ),
)

export const trailApi = [
  operation(
    'GET /api/v1/audit',
    {
      id: 'listActs',
      summary: 'The trail as far as the reader may know it, the latest first; without days, the last week. Reading it is an act, too.',
      query: {
        cursor,
        limit: listQuery.limit,
        operator: z.optional(word),
        tenant: z.optional(word),
        act: z.optional(z.enum(Object.keys(ACTS) as [ActName, ...ActName[]])),
        outcome: z.optional(z.enum(OUTCOMES)),
        entity: z.optional(word),
        session: z.optional(word),
        from: z.optional(day),
        to: z.optional(day),
      },
      answer: ActPage,
    },
    async (c, { query: { cursor: older, limit, ...asked } }) => {
      const { scope, operator, now } = c.var
      const { id, role, zone } = operator
      const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Record<string, string>
      const { rows } = await listActs(scope, {
        filter: filterFrom(given, { zone, now }),
        turn: older ? { older } : {},
        reader: { id, role, zone, reads: readsOf(operator) },
        most: limit,
      })
      return { items: rows, ...nextOf(rows, limit) }
    },
  ),

  operation(
    'GET /api/v1/audit/records/:entityId',
    {
      id: 'getHistory',
      summary: 'What was done to one record and who looked at it, the latest first.',
      query: { tenant: z.optional(key), cursor },
      answer: History,
    },
    async (c, { params: { entityId }, query: { tenant, cursor: older } }) => {
      const rows = await readHistory(c.var.scope, { entityId, tenantId: tenant, older })
      return rows.length === 0 && older === undefined ? undefined : { items: rows, ...nextOf(rows, HISTORY_PAGE) }
    },
  ),

  operation(
    'GET /api/v1/audit/:chain/:seq',
    {
      id: 'getAct',
      summary: 'One act whole, with its seal checked.',
      params: { chain: z.string().check(z.regex(CHAIN)), seq: z.string().check(z.regex(/^\d{1,9}$/)) },
      answer: Act,
    },
    async (c, { params: { chain, seq } }) => {
      const { scope, operator } = c.var
      return readAct(scope, { chain, seq: Number(seq), isAuditor: readsOf(operator) === 'all' })
    },
  ),
]

function nextOf(rows: readonly TrailPlace[], limit: number): { next?: string } {
  const last = rows.at(-1)
  return last && rows.length >= limit ? { next: placeText(last) } : {}
}
