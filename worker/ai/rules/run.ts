import type { Claims } from '#worker/live/rules/claims.ts'
import type { Revocation } from '#worker/live/rules/publication.ts'
import type { Usage } from '#worker/ai/rules/tokens.ts'
import type { EntityType, RunFault, RunState, SkillName } from '#worker/ai/rules/words.ts'

export type Task = SkillName | 'chat'

/** What a run rests on: when it is over, so is the run. */
export type Basis = { tenantId: string; sessionId: string | null; loginId: string | null; familyId: string | null }

export type Run = {
  id: string
  task: Task
  /** Where it was asked: the record before the person. Null where there was none. */
  entityType: EntityType | null
  entityId: string | null
  basis: Basis
  state: RunState
  code: RunFault | null
  cancelledAt: number | null
  model: string
  /** What people read of the model beside the answer. */
  label: string
  usage: Usage
  /** Chunks that were stored. */
  chunks: number
  startedAt: number
  endedAt: number | null
  /** The session ends then, as far as is known. */
  until: number | null
  /** Its text is gone. */
  forgotten: boolean
}

/** Who is somewhere they may ask from: inside a tenant, or at home in it. */
export function basisOf(claims: Claims): Basis | null {
  if (claims.kind === 'tenant') return { tenantId: claims.tenantId, sessionId: null, loginId: null, familyId: null }
  const { inside, loginId, familyId } = claims
  return inside && { ...inside, loginId, familyId }
}

/** A run is seen from where it was asked: the same session, or the same tenant for a user of it. */
export const maySee = ({ tenantId, sessionId }: Pick<Basis, 'tenantId' | 'sessionId'>, basis: Basis) =>
  basis.tenantId === tenantId && basis.sessionId === sessionId

export function restsOn(basis: Basis, over: Revocation): boolean {
  switch (over.what) {
    case 'user':
      return true
    // What is over of theirs is named beside it.
    case 'doubt':
      return false
    case 'session':
      return basis.sessionId === over.sessionId
    case 'login':
      return basis.loginId === over.loginId
    case 'family':
      return basis.familyId === over.familyId
  }
}

/** Nothing restarts by itself: what ran without anybody who remembers it was interrupted, or was being cancelled. */
export const afterSleep = ({ cancelledAt }: Pick<Run, 'cancelledAt'>): RunState => (cancelledAt === null ? 'interrupted' : 'cancelled')
