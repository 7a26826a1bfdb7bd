import { desc, eq, type SQL, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { keptMail } from '#drizzle/schema/portal-jobs.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Letter } from '#worker/jobs/rules/letters.ts'

/** The address of somebody who works here, as it is now. */
export async function addressOf(scope: Scope, operatorId: string): Promise<string | undefined> {
  const rows = await within(scope, { readOnly: true })
    .select({ email: internalUsers.email })
    .from(internalUsers)
    .where(eq(internalUsers.id, operatorId))
    .limit(1)
  return rows[0]?.email
}

/** The statement that keeps a letter instead of sending it. The key is the job's: sent twice, it is one letter. */
export const keepLetter = (key: string, to: { operatorId: string | null; address: string }, { subject, text }: Letter): SQL =>
  sql`insert into app.kept_mail (key, operator_id, address, subject, letter) values (${key}, ${to.operatorId}, ${to.address}, ${subject}, ${text}) on conflict do nothing`

/** Rows of housekeeping that one run removes of each sort, at most: what a statement's time allows. */
const MOST_REMOVED = 10_000

/** The statement that removes what is past its time. */
export const purge = (): SQL =>
  sql`select answers, events, jobs, letters, families, receipts, deliveries, app.purge_notifications(${MOST_REMOVED}) as notifications
      from app.purge(${MOST_REMOVED}), app.purge_families(${MOST_REMOVED}) families, app.purge_webhooks(${MOST_REMOVED})`

/** Without the address where it is a customer's: their contacts are people, and nobody reads of them outside a session. */
export function listKeptLetters(db: Reader, most: number) {
  return db
    .select({
      key: keptMail.key,
      address: sql<string | null>`case when ${keptMail.operatorId} is not null then ${keptMail.address} end`,
      subject: keptMail.subject,
      letter: keptMail.letter,
      at: keptMail.at,
    })
    .from(keptMail)
    .orderBy(desc(keptMail.at), desc(keptMail.key))
    .limit(most)
}
export type KeptLetter = Awaited<ReturnType<typeof listKeptLetters>>[number]
