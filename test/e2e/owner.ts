import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { CAST } from '#test/cast.ts'
import { portal } from './portal.ts'

const pools = new Map<string, pg.Pool>()

/** Arranges and inspects facts of the running portal as the owner of its database. Connections are kept: signing in costs more than a statement. */
export async function owner<Row extends pg.QueryResultRow>(text: string, params: unknown[] = []): Promise<Row[]> {
  return (await poolOf(portal().ownerUrl).query<Row>(text, params)).rows
}

function poolOf(ownerUrl: string): pg.Pool {
  const known = pools.get(ownerUrl)
  if (known) return known
  const kept = new pg.Pool({ connectionString: ownerUrl, max: 4, allowExitOnIdle: true })
  pools.set(ownerUrl, kept)
  kept.on('error', () => {}) // an idle connection that a stopped server took along
  return kept
}

/** Ends whatever a person of the cast left open, so that tests do not meet each other's sessions. */
export async function leaveAll(operatorId: string): Promise<void> {
  await owner(
    "update app.impersonation_session set ended_at = greatest(started_at, now()), end_reason = 'MANUAL' where operator_id = $1 and ended_at is null",
    [operatorId],
  )
}

/** Ends whatever anybody left open in the first tenant: its customer is shown, and may end, everybody's. */
export async function leaveAcme(): Promise<void> {
  await owner(
    `update app.impersonation_session set ended_at = greatest(started_at, now()), end_reason = 'MANUAL'
     where ended_at is null and tenant_id = (select id from tenant where slug = 'acme-industrial')`,
  )
}

/** Takes back whatever a person of the cast asked for: for one tenant one request may be open. */
export async function takeBackAll(operatorId: string): Promise<void> {
  await owner("update app.access_request set state = 'WITHDRAWN' where operator_id = $1 and state in ('WAITING', 'APPROVED')", [operatorId])
}

/** Makes the person's open session one that writes. */
export async function letWrite(operatorId: string): Promise<void> {
  await owner(
    "update app.impersonation_session set mode = 'READ_WRITE', approval_id = 'acr_' || right(id, 20) where operator_id = $1 and ended_at is null",
    [operatorId],
  )
}

/** Moves the person's open session so that it has so many seconds left. */
export async function leaveSeconds(operatorId: string, seconds: number): Promise<void> {
  await owner(
    'update app.impersonation_session set expires_at = now() + make_interval(secs => $2) where operator_id = $1 and ended_at is null',
    [operatorId, seconds],
  )
}

/** A letter of the portal that could not be sent and was given up. */
export async function aDiscardedLetter(to: string): Promise<string> {
  const rows = await owner<{ id: string }>(
    `insert into app.job (id, kind, max_attempts, attempts, state, last_error, finished_at, args)
     values (app.new_id('pjob'), 'mail', 8, 8, 'discarded', 'MAIL_HTTP_503', now(), jsonb_build_object('letter', 'role.changed', 'to', $1::text, 'about', $1::text))
     returning id`,
    [to],
  )
  return rows[0]?.id ?? ''
}

/** What somebody asks to write at the first tenant, anew. */
export async function anAccessRequest(operatorId: string, { ofCustomer = false } = {}): Promise<string> {
  await owner('delete from app.access_request where operator_id = $1', [operatorId])
  const rows = await owner<{ id: string }>(
    `insert into app.access_request (id, operator_id, operator_role, tenant_id, ticket_id, mode, scope, category, reason, minutes, request_hash, asked_at, answer_by, customer_by)
     select app.new_id('acr'), $1, 'SUPPORT_L3', t.id, (select k.id from ticket k where k.tenant_id = t.id order by k.number limit 1), 'READ_WRITE', 'CONTENT', 'CONFIGURATION',
            'The routing of new reports sends them to nobody; we set it right together.', 30, sha256('x'), now() - interval '4 minutes', now() + interval '26 minutes',
            case when $2 then now() + interval '11 hours 56 minutes' end
     from tenant t where t.slug = 'acme-industrial' returning id`,
    [operatorId, ofCustomer],
  )
  return rows[0]?.id ?? ''
}

/** Something that somebody was told, the latest of theirs. */
export async function aNotification(userId: string): Promise<string> {
  const rows = await owner<{ id: string }>(
    `insert into app.notification (id, user_id, event_id, notice, category, severity, title, sentence, link, entity_ids)
     values (app.new_id('ntf'), $1, app.new_id('evt'), 'job.discarded', 'JOBS', 'HIGH', 'A background job was given up',
       'A background job of the Operations Portal was given up and waits for somebody to look at it.', '/impersonations', array['pjob_0123456789ABCDEFGHJK']) returning id`,
    [userId],
  )
  return rows[0]?.id ?? ''
}

