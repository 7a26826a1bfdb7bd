import type { SQL } from 'drizzle-orm'
import type { Notary } from '#worker/audit/notary.ts'
import type { Scope } from '#worker/db/scope.ts'
import type { Mail } from '#worker/jobs/mail.ts'
import type { Claim } from '#worker/jobs/queries/claims.ts'
import type { ArgsOf, Limits } from '#worker/jobs/rules/limits.ts'
import type { JobKind } from '#worker/jobs/rules/words.ts'
import type { Reach } from '#worker/live/tell.ts'
import type { Tell } from '#worker/webhooks/tell.ts'

/** What a job may use: the login of the jobs, and nothing of a request. */
export type Tools = {
  scope: Scope
  mail: Mail
  origin: string
  reach: Reach
  notary: Notary
  appVersion: string
  /** Says something to a tenant's own receiver. */
  tellTenant: Tell
  clock: () => Date
}

/** How a run went. It does what lies outside the database itself, told apart by the job's id; what lies inside it hands over as `effect`,
 *  which is written in the transaction that marks the job done. A code, never a message: messages hold parameters. */
export type Run = { ok: true; effect?: SQL } | { ok: false; code: string; again: boolean }

export type Kind<K extends JobKind> = Limits & { kind: K; run(tools: Tools, args: ArgsOf<K>, claim: Claim): Promise<Run> }
