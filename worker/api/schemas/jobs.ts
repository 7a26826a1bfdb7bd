import * as z from 'zod/mini'
import { instant, key, maybe, named, page } from '#worker/api/schemas/shared.ts'
import { JOB_KINDS, JOB_STATES } from '#worker/jobs/rules/words.ts'

/** What the API promises of the portal's own background work. Arguments are ids, codes and counts. */
const job = {
  id: key,
  kind: z.enum(JOB_KINDS),
  args: z.record(z.string(), z.unknown()),
  state: z.enum(JOB_STATES),
  attempts: z.int(),
  maxAttempts: z.int(),
  runAt: instant,
  lastError: maybe(z.string()),
  createdAt: instant,
}

export const PortalJobPage = page('PortalJobPage', named('ListedPortalJob', z.object(job)))

export const PortalJob = named(
  'PortalJob',
  z.object({
    ...job,
    tenantId: maybe(key),
    sessionId: maybe(key),
    priority: z.int(),
    leaseUntil: maybe(instant),
    finishedAt: maybe(instant),
    /** The event it follows from. */
    event: maybe(z.object({ id: key, kind: z.string(), entityId: z.string(), at: instant, deliveredAt: maybe(instant) })),
  }),
)

export const MovedJob = named('MovedJob', z.object({ id: key, state: z.enum(JOB_STATES), attempts: z.int(), runAt: instant }))
