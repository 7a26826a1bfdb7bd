import { anybody, catalogue, inside, type Probe, staff, tracedStaff, writing } from './probe.ts'
import { ASKED } from './requested.ts'
import type { World } from './world.ts'

const NOTE = 'A sentence of some length.'
const LONG = 'Everybody is away and the customer cannot wait until the morning.'
type Which = keyof World['requests']
type Wished = { tenantId: string; ticketId: string; mode?: string; scope?: string }

const ask = ({ tenantId, ticketId, mode = 'READ_WRITE', scope = 'CONTENT' }: Wished) =>
  `select from app.ask_access('acr_new', '${tenantId}', null, '${ticketId}', '${mode}', '${scope}', 'HOW_TO', '${ASKED}', 30) where because is null`
const says =
  (answer: string, which: Which, note = `'${NOTE}'`) =>
  (w: World) =>
    `select from app.answer_access('${w.requests[which].id}', ${answer}, ${note}) where because is null`
const start =
  (which: Which, { reason = ASKED, minutes = 30 } = {}) =>
  (w: World) => {
    const { id, tenantId, ticketId, mode, scope } = w.requests[which]
    return `select from app.start_approved('${id}', 'imp_new', 'a new key', '${tenantId}', null, '${ticketId}', 'HOW_TO', '${reason}', ${minutes}, '${mode}', '${scope}') where because is null`
  }
const breaks = ({ tenantId, ticketId }: Wished, reason = LONG) =>
  `select from app.break_glass('imp_new', 'a new key', '${tenantId}', '${ticketId}', 'INCIDENT', '${reason}') where because is null`
const night = (w: World) => ({ tenantId: w.shut.approve.id, ticketId: w.shut.approve.ticket })
const aRow =
  (values: string, which: Which = 'waiting') =>
  (w: World) =>
    `update app.access_request set ${values} where id = '${w.requests[which].id}'`
const approvedBy = (id: string) => `approver_id = '${id}', approver_role = 'ADMIN', approved_at = now()`
const trace = "insert into audit.trail (act, sentence, outcome) values ('note:write', 'A sentence.', 'done')"

