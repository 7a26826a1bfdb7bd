import { mutantsOf, open, weakened } from './mutant.ts'

const BEGIN = 'app.begin_session(text, text, text, text, text, text, text, integer, text, text, text, boolean)'
const ASK = 'app.ask_access(text, text, text, text, text, text, text, text, integer)'
const ANSWER = 'app.answer_access(text, text, text)'
const HOLD = 'app.hold_access()'
const STATE = 'app.access_state(app.access_request)'
const when = (signature: string, line: string) => weakened(signature, [`WHEN ${line} THEN`, 'WHEN false THEN'])
const withoutCheck = (name: string, table = 'app.access_request') => `alter table ${table} drop constraint ${name}`
const session = (name: string) => withoutCheck(`impersonation_session_${name}`, 'app.impersonation_session')

export const ofAccess = mutantsOf('access', [
  ['anything is asked for', when(ASK, "cost = 'deny'")],
  ['what is free is asked for', when(ASK, "cost = 'auto'")],
  ['specialists write without a project', when(ASK, "mode = 'READ_WRITE' AND me.role = 'IMPLEMENTATION'")],
  ['anybody’s ticket is good enough to ask', when(ASK, 'basis.assignee_id IS DISTINCT FROM me.id')],
  [
    'one asks as often as one likes',
    `${when(ASK, 'known.id IS NOT NULL')}; drop index app.access_request_one_open; ${weakened(ASK, ["ON CONFLICT (operator_id, tenant_id) WHERE state IN ('WAITING', 'APPROVED') DO NOTHING", ''])}`,
  ],
  ['everybody may write', weakened('app.decide_access(text, text, text, text)', ["mode = 'READ_WRITE' AND NOT", "mode = 'WRITE' AND NOT"])],

  ['anybody approves', weakened(ANSWER, ["ELSE 'approve_access' END", "ELSE 'impersonate' END"])],
  [
    'one answers one’s own request',
    `${when(ANSWER, 'asker.id = me OR lower(asker.directory_id) = lower(mine.directory_id)')}; ${withoutCheck('access_request_four_eyes')}; drop trigger hold_access on app.access_request`,
  ],
  [
    'one approves from inside a tenant',
    `${when(ANSWER, 'EXISTS (SELECT FROM app.impersonation_session i WHERE i.operator_id = me AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp())')}; drop trigger hold_access on app.access_request`,
  ],
  [
    'a stale sign-in approves',
    weakened(ANSWER, ["refusal IS NULL AND answer = 'approve' AND NOT EXISTS", "false AND answer = 'approve' AND NOT EXISTS"]),
  ],
  [
    'one approves what is answered already',
    `${when(ANSWER, "app.access_state(r) <> 'WAITING' OR r.approver_id IS NOT NULL")}; drop trigger hold_access on app.access_request; ${withoutCheck('access_request_denied')}`,
  ],
  ['who is gone is approved for', weakened(ANSWER, ["asker.status <> 'ACTIVE' OR", ''])],
  ['one says yes without a word', weakened(ANSWER, ["length(trim(coalesce(note, ''))) < 10", 'false'])],
  ['anybody takes a request back', weakened(ANSWER, ["OR (answer = 'withdraw' AND asker.id <> me)", ''])],
  [
    'what was denied is denied again',
    `${weakened(ANSWER, ["CASE WHEN NOT app.may_be_denied(r) THEN 'DECIDED_ALREADY' END", 'NULL'])}; drop trigger hold_access on app.access_request`,
  ],
  ['colleagues have all day', weakened(STATE, ['r.approved_at IS NULL AND r.answer_by <= clock_timestamp() OR', ''])],
  ['an approval does not lapse', weakened(STATE, ["r.state = 'APPROVED' AND r.start_by <= clock_timestamp()", 'false'])],
  ['staff answer for customers', 'grant execute on function app.answer_for_customer(text, text, boolean, text, text) to portal_staff'],

  [
    'what begins is not what was approved',
    when(
      BEGIN,
      'wish.request_hash <> app.request_hash(me.id, begin_session.tenant_id, target_user_id, mode, scope, category, ticket_id, minutes, reason)',
    ),
  ],
  [
    'one begins what somebody else asked for',
    weakened(
      BEGIN,
      ['r.id = begin_session.request_id AND r.operator_id = me.id', 'r.id = begin_session.request_id'],
      ['app.request_hash(me.id,', 'app.request_hash(wish.operator_id,'],
      ['NOT broken AND basis.assignee_id IS DISTINCT FROM me.id', 'false'],
    ),
  ],
  [
    'what waits may begin',
    `${when(BEGIN, "app.access_state(wish) <> 'APPROVED'")}; alter table app.access_request drop constraint access_request_approved`,
  ],
  [
    'an approval is used twice',
    `${weakened(BEGIN, ["WHEN wish.state = 'USED' THEN", 'WHEN false THEN'], ["app.access_state(wish) <> 'APPROVED'", "app.access_state(wish) NOT IN ('APPROVED', 'USED')"])}; drop index app.impersonation_session_one_approval; drop trigger hold_access on app.access_request`,
  ],
  ['a stricter customer is not asked', when(BEGIN, "NOT broken AND cost = 'approve+customer' AND wish.customer_approved_at IS NULL")],
  ['a stale sign-in writes or breaks the glass', weakened(BEGIN, ["(mode <> 'READ_ONLY' OR broken) AND", 'false AND'])],
  ['glass is broken for nothing', when(BEGIN, 'broken AND NOT app.needs_break_glass(me, place, basis)')],
  ['glass is broken again and again', when(BEGIN, 'broken AND app.owes_break_glass_review(me.id)')],
  [
    'what was approved is lengthened',
    `${weakened('app.extend_impersonation(text, integer, text)', [', s.limit_at,', ','])}; ${session('limit')}`,
  ],
  [
    'everything may be taken out',
    weakened('app.may_export()', ['AND EXISTS (', 'AND (true OR EXISTS ('], ["AND r.state = 'USED')", "AND r.state = 'USED'))"]),
  ],

  ['everybody sees every request', open('own_or_answered', 'app.access_request')],
  [
    'staff write requests by hand',
    'grant update (approver_id, approver_role, approved_at), insert on app.access_request to portal_staff; create policy mine on app.access_request to portal_staff using (true) with check (true)',
  ],
  [
    'two eyes are enough for the table',
    `${withoutCheck('access_request_four_eyes')}; ${weakened(HOLD, ['HAVING count(*) > 1', 'HAVING count(*) > 2'])}`,
  ],
  [
    'two accounts are two people',
    weakened(
      HOLD,
      ['SELECT lower(u.directory_id)', 'SELECT u.directory_id'],
      ['GROUP BY lower(u.directory_id)', 'GROUP BY u.directory_id'],
    ),
  ],
  ['the held approve', weakened(HOLD, ["AND u.status = 'ACTIVE'", ''])],
  [
    'whoever is inside approves',
    weakened(HOLD, [
      'OR EXISTS (SELECT FROM app.impersonation_session i',
      'OR EXISTS (SELECT FROM app.impersonation_session i WHERE false) AND EXISTS (SELECT FROM app.impersonation_session i',
    ]),
  ],
  ['what was denied waits again', weakened(HOLD, ["old.state IN ('DENIED', 'EXPIRED', 'WITHDRAWN')", 'false'])],
  ['a request is approved by nobody', withoutCheck('access_request_approved')],
  ['a request is denied by nobody', withoutCheck('access_request_denied')],
  ['a request is used by no session', withoutCheck('access_request_used')],
  ['a request waits for ever', withoutCheck('access_request_clocks')],
  ['one writes without an approval', session('writes_approved')],
  ['a session outlasts its approval', session('limit')],
  ['broken glass needs no words and no end', session('break_glass_explains')],
  ['a session outlives the wish to be asked', weakened('app.end_with_tenant()', ["WHERE a.access_policy = 'approve'", 'WHERE false'])],
])
