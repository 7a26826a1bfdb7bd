import { catalogue, inside, type Probe, staff, tracedStaff } from './probe.ts'
import type { SessionName, World } from './world.ts'

const WHY = 'What is left of the same thread.'
const NOTE = 'A sentence of some length.'
type Which = keyof World['moreReveals']

/** The owner with the keys of a session: the rows before count for it. */
const owner = (session: SessionName) => ({ ...catalogue, session })
/** By the sign-in and the overlay of a session, at the login of the staff. */
const from = (session: SessionName) => ({ duty: 'portal_staff', session }) as const
const ask = (sessionId: string) => `select from app.ask_reveals('rvq_new', '${sessionId}', '${WHY}') where because is null`
const says =
  (answer: string, which: Which, { note = `'${NOTE}'`, at }: { note?: string; at?: Which } = {}) =>
  ({ moreReveals: wishes }: World) =>
    `select from app.answer_reveals('${wishes[which].id}', '${wishes[at ?? which].sessionId}', ${answer}, ${note}) where because is null`
const reveal = (id: string) => `select from app.reveal('riu', '${id}', 'narrative', '${WHY}', true) where because is null`
const after = (n: number, sql: string) =>
  `${Array.from({ length: n }, () => `insert into audit.trail (act, sentence, outcome) values ('field:reveal', 'A sentence.', 'done')`).join('; ')}; ${sql}`
const usedUp = (n: number, session: SessionName) => (w: World) =>
  `insert into audit.trail (operator_id, session_id, tenant_id, act, sentence, outcome)
     select operator_id, id, tenant_id, 'field:reveal', 'A sentence.', 'done' from app.impersonation_session, generate_series(1, ${n}) where id = '${w.sessions[session].id}';
   ${ask(w.sessions[session].id)}`
const aRow = (values: string, which: Which) => (w: World) =>
  `update app.reveal_request set ${values} where id = '${w.moreReveals[which].id}'`
const approvedBy = (id: string) => `state = 'APPROVED', answerer_id = '${id}', answered_at = now()`

