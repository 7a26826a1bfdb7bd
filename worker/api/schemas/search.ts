import * as z from 'zod/mini'
import { instant, key, maybe, named } from '#worker/api/schemas/shared.ts'
import { SEARCH_KINDS } from '#worker/search/rules/words.ts'
import { TENANT_STATUSES } from '#worker/tenant/rules/words.ts'

/** What the API promises of a search across tenants. A snippet holds the portal's own words only. */
export const FoundRecords = named(
  'FoundRecords',
  z.object({
    items: z.array(
      named(
        'FoundRecord',
        z.object({
          kind: z.enum(SEARCH_KINDS),
          id: key,
          tenantId: key,
          tenantName: z.string(),
          tenantStatus: z.enum(TENANT_STATUSES),
          number: maybe(z.string()),
          snippet: z.string(),
          at: instant,
          exact: z.boolean(),
        }),
      ),
    ),
    /** How many of each kind were met; 5000 means that many or more, and fewer than five of a customer's own records are not counted out. */
    counts: z.record(z.string(), z.union([z.int(), z.literal('<5')])),
  }),
)