/** An endpoint of the first tenant, in one direction, with something of each that goes through it. */
export async function anEndpoint(direction: 'IN' | 'OUT', adminId: string): Promise<string> {
  const [row] = await owner<{ id: string }>(
    `with e as (
       insert into app.webhook_endpoint (id, direction, tenant_id, name, url, created_by)
       select app.new_id('whe'), $1, t.id, case $1 when 'IN' then 'The product, ticketing' else 'Their security desk' end,
              case $1 when 'OUT' then 'https://hooks.security-operations.example.com/portal/access-events' end, $2
       from tenant t where t.slug = 'acme-industrial' returning id, tenant_id
     ), s as (
       insert into app.webhook_secret (id, endpoint_id, version, sealed, last_four, created_by, expires_at)
       select app.new_id('whs'), e.id, 'v1', '\\x00', l.last, $2, l.until from e, (values ('Kx7q', now() + interval '20 hours'), ('9fPa', null)) as l (last, until)
     ), j as (
       insert into app.job (id, kind, max_attempts, attempts, state, last_error, finished_at, args)
       select app.new_id('pjob'), case $1 when 'IN' then 'webhook-effect' else 'webhook-out' end, 8, 8, 'discarded', case $1 when 'IN' then 'WH404' else 'OUT_HTTP_503' end, now(), '{}' from e
       returning id
     ), r as (
       insert into app.webhook_receipt (id, endpoint_id, message_id, body_hash, type, tenant_id, payload, job_id)
       select app.new_id('whr'), e.id, 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', '\\x00', 'ticket.closed', e.tenant_id, '{}', j.id from e, j where $1 = 'IN'
     ), d as (
       insert into app.webhook_delivery (id, endpoint_id, event_id, kind, message, job_id, status, attempts, last_code)
       select app.new_id('whd'), e.id, app.new_id('evt'), 'session.started', '{}', j.id, 'FAILED', 8, 'OUT_HTTP_503' from e, j where $1 = 'OUT'
     ) select id from e`,
    [direction, adminId],
  )
  return row?.id ?? ''
}

/** A session of somebody else that is over and waits for a second look. */
export async function aReviewedSession(): Promise<string> {
  const rows = await owner<{ id: string }>(
    `insert into app.session_review (id, session_id, operator_id, operator_role, tenant_id, reasons, created_at, due_at)
     select app.new_id('rev'), i.id, i.operator_id, i.operator_role, i.tenant_id, '{sample}', now(), now() + interval '7 days'
     from app.impersonation_session i where i.ended_at is not null and i.operator_id <> $1 and not exists (select from app.session_review r where r.session_id = i.id)
     order by i.started_at desc limit 1 returning session_id as id`,
    [CAST.lena.id],
  )
  return rows[0]?.id ?? ''
}

/** Somebody is inside the first tenant at this moment, in an emergency, as their customer is shown it. */
export async function anOpenSession(operatorId: string): Promise<void> {
  await leaveAll(operatorId)
  await owner(
    `insert into app.impersonation_session
     select (jsonb_populate_record(i, jsonb_build_object('id', app.new_id('imp'), 'key_hash', '\\x' || encode(sha256(random()::text::bytea), 'hex'), 'operator_id', $1::text,
       'started_at', now(), 'expires_at', now() + interval '30 min', 'limit_at', now() + interval '30 min', 'break_glass', true, 'ended_at', null, 'end_reason', null))).*
     from app.impersonation_session i join tenant t on t.id = i.tenant_id where t.slug = 'acme-industrial' and i.mode = 'READ_ONLY' order by i.started_at limit 1`,
    [operatorId],
  )
}

/** Somebody inside the first tenant asks for more reveals; their session. */
export async function aRevealRequest(operatorId: string): Promise<string> {
  await anOpenSession(operatorId)
  const rows = await owner<{ id: string }>(
    `insert into app.reveal_request (id, session_id, operator_id, tenant_id, reason, asked_at, answer_by)
     select app.new_id('rvq'), i.id, i.operator_id, i.tenant_id, 'The other half of the thread has to be compared as well.', now() - interval '4 minutes', now() + interval '26 minutes'
     from app.impersonation_session i where i.operator_id = $1 and i.ended_at is null returning session_id as id`,
    [operatorId],
  )
  return rows[0]?.id ?? ''
}

/** A link of the first tenant's administrator into the customer's side: its address. */
export async function aCustomerLink({ mayAct = true, tenant = 'acme-industrial' } = {}): Promise<string> {
  const link = randomBytes(32).toString('base64url')
  const made = await owner(
    `insert into app.customer_link (id, tenant_id, user_id, key_hash, name, may_act, created_by, expires_at)
     select app.new_id('lnk'), u.tenant_id, u.id, app.key_hash($1), 'The compliance office', $2, u.id, now() + interval '7 days'
     from tenant_user u join tenant t on t.id = u.tenant_id where t.slug = $3 and u.role = 'TENANT_ADMIN' and u.status = 'ACTIVE' order by u.id limit 1 returning id`,
    [link, mayAct, tenant],
  )
  if (made.length === 0) throw new Error('no administrator to make a link')
  return `/customer/${link}`
}
