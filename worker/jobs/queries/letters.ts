import { desc, eq, type SQL, sql } from 'drizzle-orm'
import { internalUsers } from '#drizzle/schema/auth.ts'
import { keptMail } from '#drizzle/schema/portal-jobs.ts'
import type { Reader } from '#worker/db/read.ts'
import { type Scope, within } from '#worker/db/scope.ts'
import type { Letter } from '#worker/jobs/rules/letters.ts'

/** The address of somebody who works here, or of a customer's contact, as it is now. */
export async function addressOf(scope: Scope, readerId: string): Promise<string | undefined> {
  const db = within(scope, { readOnly: true })
  if (isContact(readerId)) {
    const { rows } = await db.execute<{ email: string | null }>(sql`select app.contact_address(${readerId}) as email`)
    return rows[0]?.email ?? undefined
  }
  const rows = await db.select({ email: internalUsers.email }).from(internalUsers).where(eq(internalUsers.id, readerId)).limit(1)
  return rows[0]?.email
}

const isContact = (readerId: string) => readerId.startsWith('con_')

/** The statement that keeps a letter instead of sending it. The key is the job's: sent twice, it is one letter. */
export const keepLetter = (key: string, to: { readerId: string; address: string }, { subject, text }: Letter): SQL =>
  sql`insert into app.kept_mail (key, operator_id, address, subject, letter) values (${key}, ${isContact(to.readerId) ? null : to.readerId}, ${to.address}, ${subject}, ${text}) on conflict do nothing`

/** Rows of housekeeping that one run removes of each sort, at most: what a statement's time allows. */
const MOST_REMOVED = 10_000

/** The statement that removes what is past its time. */
export const purge = (): SQL =>
  sql`select answers, events, jobs, letters, families, receipts, deliveries, app.purge_notifications(${MOST_REMOVED}) as notifications
      from app.purge(${MOST_REMOVED}), app.purge_families(${MOST_REMOVED}) families, app.purge_webhooks(${MOST_REMOVED})`

export function listKeptLetters(db: Reader, most: number) {
  return db
    .select({ key: keptMail.key, address: keptMail.address, subject: keptMail.subject, letter: keptMail.letter, at: keptMail.at })
    .from(keptMail)
    .orderBy(desc(keptMail.at), desc(keptMail.key))
    .limit(most)
}
export type KeptLetter = Awaited<ReturnType<typeof listKeptLetters>>[number]
