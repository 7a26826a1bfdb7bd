import { anybody, inside, type Probe, staff, tracedStaff } from './probe.ts'
import type { World } from './world.ts'

const customers = anybody('portal_customer')
const jobs = anybody('portal_jobs')
const OUTSIDE = ['imke', 'lena', 'nils', 'kurt', 'signedOut'] as const
const TABLES = [
  ...[
    'app.customer_link',
    'app.impersonation_session',
    'app.access_request',
    'app.answer',
    'app.outbox',
    'app.internal_user',
    'app.login_session',
  ],
  ...['audit.trail', 'audit.trail_head', 'audit.checkpoint', 'audit.covered_head'],
  ...[
    'public.tenant',
    'public.tenant_user',
    'public."case"',
    'public.riu',
    'public.note',
    'public.participant',
    'public.ticket',
    'public.tenant_contact',
  ],
]

type Key = Exclude<keyof World['customers'], `${string}Id` | 'delicate' | 'contact' | 'live' | 'abroad' | 'requests' | 'events'>
const byLink = (w: World, name: Key) => `'{"link": "${w.customers[name].key}"}', '{}'`
const as = (tenant: string, user: string) => `'{"tenant": "${tenant}", "user": "${user}"}', '{}'`
const feed = (who: string) => `app.customer_sessions(${who}, null, null, 50, 50)`
const OPEN: Key[] = ['acting', 'ofAdmin', 'ofOfficer', 'ofStaff']
const CLOSED: Key[] = ['over', 'revoked', 'left', 'lowered']

const end = (who: string, session: string, key = 'key_of_a_press_that_ends') => `app.customer_end(${who}, '${key}', 'asked', '${session}')`
const set = (who: string, policy = 'closed', seen = 'open') =>
  `app.customer_set_policy(${who}, 'key_of_a_press_that_sets', 'asked', '${seen}', '${policy}')`
const asks = (who: string) => `app.customer_access_requests(${who}, 50)`
const answer = (who: string, request: string, yes = true, key = 'key_of_a_press_that_answers') =>
  `app.customer_answer_access(${who}, '${key}', 'asked', '${request}', ${yes}, null)`
const make = (who: string, mayAct: boolean) =>
  `app.customer_add_link(${who}, 'key_of_a_press_that_makes', 'asked', 'lnk_new', '\\x01', 'A name', 7, ${mayAct})`
const revoke = (who: string, id: string) => `app.customer_revoke_link(${who}, 'key_of_a_press_that_revokes', 'asked', '${id}')`
const add = (by: string, more = '') =>
  `insert into app.customer_link (id, tenant_id, key_hash, name, created_by, expires_at) select 'lnk_new', id, '\\x01', 'A name', '${by}', now() + interval '7 days' from tenant limit 1 ${more}`

