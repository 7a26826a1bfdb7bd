import { sql } from 'drizzle-orm'
import type { Role } from '#worker/auth/rules/roles.ts'
import { askedOne, type CustomerScope, lookedAtOne, whoAsks } from '#worker/customer/queries/asking.ts'
import { MOST_REQUESTS } from '#worker/customer/rules/words.ts'
import type { Ask } from '#worker/db/scope.ts'
import type { Mode, Scope, SessionCategory } from '#worker/impersonation/rules/words.ts'
import type { TenantRole } from '#worker/tenant/rules/words.ts'

type Told = {
  id: string
  operatorRole: Role
  /** The colleague's, once they said yes. */
  approverRole: Role | null
  mode: Mode
  scope: Scope
  seenAs: TenantRole
  category: SessionCategory
  ticket: number | null
  minutes: number
  askedAt: string
  /** Whoever is waited for answers until then: the customer, then the colleague. */
  answerBy: string
  /** The customer has said yes; `startBy`: everybody has, and it begins until then. */
  agreedAt: string | null
  startBy: string | null
}
export type AskingToComeIn = Omit<Told, 'askedAt' | 'answerBy' | 'agreedAt' | 'startBy'> & {
  askedAt: Date
  answerBy: Date
  agreedAt: Date | null
  startBy: Date | null
}

/** Who asks to come in: what waits for the customer, and what they agreed to and has not begun. That it was read stands in the tenant's chain. */
export async function whoAsksToComeIn(scope: CustomerScope): Promise<AskingToComeIn[]> {
  const { requests } = await lookedAtOne<{ requests: Told[] }>(
    scope,
    sql`select app.customer_access_requests(${whoAsks(scope)}, ${MOST_REQUESTS}) as requests`,
  )
  return requests.map(({ askedAt, answerBy, agreedAt, startBy, ...rest }) => ({
    ...rest,
    askedAt: new Date(askedAt),
    answerBy: new Date(answerBy),
    agreedAt: agreedAt === null ? null : new Date(agreedAt),
    startBy: startBy === null ? null : new Date(startBy),
  }))
}

export const CUSTOMER_ANSWERS = ['approve', 'deny'] as const
export type CustomerAnswer = (typeof CUSTOMER_ANSWERS)[number]

type Because = 'NOT_FOUND' | 'NOT_PERMITTED' | 'DECIDED_ALREADY'
/** What came of an answer. `ended`: the session that had begun from the request, if a no ended it. */
export type Answered = { ok: true; operatorId: string; ended: string | null } | { ok: false; because: Because }

/** The customer's yes or no. A no counts also after a yes. */
export async function answerForCustomer(
  scope: CustomerScope,
  { key, asked }: Ask,
  { requestId, answer, note }: { requestId: string; answer: CustomerAnswer; note: string | null },
): Promise<Answered> {
  const row = await askedOne<{ because: Because | null; operator_id: string; session_id: string | null }>(
    scope,
    sql`select because, operator_id, session_id from app.customer_answer_access(${whoAsks(scope)}, ${key}, ${asked}, ${requestId}, ${answer === 'approve'}, ${note})`,
  )
  return row.because === null ? { ok: true, operatorId: row.operator_id, ended: row.session_id } : { ok: false, because: row.because }
}
