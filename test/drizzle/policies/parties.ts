import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import { aCase, anOperator, aPlace, aSession } from '../content.ts'

const WAYS = ['asParty', 'byAddress', 'byHash', 'byDirectory'] as const
export type PartySession = (typeof WAYS)[number]
type Stay = { id: string; sessionKey: string; loginKey: string; operatorId: string }

/** A third tenant with two cases of one row each; of the first everybody here is a party, each known in another way and inside. */
export async function parties(own: Ask) {
  const place = await aPlace(own)
  const other = await aCase(place.id, { assignee: null, author: place.userId }, own)
  const sessions = {} as Record<PartySession, Stay>
  for (const way of WAYS) {
    const { id, loginId, loginKey } = await anOperator('SUPPORT_L3', { lead: way === 'asParty' }, own)
    const userId = newId('usr')
    if (way === 'byAddress')
      await own(
        `insert into tenant_user (id, tenant_id, email, name, role, status, created_at) values ($1, $2, upper($3), 'A user', 'EMPLOYEE', 'ACTIVE', now())`,
        [userId, place.id, `${id}@vendor.example`],
      )
    await own(
      `insert into participant (id, tenant_id, case_id, role, name, internal_user_id, tenant_user_id, identity_hash)
       values ($1, $2, $3, 'SUBJECT', 'A name', $4, $5, sha256(convert_to($6, 'UTF8')))`,
      [
        newId('par'),
        place.id,
        place.caseId,
        way === 'asParty' ? id : null,
        way === 'byAddress' ? userId : null,
        way === 'byHash' ? `${id}@vendor.example`.toLowerCase() : way === 'byDirectory' ? id : null,
      ],
    )
    const session = await aSession({ id, loginId }, place.id, { mode: 'READ_WRITE' }, own)
    sessions[way] = { ...session, loginKey, operatorId: id }
  }
  await own('update ticket set assignee_id = $2 where id = $1', [place.ticketId, sessions.asParty.operatorId])
  const reporterId = newId('par')
  await own(`insert into participant (id, tenant_id, case_id, role, name) values ($1, $2, $3, 'REPORTER', 'A name')`, [
    reporterId,
    place.id,
    place.caseId,
  ])
  return { place, other, reporterId, sessions }
}