/** The customer's side: one login that asks functions, and what they tell to whom. */
export const customer: Probe[] = [
  ...TABLES.map(
    (table): Probe => ({
      says: `the customers' login reads nothing of ${table}`,
      asks: customers,
      sql: `select from ${table}`,
      gets: '42501',
    }),
  ),
  ...[
    "app.enter('', '', '{}')",
    "app.customer('{}')",
    "app.kill_sessions('all', '', '')",
    "app.customer_letter('', '')",
    "app.customer_request_letter('', '')",
    "app.close_sessions('{}', '', '', '', '')",
    "app.answer_for_customer('', '', true, '', '')",
  ].map(
    (call): Probe => ({ says: `the customers' login does not ask ${call}`, asks: customers, sql: `select from ${call}`, gets: '42501' }),
  ),
  ...OPEN.map(
    (name): Probe => ({
      says: `the link ${name} shows its tenant`,
      asks: customers,
      sql: (w) => `select from ${feed(byLink(w, name))} f where f ->> 'tenantId' = '${w.customers.tenantId}'`,
      gets: 1,
    }),
  ),
  ...CLOSED.map(
    (name): Probe => ({
      says: `the link ${name} opens nothing`,
      asks: customers,
      sql: (w) => `select from ${feed(byLink(w, name))}`,
      gets: 'IM404',
    }),
  ),
  ...(['', 'x', 'null'] as const).map(
    (key): Probe => ({
      says: `a made-up link opens nothing: ${key || 'an empty one'}`,
      asks: customers,
      sql: `select from ${feed(`'{"link": "${key}"}', '{}'`)}`,
      gets: 'IM404',
    }),
  ),
  {
    says: 'a user of the tenant is known by their row',
    asks: customers,
    sql: (w) => `select from ${feed(as(w.customers.tenantId, w.customers.officerId))}`,
    gets: 1,
  },
  ...(['lowerId', 'leftId', 'elsewhereId'] as const).map(
    (who): Probe => ({
      says: `a user who is ${who} is nobody here`,
      asks: customers,
      sql: (w) => `select from ${feed(as(w.customers.tenantId, w.customers[who]))}`,
      gets: 'IM404',
    }),
  ),
  {
    ...{ says: 'sessions are shown of one’s own tenant', asks: customers, gets: 1 },
    sql: (w) =>
      `select from ${feed(byLink(w, 'ofOfficer'))} f, jsonb_array_elements(f -> 'sessions') s where s ->> 'id' = '${w.customers.live.id}'`,
  },
  {
    ...{ says: 'sessions of another tenant are not', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${feed(byLink(w, 'ofOfficer'))} f, jsonb_array_elements(f -> 'sessions') s where s ->> 'id' = '${w.customers.abroad.id}'`,
  },
  {
    ...{ says: 'the chain that is shown is one’s own', asks: customers, gets: 0 },
    sql: (w) => `select from app.customer_trail(${byLink(w, 'ofOfficer')}, 0, 1000) t where t.chain <> 'tenant:${w.customers.tenantId}'`,
  },
  {
    ...{ says: 'no reading goes without its trace', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${feed(byLink(w, 'ofOfficer'))}; select where current_setting('audit.chain', true) is distinct from 'tenant:${w.customers.tenantId}'`,
  },
  {
    ...{ says: 'no taking of the chain goes without its trace', asks: customers, gets: 0 },
    sql: (w) =>
      `select from app.customer_trail(${byLink(w, 'ofOfficer')}, 0, 1); select where current_setting('audit.chain', true) is distinct from 'tenant:${w.customers.tenantId}'`,
  },
  {
    ...{ says: 'rows about a case are told to who is no party of it', asks: customers, gets: 1 },
    sql: (w) =>
      `select from app.customer_trail(${byLink(w, 'ofOfficer')}, 0, 1000) t where t.shown -> 'entityIds' ? '${w.customers.delicate}'`,
  },
  ...(['ofAdmin', 'acting', 'ofStaff'] as const).map(
    (name): Probe => ({
      ...{ says: `rows about a case are not told to a party of it: ${name}`, asks: customers, gets: 0 },
      sql: (w) =>
        `select from app.customer_trail(${byLink(w, name)}, 0, 1000) t where t.shown -> 'entityIds' ? '${w.customers.delicate}' or t.canonical like '%${w.customers.delicate}%'`,
    }),
  ),
  ...(['ofAdmin', 'ofStaff'] as const).map(
    (name): Probe => ({
      ...{ says: `a party of a case does not find it among the sessions: ${name}`, asks: customers, gets: 0 },
      sql: (w) => `select from ${feed(byLink(w, name))} f where f::text like '%${w.customers.delicate}%'`,
    }),
  ),
  {
    ...{ says: 'who is no party finds it among the sessions', asks: customers, gets: 1 },
    sql: (w) => `select from ${feed(byLink(w, 'ofOfficer'))} f where f::text like '%${w.customers.delicate}%'`,
  },
  {
    ...{ says: 'nobody is told who of the staff it was, from where, or in which words', asks: customers, gets: 0 },
    sql: (w) =>
      `select from app.customer_trail(${byLink(w, 'ofOfficer')}, 0, 1000) t where t.shown ?| array['ip', 'userAgent', 'reason', 'operatorId', 'requestId'] or t.canonical like '%203.0.113.%' or t.shown::text like '%${w.customers.live.operatorId}%'`,
  },

  {
    says: 'an administrator’s link ends a session of the tenant',
    asks: customers,
    sql: (w) => `select from ${end(byLink(w, 'acting'), w.customers.live.id)} where because is null and end_reason = 'CUSTOMER_ENDED'`,
    gets: 1,
  },
  {
    says: 'nobody ends a session of another tenant',
    asks: customers,
    sql: (w) => `select from ${end(byLink(w, 'acting'), w.customers.abroad.id)} where because is null`,
    gets: 0,
  },
  ...(['ofAdmin', 'ofOfficer', 'ofStaff'] as const).map(
    (name): Probe => ({
      says: `the link ${name} ends nothing`,
      asks: customers,
      sql: (w) => `select from ${end(byLink(w, name), w.customers.live.id)} where because is null`,
      gets: 0,
    }),
  ),
  {
    says: 'a compliance officer ends nothing',
    asks: customers,
    sql: (w) => `select from ${end(as(w.customers.tenantId, w.customers.officerId), w.customers.live.id)} where because is null`,
    gets: 0,
  },
  {
    says: 'an administrator’s link sets the policy',
    asks: customers,
    sql: (w) => `select from ${set(byLink(w, 'acting'))} where because is null`,
    gets: 1,
  },
  {
    says: 'nobody sets a policy over another they did not see',
    asks: customers,
    sql: (w) => `select from ${set(byLink(w, 'acting'), 'closed', 'notify')} where because is null`,
    gets: 0,
  },
  {
    says: 'a policy is one of the four',
    asks: customers,
    sql: (w) => `select from ${set(byLink(w, 'acting'), 'whatever')}`,
    gets: '23514',
  },
  ...(['ofAdmin', 'ofOfficer', 'ofStaff'] as const).map(
    (name): Probe => ({
      says: `the link ${name} sets no policy`,
      asks: customers,
      sql: (w) => `select from ${set(byLink(w, name))} where because is null`,
      gets: 0,
    }),
  ),
  {
    ...{ says: 'a policy of another tenant stays as it is', asks: customers, gets: 0 },
    sql: (w) => `select from ${set(byLink(w, 'acting'))}; select from ${feed(byLink(w, 'elsewhere'))} f where f ->> 'policy' <> 'open'`,
  },
  {
    ...{ says: 'who waits for the customer is shown, once', asks: customers, gets: 1 },
    sql: (w) =>
      `select from ${asks(byLink(w, 'ofOfficer'))} f, jsonb_array_elements(f) r where r ->> 'id' = '${w.customers.requests.waits}'`,
  },
  {
    ...{ says: 'nobody is shown who asks elsewhere, asks nobody, or asked in vain', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${asks(byLink(w, 'ofOfficer'))} f, jsonb_array_elements(f) r where r ->> 'id' <> '${w.customers.requests.waits}'`,
  },
  {
    ...{ says: 'nobody is told the name or the words of whoever asks', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${asks(byLink(w, 'ofOfficer'))} f where f::text like '%${w.customers.live.operatorId}%' or f::text like '%names somebody%'`,
  },
  {
    ...{ says: 'no reading of who asks goes without its trace', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${asks(byLink(w, 'ofOfficer'))}; select where current_setting('audit.chain', true) is distinct from 'tenant:${w.customers.tenantId}'`,
  },
  ...[true, false].map(
    (yes): Probe => ({
      says: `an administrator’s link says ${yes ? 'yes' : 'no'}`,
      asks: customers,
      sql: (w) => `select from ${answer(byLink(w, 'acting'), w.customers.requests.waits, yes)} where because is null`,
      gets: 1,
    }),
  ),
  {
    ...{ says: 'an administrator says yes', asks: customers, gets: 1 },
    sql: (w) => `select from ${answer(as(w.customers.tenantId, w.customers.adminId), w.customers.requests.waits)} where because is null`,
  },
  {
    ...{ says: 'a compliance officer says nothing to it', asks: customers, gets: 0 },
    sql: (w) => `select from ${answer(as(w.customers.tenantId, w.customers.officerId), w.customers.requests.waits)} where because is null`,
  },
  ...(['ofAdmin', 'ofOfficer', 'ofStaff', 'elsewhere'] as const).map(
    (name): Probe => ({
      says: `the link ${name} says nothing to it`,
      asks: customers,
      sql: (w) => `select from ${answer(byLink(w, name), w.customers.requests.waits)} where because is null`,
      gets: 0,
    }),
  ),
  ...(['unasked', 'late', 'foreign'] as const).map(
    (which): Probe => ({
      says: `nobody agrees to what is ${which}`,
      asks: customers,
      sql: (w) => `select from ${answer(byLink(w, 'acting'), w.customers.requests[which])} where because is null`,
      gets: 0,
    }),
  ),
  {
    ...{ says: 'nobody agrees twice', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${answer(byLink(w, 'acting'), w.customers.requests.waits)}; select from ${answer(byLink(w, 'acting'), w.customers.requests.waits, true, 'key_of_another_press')} where because is null`,
  },
  {
    ...{ says: 'the same press is the same answer', asks: customers, gets: 1 },
    sql: (w) =>
      `select from ${answer(byLink(w, 'acting'), w.customers.requests.waits)}; select from ${answer(byLink(w, 'acting'), w.customers.requests.waits)} where because is null`,
  },
  {
    ...{ says: 'an answer that is refused leaves its trace', asks: customers, gets: 0 },
    sql: (w) =>
      `select from ${answer(byLink(w, 'ofAdmin'), w.customers.requests.waits)}; select where current_setting('audit.chain', true) is distinct from 'tenant:${w.customers.tenantId}'`,
  },
  {
    ...{ says: 'no staff answer as a customer, whatever key they have', asks: tracedStaff('ada'), gets: '42501' },
    sql: (w) => `select from ${answer(byLink(w, 'acting'), w.customers.requests.waits)}`,
  },
  {
    says: 'one key asks one question',
    asks: customers,
    sql: (w) =>
      `select from ${end(byLink(w, 'acting'), w.customers.live.id)}; select from app.customer_end(${byLink(w, 'acting')}, 'key_of_a_press_that_ends', 'another', '${w.customers.live.id}')`,
    gets: 'IK422',
  },

  {
    says: 'an administrator makes a link that acts',
    asks: customers,
    sql: (w) => `select from ${make(as(w.customers.tenantId, w.customers.adminId), true)} where because is null`,
    gets: 1,
  },
  {
    says: 'a compliance officer makes one that shows',
    asks: customers,
    sql: (w) => `select from ${make(as(w.customers.tenantId, w.customers.officerId), false)} where because is null`,
    gets: 1,
  },
  {
    says: 'a compliance officer makes none that acts',
    asks: customers,
    sql: (w) => `select from ${make(as(w.customers.tenantId, w.customers.officerId), true)} where because is null`,
    gets: 0,
  },
  {
    says: 'a link makes no link',
    asks: customers,
    sql: (w) => `select from ${make(byLink(w, 'acting'), false)} where because is null`,
    gets: 0,
  },
  {
    says: 'an administrator revokes any link of the tenant',
    asks: customers,
    sql: (w) => `select where ${revoke(as(w.customers.tenantId, w.customers.adminId), w.customers.ofOfficer.id)} is null`,
    gets: 1,
  },
  {
    says: 'a compliance officer revokes no other’s link',
    asks: customers,
    sql: (w) => `select where ${revoke(as(w.customers.tenantId, w.customers.officerId), w.customers.ofAdmin.id)} is null`,
    gets: 0,
  },
  {
    says: 'a link revokes none',
    asks: customers,
    sql: (w) => `select where ${revoke(byLink(w, 'acting'), w.customers.ofAdmin.id)} is null`,
    gets: 0,
  },
  {
    says: 'nobody revokes a link of another tenant',
    asks: customers,
    sql: (w) => `select where ${revoke(as(w.customers.tenantId, w.customers.adminId), w.customers.elsewhere.id)} is null`,
    gets: 0,
  },

  { says: 'links are shown to who looks after accounts', asks: staff('omar'), sql: 'select id from app.customer_link limit 1', gets: 1 },
  ...OUTSIDE.map(
    (name): Probe => ({ says: `links are not shown to ${name}`, asks: staff(name), sql: 'select id from app.customer_link', gets: 0 }),
  ),
  { says: 'links are not read from inside a tenant', asks: inside('live'), sql: 'select id from app.customer_link', gets: '42501' },
  { says: 'no job reads links', asks: jobs, sql: 'select id from app.customer_link', gets: '42501' },
  { says: 'nobody reads what opens a link', asks: staff('ada'), sql: 'select key_hash from app.customer_link', gets: '42501' },
  { says: 'who looks after accounts makes a link', asks: tracedStaff('omar'), sql: (w) => add(w.logins.omar.id), gets: 1 },
  { says: 'nobody else of the staff makes a link', asks: tracedStaff('imke'), sql: (w) => add(w.logins.imke.id), gets: '42501' },
  { says: 'nobody makes a link in another’s name', asks: tracedStaff('omar'), sql: (w) => add(w.logins.dana.id), gets: '42501' },
  { says: 'a link is not made without a trace', asks: staff('omar'), sql: (w) => add(w.logins.omar.id), gets: 'IM500' },
  {
    says: 'no link of the staff acts',
    asks: tracedStaff('ada'),
    sql: (w) =>
      `insert into app.customer_link (id, tenant_id, key_hash, name, created_by, expires_at, may_act) select 'lnk_new', id, '\\x01', 'A name', '${w.logins.ada.id}', now() + interval '1 day', true from tenant limit 1`,
    gets: '42501',
  },
  {
    says: 'no link opens longer than ninety days',
    asks: tracedStaff('omar'),
    sql: (w) => add(w.logins.omar.id).replace('7 days', '91 days'),
    gets: '23514',
  },
  {
    says: 'who looks after accounts revokes a link',
    asks: tracedStaff('omar'),
    sql: (w) =>
      `update app.customer_link set revoked_at = now(), revoked_by = '${w.logins.omar.id}' where id = '${w.customers.ofAdmin.id}'`,
    gets: 1,
  },
  {
    says: 'nobody else of the staff revokes a link',
    asks: tracedStaff('imke'),
    sql: (w) => `update app.customer_link set revoked_at = now(), revoked_by = '${w.logins.imke.id}'`,
    gets: 0,
  },
  {
    says: 'nobody brings a link back',
    asks: tracedStaff('omar'),
    sql: (w) => `update app.customer_link set revoked_at = null, revoked_by = null where id = '${w.customers.revoked.id}'`,
    gets: '42501',
  },
  {
    says: 'nobody gives a link more time',
    asks: tracedStaff('ada'),
    sql: 'update app.customer_link set expires_at = now()',
    gets: '42501',
  },
  ...[
    "app.contacts_to_tell('{}')",
    "app.customer_letter('x', 'x')",
    "app.customer_request_letter('x', 'x')",
    feed("'{}', '{}'"),
    asks("'{}', '{}'"),
    "app.hidden_from_customer('x', 'x')",
  ].map(
    (call): Probe => ({
      says: `no staff ask for the customer's side: ${call}`,
      asks: tracedStaff('ada'),
      sql: `select from ${call}`,
      gets: '42501',
    }),
  ),
  {
    ...{ says: 'a letter goes to a contact of the tenant that was entered, and to no other', asks: jobs, gets: 0 },
    sql: (w) => `select from app.customer_letter('${w.customers.abroad.event}', '${w.customers.contact}')`,
  },
  {
    says: 'a letter goes to a contact of the tenant',
    asks: jobs,
    sql: (w) => `select from app.customer_letter('${w.customers.live.event}', '${w.customers.contact}')`,
    gets: 1,
  },
  {
    ...{ says: 'a letter about a request goes to a contact of the tenant that is asked', asks: jobs, gets: 1 },
    sql: (w) => `select from app.customer_request_letter('${w.customers.events.waits}', '${w.customers.contact}')`,
  },
  {
    ...{ says: 'a letter about a request goes to no other tenant’s contact', asks: jobs, gets: 0 },
    sql: (w) => `select from app.customer_request_letter('${w.customers.events.foreign}', '${w.customers.contact}')`,
  },
  {
    ...{ says: 'no letter tells of a request that the customer is not asked about', asks: jobs, gets: 0 },
    sql: (w) => `select from app.customer_request_letter('${w.customers.events.unasked}', '${w.customers.contact}')`,
  },
  {
    ...{ says: 'whoever is asked is written to', asks: jobs, gets: 1 },
    sql: (w) => `select from app.contacts_to_tell(array['${w.customers.events.waits}'])`,
  },
  {
    ...{ says: 'whoever is not asked is not written to', asks: jobs, gets: 0 },
    sql: (w) => `select from app.contacts_to_tell(array['${w.customers.events.unasked}'])`,
  },
  {
    says: 'nobody is written to about an open tenant',
    asks: jobs,
    sql: (w) => `select from app.contacts_to_tell(array['${w.customers.live.event}'])`,
    gets: 0,
  },
]