/** Access that takes somebody else's yes. */
export const access: Probe[] = [
  {
    says: 'whoever may write asks to, anew where nobody had answered',
    asks: staff('imke'),
    sql: (w) => ask(w.requests.unanswered),
    gets: 1,
  },
  { says: 'nobody asks for access twice', asks: staff('imke'), sql: (w) => ask(w.requests.waiting), gets: 0 },
  { says: 'nobody asks signed out', asks: staff('signedOut'), sql: (w) => ask(w.requests.waiting), gets: 'IM400' },
  {
    says: 'nobody asks for what their role does not do',
    asks: staff('vera'),
    sql: (w) => ask({ tenantId: w.here.id, ticketId: w.tickets.open }),
    gets: 0,
  },
  {
    says: 'nobody asks for what they can have',
    asks: staff('vera'),
    sql: (w) => ask({ tenantId: w.here.id, ticketId: w.tickets.open, mode: 'READ_ONLY' }),
    gets: 0,
  },
  {
    says: 'nobody asks at a closed tenant',
    asks: staff('vera'),
    sql: (w) => ask({ tenantId: w.shut.closed.id, ticketId: w.shut.closed.ticket, mode: 'READ_ONLY' }),
    gets: 0,
  },
  { says: 'nobody asks over somebody else’s ticket', asks: staff('ben'), sql: (w) => ask(w.requests.unanswered), gets: 0 },
  {
    ...{ says: 'nobody writes for a project that is not there', asks: staff('paul'), gets: 0 },
    sql: (w) =>
      `${trace}; update ticket set assignee_id = '${w.logins.paul.id}' where id = '${w.tickets.open}'; ${ask({ tenantId: w.here.id, ticketId: w.tickets.open })}`,
  },

  { says: 'a colleague approves', asks: staff('ada'), sql: says("'approve'", 'waiting'), gets: 1 },
  { says: 'a colleague denies', asks: staff('ada'), sql: says("'deny'", 'waiting'), gets: 1 },
  { says: 'a colleague takes an approval back', asks: staff('ben'), sql: says("'deny'", 'approved'), gets: 1 },
  { says: 'nobody approves their own', asks: staff('imke'), sql: says("'approve'", 'waiting'), gets: 0 },
  { says: 'nobody denies their own', asks: staff('imke'), sql: says("'deny'", 'waiting'), gets: 0 },
  { says: 'nobody approves without the permission', asks: staff('hugo'), sql: says("'approve'", 'waiting'), gets: '42501' },
  { says: 'nobody approves held', asks: staff('kurt'), sql: says("'approve'", 'waiting'), gets: 'IM400' },
  { says: 'nobody approves on a stale sign-in', asks: staff('stale'), sql: says("'approve'", 'waiting'), gets: 'IM428' },
  { says: 'a stale sign-in is good enough to deny', asks: staff('stale'), sql: says("'deny'", 'waiting'), gets: 1 },
  {
    ...{ says: 'nobody approves from inside a tenant', asks: { duty: 'portal_staff', session: 'elsewhere' } as const, gets: 0 },
    sql: says("'approve'", 'waiting'),
  },
  {
    ...{ says: 'one may deny from inside a tenant', asks: { duty: 'portal_staff', session: 'elsewhere' } as const, gets: 1 },
    sql: says("'deny'", 'waiting'),
  },
  { says: 'nobody approves what nobody answered in time', asks: staff('ada'), sql: says("'approve'", 'unanswered'), gets: 0 },
  { says: 'nobody approves twice', asks: staff('ada'), sql: says("'approve'", 'halfway'), gets: 0 },
  { says: 'nobody approves what was denied', asks: staff('imke'), sql: says("'approve'", 'denied'), gets: 0 },
  { says: 'nobody denies what was denied', asks: staff('imke'), sql: says("'deny'", 'denied'), gets: 0 },
  { says: 'nobody answers without a sentence', asks: staff('ada'), sql: says("'approve'", 'waiting', "'ok'"), gets: '22023' },
  { says: 'nobody answers without saying what', asks: staff('ada'), sql: says('null', 'waiting'), gets: '22023' },
  { says: 'whoever asked takes it back', asks: staff('imke'), sql: says("'withdraw'", 'waiting', 'null'), gets: 1 },
  { says: 'nobody else takes it back', asks: staff('ada'), sql: says("'withdraw'", 'waiting', 'null'), gets: 0 },
  {
    ...{ says: 'nobody approves for whom may not enter any more', asks: staff('ada'), gets: 0 },
    sql: (w) => `${trace}; select app.change_person('${w.logins.imke.id}', 'hold', '${NOTE}'); ${says("'approve'", 'waiting')(w)}`,
  },
  ...(['portal_staff', 'portal_jobs', 'portal_tenant_ro'] as const).map(
    (duty): Probe => ({
      ...{ says: `${duty} does not answer for a customer`, asks: anybody(duty), gets: '42501' },
      sql: (w) => `select app.answer_for_customer('${w.requests.halfway.id}', '${w.shut.approve.id}', true, 'usr_any', '${NOTE}')`,
    }),
  ),

  { says: 'what was approved begins', asks: staff('ada'), sql: start('approved'), gets: 1 },
  { says: 'what the customer agreed to begins', asks: staff('hugo'), sql: start('agreed'), gets: 1 },
  { says: 'nothing begins with another reason', asks: staff('ada'), sql: start('approved', { reason: `${ASKED}.` }), gets: 0 },
  { says: 'nothing begins for longer', asks: staff('ada'), sql: start('approved', { minutes: 31 }), gets: 0 },
  { says: 'nobody begins what somebody else asked for', asks: staff('ben'), sql: start('approved'), gets: 0 },
  { says: 'nothing begins that waits', asks: staff('imke'), sql: start('waiting'), gets: 0 },
  { says: 'nothing begins late', asks: staff('ada'), sql: start('late'), gets: 0 },
  { says: 'nothing begins without the customer', asks: staff('vera'), sql: start('halfway'), gets: 0 },
  {
    ...{ says: 'nothing begins twice', asks: staff('ada'), gets: 0 },
    sql: (w) =>
      `${start('approved')(w)}; select app.end_impersonation('imp_new', 'a new key', '${w.logins.ada.loginKey}', '{}'); ${start('approved')(w).replace('imp_new', 'imp_newer').replace('a new key', 'a newer key')}`,
  },
  {
    ...{ says: 'nothing that was approved is lengthened', asks: staff('ada'), gets: 0 },
    sql: (w) =>
      `${start('approved')(w)}; select set_config('app.session_key', 'a new key', true); select from app.extend_impersonation('imp_new', 10, '${NOTE}') where because is null`,
  },
  {
    ...{ says: 'nothing begins where the customer became stricter', asks: catalogueAs('ada'), gets: 0 },
    sql: (w) => `update tenant set access_policy = 'approve' where id = '${w.here.id}'; ${start('approved')(w)}`,
  },

  { says: 'the glass is broken where one would have to ask', asks: staff('vera'), sql: (w) => breaks(night(w)), gets: 1 },
  {
    says: 'the glass is broken over somebody else’s ticket',
    asks: staff('vera'),
    sql: (w) => breaks({ tenantId: w.here.id, ticketId: w.tickets.notTheirs }),
    gets: 1,
  },
  {
    says: 'no glass is broken that is in nobody’s way',
    asks: staff('vera'),
    sql: (w) => breaks({ tenantId: w.here.id, ticketId: w.tickets.open }),
    gets: 0,
  },
  {
    says: 'no glass is broken at a closed tenant',
    asks: staff('vera'),
    sql: (w) => breaks({ tenantId: w.shut.closed.id, ticketId: w.shut.closed.ticket }),
    gets: 0,
  },
  { says: 'no glass is broken for a short reason', asks: staff('vera'), sql: (w) => breaks(night(w), ASKED.slice(0, 39)), gets: '23514' },
  { says: 'no glass is broken on a stale sign-in', asks: staff('stale'), sql: (w) => breaks(night(w)), gets: 'IM428' },
  {
    ...{ says: 'no second glass is broken before the first was looked at', asks: catalogueAs('vera'), gets: 0 },
    sql: (w) => `${breaks(night(w))}; select app.end_impersonation('imp_new', 'a new key', '${w.logins.vera.loginKey}', '{}');
      ${breaks(night(w)).replace('imp_new', 'imp_newer').replace('a new key', 'a newer key')}`,
  },

  { says: 'what was approved may be taken out', asks: writing('writing'), sql: 'select where app.may_export()', gets: 1 },
  { says: 'nothing else is taken out', asks: inside('live'), sql: 'select where app.may_export()', gets: 0 },

  { says: 'whoever answers sees every request', asks: staff('ben'), sql: 'select id from app.access_request', gets: 12 },
  { says: 'whoever asked sees their own', asks: staff('hugo'), sql: 'select id from app.access_request', gets: 1 },
  { says: 'nobody else sees one', asks: staff('nils'), sql: 'select id from app.access_request', gets: 0 },
  { says: 'nobody signed out sees one', asks: staff('signedOut'), sql: 'select id from app.access_request', gets: 0 },
  { says: 'nobody approves by hand', asks: tracedStaff('ada'), sql: (w) => aRow(approvedBy(w.logins.ada.id))(w), gets: '42501' },
  { says: 'nobody asks by hand', asks: tracedStaff('ada'), sql: "insert into app.access_request (id) values ('acr_mine')", gets: '42501' },
  { says: 'the minute closes what lapsed', asks: anybody('portal_jobs'), sql: 'select where app.lapse_due_access(10) = 3', gets: 1 },

  { says: 'a request is not approved by whoever asked', asks: catalogue, sql: (w) => aRow(approvedBy(w.logins.imke.id))(w), gets: '23514' },
  {
    ...{ says: 'a request is not approved by the same person of the directory', asks: catalogue, gets: '23514' },
    sql: (w) =>
      `insert into app.internal_user (id, directory_id, email, name, role) select 'ops_again', upper(u.directory_id), 'again@vendor.example', u.name, 'ADMIN'
         from app.internal_user u where u.id = '${w.logins.imke.id}'; ${aRow(approvedBy('ops_again'))(w)}`,
  },
  { says: 'a request is not approved by who is held', asks: catalogue, sql: (w) => aRow(approvedBy(w.logins.kurt.id))(w), gets: '23514' },
  {
    says: 'a request is not approved from inside',
    asks: catalogue,
    sql: (w) => aRow(approvedBy(w.sessions.live.operatorId))(w),
    gets: '23514',
  },
  ...(
    [
      ['is approved by somebody', "state = 'APPROVED', start_by = now()", 'waiting'],
      ['is approved by the customer too', "state = 'APPROVED', start_by = now()", 'halfway'],
      ['is denied by somebody', "state = 'DENIED'", 'waiting'],
      ['is used by a session', "state = 'USED'", 'approved'],
      ['that was denied stays so', "state = 'EXPIRED', denied_by = null, denier_id = null", 'denied'],
      ['waits half an hour for a colleague', "answer_by = asked_at + interval '31 minutes'", 'waiting'],
      ['waits half a day for the customer', "customer_by = asked_at + interval '13 hours'", 'waiting'],
    ] as const
  ).map(
    ([sentence, values, which]): Probe => ({ says: `a request ${sentence}`, asks: catalogue, sql: aRow(values, which), gets: '23514' }),
  ),
  ...[
    ['writes with an approval only', "mode = 'READ_WRITE', approval_id = null"],
    ['ends with what was approved', "limit_at = expires_at - interval '1 second'"],
    ['that broke the glass lasts half an hour', `break_glass = true, reason = '${LONG}', limit_at = started_at + interval '31 minutes'`],
    [
      'that broke the glass explains itself',
      "break_glass = true, reason = 'It cannot wait at all.', limit_at = started_at + interval '30 minutes', expires_at = started_at + interval '30 minutes'",
    ],
  ].map(
    ([sentence, values]): Probe => ({
      ...{ says: `a session ${sentence}`, asks: catalogue, gets: '23514' },
      sql: (w) => `update app.impersonation_session set ${values} where id = '${w.sessions.live.id}'`,
    }),
  ),
  {
    ...{ says: 'a session ends where the customer wants to be asked and was not', asks: catalogue, gets: 0 },
    sql: (w) =>
      `update tenant set access_policy = 'approve' where id = '${w.here.id}'; select from app.impersonation_session where id = '${w.sessions.live.id}' and ended_at is null`,
  },
]

/** The owner, with somebody's keys: what nobody else may arrange, then what they ask. */
function catalogueAs(login: 'ada' | 'vera') {
  return { ...catalogue, login }
}
