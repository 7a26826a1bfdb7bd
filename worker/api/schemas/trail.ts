import * as z from 'zod/mini'
import { instant, maybe, named, page, shown } from '#worker/api/schemas/shared.ts'
import { OUTCOMES } from '#worker/audit/rules/acts.ts'
import { ROLES } from '#worker/auth/rules/roles.ts'

/** What the API promises of the trail. Ids are text here: what they name may be gone. */
const act = {
  chain: z.string(),
  seq: z.int(),
  at: instant,
  operatorId: z.string(),
  operatorName: maybe(z.string()),
  operatorRole: maybe(z.enum(ROLES)),
  tenantId: maybe(z.string()),
  tenantName: maybe(z.string()),
  sessionId: maybe(z.string()),
  act: z.string(),
  sentence: z.string(),
  outcome: z.enum(OUTCOMES),
  entityType: maybe(z.string()),
}
const facts = z.record(z.string(), z.unknown())
/** Names of those of the staff whom the facts name by their ids. */
const names = z.record(z.string(), z.string())

export const ActPage = page('ActPage', named('ListedAct', z.object({ ...act, records: z.int() })))

export const Act = named(
  'Act',
  z.object({
    ...act,
    entityIds: z.array(z.string()),
    facts,
    named: names,
    reason: maybe(z.string()),
    onBehalfOf: maybe(z.string()),
    requestId: maybe(z.string()),
    ip: maybe(shown(z.string())),
    userAgent: maybe(z.string()),
    appVersion: maybe(z.string()),
    prev: z.string(),
    hash: z.string(),
    /** Whether the seal holds: text and hash, columns and text, this row and the one before it. */
    finding: z.enum(['holds', 'hash', 'words', 'link']),
    previous: maybe(z.int()),
    next: maybe(z.int()),
  }),
)

export const HistoryPage = page(
  'HistoryPage',
  named('HistoryAct', z.object({ ...act, entityIds: z.array(z.string()), facts, named: names, reason: maybe(z.string()) })),
)
