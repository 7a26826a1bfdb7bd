import * as z from 'zod/mini'
import { FoundRecords } from '#worker/api/schemas/search.ts'
import { key } from '#worker/api/schemas/shared.ts'
import { operation } from '#worker/http/api.ts'
import { searchEverywhere } from '#worker/search/queries/everywhere.ts'
import { isTooShort, LONGEST_QUESTION } from '#worker/search/rules/question.ts'
import { SEARCH_KINDS } from '#worker/search/rules/words.ts'

const words = z.string('Say what to look for.').check(
  z.maxLength(LONGEST_QUESTION),
  z.refine((text) => !isTooShort(text), 'Give a word of at least two letters or digits.'),
)

export const searchApi = [
  operation(
    'GET /api/v1/search',
    {
      id: 'searchEverywhere',
      summary: 'Tenants, users, cases, reports and tickets of all tenants by id, number, address or words. Every search is in the trail.',
      query: { q: words, kind: z.optional(z.enum(SEARCH_KINDS)), tenantId: z.optional(key) },
      answer: FoundRecords,
    },
    async (c, { query: { q, kind, tenantId } }) => {
      const { found, counts } = await searchEverywhere(c.var.scope, { words: q.trim(), kind, tenantId })
      return { items: found, counts }
    },
  ),
]
