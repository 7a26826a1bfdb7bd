import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import { aCase, aPlace, aUser } from '../content.ts'

type Shut = Record<'closed' | 'suspended', { id: string }>

/** A tenant of its own with three cases and a report that hangs on none, its users by what they have to do with them, and an officer with a
 *  case in a tenant that is closed to the vendor and in one that is suspended. */
export async function readersOf(own: Ask, shut: Shut) {
  const place = await aPlace(own)
  const user = (role: string) => aUser(place.id, role, own)
  const who = {
    officer: await user('COMPLIANCE_OFFICER'),
    party: await user('COMPLIANCE_OFFICER'),
    assigned: await user('INVESTIGATOR'),
    investigates: await user('INVESTIGATOR'),
    employee: await user('EMPLOYEE'),
  }
  const assigned = await aCase(place.id, { assignee: who.assigned, author: who.assigned }, own)
  await aCase(place.id, { assignee: null, investigator: who.investigates, author: who.investigates }, own)
  await own(`insert into participant (id, tenant_id, case_id, role, name, tenant_user_id) values ($1, $2, $3, 'SUBJECT', 'A name', $4)`, [
    newId('par'),
    place.id,
    place.caseId,
    who.party,
  ])
  await own(
    `insert into riu (id, tenant_id, number, type, status, category, severity, language, anonymous, narrative, created_at, updated_at)
     values ($1, $2, 4711, 'WEB', 'NEW', 'THEFT', 'LOW', 'en', true, 'A story', now(), now())`,
    [newId('riu'), place.id],
  )
  const officers = {} as Record<keyof Shut, string>
  for (const [how, { id }] of Object.entries(shut) as [keyof Shut, { id: string }][]) {
    officers[how] = await aUser(id, 'COMPLIANCE_OFFICER', own)
    await aCase(id, { assignee: officers[how], author: officers[how] }, own)
  }
  const ofShut = (how: keyof Shut) => ({ tenant: shut[how].id, user: officers[how], role: 'COMPLIANCE_OFFICER' })
  const ofPlace = (name: keyof typeof who, role: string) => ({ tenant: place.id, user: who[name], role })
  return {
    tenantId: place.id,
    assignedCase: assigned.caseId,
    officer: ofPlace('officer', 'COMPLIANCE_OFFICER'),
    party: ofPlace('party', 'COMPLIANCE_OFFICER'),
    assigned: ofPlace('assigned', 'INVESTIGATOR'),
    investigates: ofPlace('investigates', 'INVESTIGATOR'),
    employee: ofPlace('employee', 'EMPLOYEE'),
    /** As the product says, and as this database does not. */
    saidToLead: ofPlace('employee', 'TENANT_ADMIN'),
    /** As this database says, and as the product no longer does. */
    saidToServe: ofPlace('officer', 'EMPLOYEE'),
    ofClosed: ofShut('closed'),
    ofSuspended: ofShut('suspended'),
  }
}
