import type { OperatorDesk } from '#objects/operator-desk.ts'
import { type Keys, keyDigest, openKeys, readerScope, scopeFrom } from '#worker/ai/asker.ts'
import { noteAsked } from '#worker/ai/queries/note.ts'
import { recordText } from '#worker/ai/queries/record.ts'
import type { RecordText } from '#worker/ai/rules/record.ts'
import type { EntityType, RunFault } from '#worker/ai/rules/words.ts'
import type { Share } from '#worker/auth/rules/budgets.ts'
import { neonDatabase } from '#worker/db/driver.ts'
import { jobScope } from '#worker/db/job.ts'
import { sqlState } from '#worker/db/refusal.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Settings } from '#worker/env.ts'
import { newId } from '#worker/rules/ids.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

export type Entity = { entityType: EntityType; entityId: string }
/** A record that is read, or (null) only that something was asked. */
export type Wanted = { entity: Entity | null; act: 'ai:load' | 'ai:ask'; facts?: Record<string, string | number> }
/** `until`: when the session ends, by this machine's clock. */
export type Opened = { ok: true; record: RecordText | null; mayWrite: boolean; until: number | null } | Unopened
export type Unopened = { ok: false; code: RunFault; retryAfter?: number }

/** A tenant's own user. They have no keys: the product vouches for them. */
export type OwnUser = { tenantId: string; role: TenantRole; readsNothing: boolean }
type Way = { settings: Settings; desk: Pick<OperatorDesk, 'check'>; userId: string; own: OwnUser | null; share: Share }

/** Looks at a record with the person's own keys, as a page of theirs would: their desk is asked, their budget pays, the database lets them
 *  in or does not, and the trail says so in the same breath. The keys are forgotten with the answer. */
export async function look(way: Way, sealed: string | null, wanted: Wanted): Promise<Opened> {
  const { settings, userId, own } = way
  const keys = sealed === null ? null : await openKeys(settings.sessionKey, userId, sealed)
  try {
    const database = neonDatabase(settings.databases, settings.neonLocal)
    const about = { requestId: newId('req'), appVersion: settings.appVersion }
    if (keys === null) {
      if (own === null) return { ok: false, code: 'NOT_FOUND' }
      if (wanted.entity !== null) return await readForOwn(readerScope(database, { userId, ...own }, about), own, wanted)
      await noteAsked(jobScope(database, settings.appVersion), { ...wanted.facts, by: userId }, own.tenantId)
      return { ok: true, record: null, mayWrite: false, until: null }
    }
    const refused = await askDesk(way, keys, wanted.entity !== null)
    if (refused) return refused
    return await read(scopeFrom(database, keys, about), wanted)
  } catch (error) {
    if (OVER.includes(sqlState(error) ?? '')) return { ok: false, code: 'ENDED' }
    console.error(
      JSON.stringify({ alert: 'ai_not_read', error: error instanceof Error ? error.name : 'unknown', sqlState: sqlState(error) ?? null }),
    )
    return { ok: false, code: 'UNAVAILABLE' }
  }
}

/** Signed out, the session over, or of another sign-in. */
const OVER = ['IM400', 'IM401', 'IM402']

async function askDesk({ desk, userId, share }: Way, keys: Keys, reads: boolean): Promise<Unopened | undefined> {
  const spend = reads ? { operatorId: userId, budget: 'record' as const, what: '', share } : undefined
  const standing = await desk.check({ keyDigest: await keyDigest(keys), human: true, spend })
  if (standing === 'ended') return { ok: false, code: 'ENDED' }
  if (typeof standing === 'string') return undefined
  return standing.because === 'SPENT' ? { ok: false, code: 'RATE_LIMITED', retryAfter: standing.retryAfter } : { ok: false, code: 'ENDED' }
}

/** Whom this database does not know as an active user of that tenant, finds nothing: as everybody does where there is nothing. */
async function readForOwn(scope: Scope, { readsNothing }: OwnUser, wanted: Wanted): Promise<Opened> {
  if (readsNothing) return { ok: false, code: 'NOT_FOUND' }
  try {
    return await read(scope, wanted)
  } catch (error) {
    if (sqlState(error) === 'IM400') return { ok: false, code: 'NOT_FOUND' }
    throw error
  }
}

async function read(scope: Scope, { entity, act, facts }: Wanted): Promise<Opened> {
  const record = entity === null ? null : await recordText(scope, entity, { act, now: new Date(), ...(facts && { facts }) })
  if (entity === null) await noteAsked(scope, facts ?? {})
  if (record === undefined) return { ok: false, code: 'NOT_FOUND' }
  const { session, now, touchDue } = scope.entered ?? {}
  if (touchDue) await within(scope).execute('select app.touch()')
  return {
    ok: true,
    record,
    mayWrite: session?.mode === 'READ_WRITE',
    until: session && now ? Date.now() + session.expiresAt.getTime() - now.getTime() : null,
  }
}
