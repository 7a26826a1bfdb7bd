import { customType, index, primaryKey, text } from 'drizzle-orm/pg-core'
import { SEARCH_KINDS } from '#worker/search/rules/words.ts'
import { app } from './auth.ts'
import { instant, oneOf } from './columns.ts'
import { tenants } from './tenant.ts'

const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' })

/** What the search across tenants knows of a record, and all it can show. Written by the content's own changes, read by one function. */
export const searchEntries = app.table(
  'search_entry',
  {
    kind: text('kind', { enum: SEARCH_KINDS }).notNull(),
    entityId: text('entity_id').notNull(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    /** `C-1042`, `R-2203`, `T-17`, or nothing. */
    number: text('number'),
    words: tsvector('words').notNull(),
    /** Already masked: no name, address or number of a person. */
    snippet: text('snippet').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.entityId] }),
    oneOf('search_entry_kind_words', t.kind, SEARCH_KINDS),
    index('search_entry_words').using('gin', t.words),
    index('search_entry_tenant').on(t.tenantId),
  ],
)