/** More reveals than everybody has. */
export const reveals: Probe[] = [
  {
    ...{ says: 'whoever has used up their reveals asks for more, anew where nobody had answered', asks: owner('elsewhere'), gets: 1 },
    sql: usedUp(10, 'elsewhere'),
  },
  {
    ...{ says: 'nobody asks for more who has one left', asks: owner('elsewhere'), gets: 0 },
    sql: usedUp(9, 'elsewhere'),
  },
  { says: 'nobody asks for more twice', asks: owner('live'), sql: usedUp(10, 'live'), gets: 0 },
  {
    says: 'nobody asks for more in somebody else’s session',
    asks: { ...catalogue, login: 'ada' },
    sql: usedUp(10, 'asInvestigator'),
    gets: 0,
  },
  {
    ...{ says: 'whoever may not reveal asks for nothing', asks: owner('readingWithoutLeave'), gets: 0 },
    sql: usedUp(10, 'readingWithoutLeave'),
  },
  {
    ...{ says: 'after a colleague’s yes a twentieth field is revealed', asks: inside('asEmployee'), gets: 1 },
    sql: (w) => after(19, reveal(w.here.riuId)),
  },
  {
    ...{ says: 'a twenty-first is not', asks: inside('asEmployee'), gets: 0 },
    sql: (w) => after(20, reveal(w.here.riuId)),
  },
  {
    ...{ says: 'a wish that waits reveals nothing', asks: inside('live'), gets: 0 },
    sql: (w) => after(10, reveal(w.here.riuId)),
  },
  {
    ...{ says: 'how many are left is told to nobody outside', asks: staff('ada'), gets: 0 },
    sql: (w) => `select where app.reveals_left('${w.sessions.live.id}') is not null`,
  },

  { says: 'a colleague says yes to more reveals', asks: staff('ada'), sql: says("'approve'", 'waits'), gets: 1 },
  { says: 'a colleague says no to more reveals', asks: staff('ada'), sql: says("'deny'", 'waits'), gets: 1 },
  { says: 'no to more reveals is said from inside, too', asks: from('writing'), sql: says("'deny'", 'waits'), gets: 1 },
  { says: 'yes to more reveals is not said from inside', asks: from('writing'), sql: says("'approve'", 'waits'), gets: 0 },
  { says: 'nobody answers their own wish for reveals', asks: from('live'), sql: says("'deny'", 'waits'), gets: 0 },
  { says: 'nobody says yes to reveals that were not answered in time', asks: staff('ada'), sql: says("'approve'", 'late'), gets: 0 },
  { says: 'nobody says yes to reveals in a session that is over', asks: staff('ada'), sql: says("'approve'", 'over'), gets: 0 },
  { says: 'nobody answers a wish for reveals twice', asks: staff('ada'), sql: says("'deny'", 'given'), gets: 0 },
  {
    ...{ says: 'nobody answers a wish for reveals of another session', asks: staff('ada'), gets: 0 },
    sql: says("'approve'", 'waits', { at: 'given' }),
  },
  { says: 'nobody answers a wish for reveals without the permission', asks: staff('hugo'), sql: says("'approve'", 'waits'), gets: '42501' },
  { says: 'no stale sign-in says yes to reveals', asks: staff('stale'), sql: says("'approve'", 'waits'), gets: 'IM428' },
  {
    ...{ says: 'nobody says yes to reveals without a word', asks: staff('ada'), gets: '22023' },
    sql: says("'approve'", 'waits', { note: "'short'" }),
  },
  { says: 'a wish for reveals is answered with yes or no', asks: staff('ada'), sql: says('null', 'waits'), gets: '22023' },

  { says: 'whoever answers sees every wish for reveals', asks: staff('ben'), sql: 'select id from app.reveal_request', gets: 4 },
  { says: 'nobody else sees a wish for reveals', asks: staff('nils'), sql: 'select id from app.reveal_request', gets: 0 },
  { says: 'nobody signed out sees a wish for reveals', asks: staff('signedOut'), sql: 'select id from app.reveal_request', gets: 0 },
  {
    ...{ says: 'nobody says yes to reveals by hand', asks: tracedStaff('ada'), gets: '42501' },
    sql: (w) => aRow(approvedBy(w.logins.ada.id), 'waits')(w),
  },
  {
    ...{ says: 'nobody wishes for reveals by hand', asks: tracedStaff('ada'), gets: '42501' },
    sql: "insert into app.reveal_request (id) values ('rvq_mine')",
  },

  {
    ...{ says: 'reveals are not approved by whoever asked', asks: catalogue, gets: '23514' },
    sql: (w) => aRow(approvedBy(w.sessions.live.operatorId).replace('APPROVED', 'DENIED'), 'waits')(w),
  },
  {
    ...{ says: 'reveals are not approved by the same person of the directory', asks: catalogue, gets: '23514' },
    sql: (w) =>
      `insert into app.internal_user (id, directory_id, email, name, role) select 'ops_again', upper(u.directory_id), 'again@vendor.example', u.name, 'ADMIN'
         from app.internal_user u where u.id = '${w.sessions.live.operatorId}'; ${aRow(approvedBy('ops_again'), 'waits')(w)}`,
  },
  {
    ...{ says: 'reveals are not approved by who is held', asks: catalogue, gets: '23514' },
    sql: (w) => aRow(approvedBy(w.logins.kurt.id), 'waits')(w),
  },
  {
    ...{ says: 'reveals are not approved from inside', asks: catalogue, gets: '23514' },
    sql: (w) => aRow(approvedBy(w.sessions.writing.operatorId), 'waits')(w),
  },
  ...(
    [
      ['was answered stays so', "state = 'DENIED'", 'given'],
      ['is denied by somebody', "state = 'DENIED', answered_at = now()", 'waits'],
      ['is closed at a time', "state = 'LAPSED'", 'waits'],
      ['waits half an hour', "answer_by = asked_at + interval '31 minutes'", 'waits'],
      ['says why', "reason = 'Because'", 'waits'],
    ] as const
  ).map(
    ([sentence, values, which]): Probe => ({
      ...{ says: `a wish for reveals ${sentence}`, asks: catalogue, gets: '23514' },
      sql: aRow(values, which),
    }),
  ),

  {
    ...{ says: 'no review forgets who said yes to reveals', asks: catalogue, gets: 0 },
    sql: (w) =>
      `${overNow(w)}; select from app.session_review where session_id = '${w.moreReveals.given.sessionId}' and approver_id is distinct from '${w.logins.ben.id}'`,
  },
  {
    ...{ says: 'whoever said yes to reveals does not review, beside another who approved', asks: { ...catalogue, login: 'ben' }, gets: 0 },
    sql: (w) => `${reviewOfTwo(w)};
      select from app.decide_review((select id from app.session_review where session_id = '${w.moreReveals.given.sessionId}'), 'approved', '${NOTE}') where because is null`,
  },
  {
    ...{ says: 'no review is written by who said yes to reveals', asks: catalogue, gets: '23514' },
    sql: (w) => `${reviewOfTwo(w)};
      update app.session_review set state = 'approved', reviewer_id = '${w.logins.ben.id}', note = '${NOTE}', decided_at = now()
      where session_id = '${w.moreReveals.given.sessionId}'`,
  },
]

/** The session that got more is over, and asks for a review because it wrote. */
const overNow = (w: World) =>
  `update app.impersonation_session set mode = 'READ_WRITE', approval_id = 'acr_of_nobody', ended_at = now(), end_reason = 'MANUAL'
   where id = '${w.moreReveals.given.sessionId}'`
const reviewOfTwo = (w: World) =>
  `${overNow(w)}; alter table app.session_review disable trigger hold_review;
   update app.session_review set approver_id = '${w.logins.ada.id}' where session_id = '${w.moreReveals.given.sessionId}';
   alter table app.session_review enable trigger hold_review`
