import { randomBytes } from 'node:crypto'
import { newId } from '#worker/rules/ids.ts'
import type { Ask } from '../asking.ts'
import { aCase, anOperator, aPlace, aSession, aUser } from '../content.ts'

/** A tenant of its own with people who may look and people who may not, links of theirs, one for each thing that can be wrong with one, and
 *  a session that looked at a case of which the administrator is a party. */
export async function links(own: Ask) {
  const [{ id: here }, { id: there }] = [await aPlace(own), await aPlace(own)]
  const stay = async (tenantId: string) => {
    const { id: operatorId, loginId } = await anOperator('SUPPORT_L3', {}, own)
    const { id } = await aSession({ id: operatorId, loginId }, tenantId, {}, own)
    const event = newId('evt')
    await own(
      `insert into app.outbox (event_id, entity, entity_id, seq, kind, payload) values ($1, 'impersonation', $2, 1, 'session.started', '{}')`,
      [event, id],
    )
    return { id, operatorId, event }
  }
  const [live, abroad] = [await stay(here), await stay(there)]
  const elsewhereId = await aUser(there, 'TENANT_ADMIN', own)
  const adminId = await aUser(here, 'TENANT_ADMIN', own)
  const officerId = await aUser(here, 'COMPLIANCE_OFFICER', own)
  const lowerId = await aUser(here, 'INVESTIGATOR', own)
  const leftId = await aUser(here, 'TENANT_ADMIN', own)
  await own("update tenant_user set status = 'DEACTIVATED' where id = $1", [leftId])
  const delicate = await aCase(here, { assignee: null, author: adminId }, own)
  await own("insert into participant (id, tenant_id, case_id, role, name, tenant_user_id) values ($1, $2, $3, 'SUBJECT', 'A name', $4)", [
    newId('par'),
    here,
    delicate.caseId,
    adminId,
  ])
  const link = async (userId: string | null, { tenant = here, mayAct = false, more = '' } = {}) => {
    const [id, key] = [newId('lnk'), randomBytes(32).toString('base64url')]
    await own(
      `insert into app.customer_link (id, tenant_id, user_id, key_hash, name, may_act, created_by, created_at, expires_at)
       values ($1, $2, $3, app.key_hash($4), 'A link', $5, 'usr_x', now() - interval '1 day', now() + interval '1 day')`,
      [id, tenant, userId, key, mayAct],
    )
    if (more !== '') await own(`update app.customer_link set ${more} where id = $1`, [id])
    return { id, key }
  }
  // What somebody inside looked at, and a contact to write to.
  await own(
    `insert into audit.trail (operator_id, operator_role, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, reason)
     values ($1, 'ADMIN', $2, $3, 'case:read', 'Read a case.', 'read', 'case', array[$4], 'Because.')`,
    [live.operatorId, live.id, here, delicate.caseId],
  )
  const { id: approverId } = await anOperator('SUPPORT_L3', {}, own)
  const contact = newId('con')
  await own("insert into tenant_contact (id, tenant_id, kind, name, email) values ($1, $2, 'SECURITY', 'A name', 'a@customer.example')", [
    contact,
    here,
  ])
  // What waits for the customer's answer, here and elsewhere; what nobody asked them, and what they did not answer in time.
  const request = async (tenantId: string, { by = '', until = "now() + interval '6 hours'" as string | null } = {}) => {
    const id = newId('acr')
    const operatorId = by || (await anOperator('SUPPORT_L3', {}, own)).id
    await own(
      `insert into app.access_request (id, operator_id, operator_role, tenant_id, ticket_id, mode, scope, category, reason, minutes, request_hash, asked_at, answer_by, customer_by,
         approver_id, approver_role, approved_at)
       select $1, u.id, u.role, $3, 'tic_any', 'READ_ONLY', 'CONTENT', 'HOW_TO', 'A reason that names somebody.', 30, '\\x01', now() - interval '6 hours', now() - interval '5 hours 40 minutes', ${until},
         $4, 'SUPPORT_L3', now() - interval '5 hours 50 minutes' from app.internal_user u where u.id = $2`,
      [id, operatorId, tenantId, approverId],
    )
    return id
  }
  const requests = {
    waits: await request(here, { by: live.operatorId }),
    unasked: await request(here, { until: null }),
    late: await request(here, { until: "now() - interval '1 second'" }),
    foreign: await request(there),
  }
  const asked = async (requestId: string) => {
    const event = newId('evt')
    await own(
      `insert into app.outbox (event_id, entity, entity_id, seq, kind, payload) values ($1, 'access_request', $2, 1, 'session.requested', '{}')`,
      [event, requestId],
    )
    return event
  }
  const events = { waits: await asked(requests.waits), unasked: await asked(requests.unasked), foreign: await asked(requests.foreign) }
  return {
    customers: {
      requests,
      events,
      ...{ tenantId: here, live, abroad, officerId, lowerId, leftId, elsewhereId, adminId, delicate: delicate.caseId, contact },
      acting: await link(adminId, { mayAct: true }),
      ofAdmin: await link(adminId),
      ofOfficer: await link(officerId),
      ofStaff: await link(null),
      over: await link(adminId, { more: "expires_at = now() - interval '1 second'" }),
      revoked: await link(adminId, { more: "revoked_at = now(), revoked_by = 'usr_x'" }),
      left: await link(leftId),
      lowered: await link(lowerId),
      elsewhere: await link(elsewhereId, { tenant: there, mayAct: true }),
    },
  }
}
