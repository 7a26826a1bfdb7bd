import { catalogue, type Probe, staff, tracedStaff } from './probe.ts'
import type { World } from './world.ts'

const NOTE = 'A sentence of some length.'
type Which = keyof World['reviews']
const decide =
  (which: Which, verdict = "'approved'", note = NOTE, holds = false) =>
  (w: World) =>
    `select from app.decide_review('${w.reviews[which]}', ${verdict}, '${note}', ${holds}) where because is null`
const aRow =
  (values: string, which: Which = 'open') =>
  (w: World) =>
    `update app.session_review set ${values} where id = '${w.reviews[which]}'`
const decided = (by: string) => `state = 'approved', note = '${NOTE}', decided_at = now(), reviewer_id = '${by}'`

/** Sessions that are over: which are looked at again, and by whom. */
export const reviews: Probe[] = [
  { says: 'a lead approves a session', asks: staff('lena'), sql: decide('open'), gets: 1 },
  { says: 'a lead flags a session', asks: staff('lena'), sql: decide('open', "'flagged'"), gets: 1 },
  { says: 'a flag may hold the operator', asks: staff('lena'), sql: decide('open', "'flagged'", NOTE, true), gets: 1 },
  { says: 'nobody reviews without the permission', asks: staff('imke'), sql: decide('open'), gets: '42501' },
  { says: 'nobody reviews signed out', asks: staff('signedOut'), sql: decide('open'), gets: 'IM400' },
  { says: 'nobody reviews their own session', asks: staff('lena'), sql: decide('ofLena'), gets: 0 },
  { says: 'nobody reviews what they approved', asks: staff('ben'), sql: decide('open'), gets: 0 },
  { says: 'nobody reviews twice', asks: staff('lena'), sql: decide('decided'), gets: 0 },
  {
    says: 'nobody reviews what is not there',
    asks: staff('lena'),
    sql: `select from app.decide_review('rev_none', 'approved', '${NOTE}') where because is null`,
    gets: 0,
  },
  { says: 'nobody reviews without a sentence', asks: staff('lena'), sql: decide('open', "'approved'", 'Fine'), gets: '22023' },
  { says: 'nobody reviews without saying how', asks: staff('lena'), sql: decide('open', 'null'), gets: '22023' },
  { says: 'nobody is held with an approval', asks: staff('lena'), sql: decide('open', "'approved'", NOTE, true), gets: '22023' },
  {
    ...{ says: 'nobody holds the last administrator by a flag', asks: staff('lena'), gets: 0 },
    sql: (w) => `${decide('ofBen', "'flagged'", NOTE, true)(w)}; ${decide('ofAda', "'flagged'", NOTE, true)(w)}`,
  },
  { says: 'reviewers see every review', asks: staff('ada'), sql: 'select id from app.session_review', gets: 6 },
  { says: 'an operator sees the reviews of their own sessions', asks: staff('hugo'), sql: 'select id from app.session_review', gets: 1 },
  { says: 'nobody else sees a review', asks: staff('vera'), sql: 'select id from app.session_review', gets: 0 },
  { says: 'nobody signed out sees a review', asks: staff('signedOut'), sql: 'select id from app.session_review', gets: 0 },
  {
    says: 'nobody decides by hand',
    asks: tracedStaff('lena'),
    sql: (w) => aRow(decided(w.logins.lena.id))(w),
    gets: '42501',
  },
  {
    says: 'nobody asks for a review by hand',
    asks: tracedStaff('lena'),
    sql: "insert into app.session_review (id) values ('rev_mine')",
    gets: '42501',
  },
  ...(['hugo', 'ben'] as const).map(
    (name): Probe => ({
      ...{ says: `a review is not decided by ${name === 'hugo' ? 'the operator' : 'the approver'}`, asks: catalogue, gets: '23514' },
      sql: (w) => aRow(decided(w.logins[name].id))(w),
    }),
  ),
  {
    ...{ says: 'an operator did not approve their own session', asks: catalogue, gets: '23514' },
    sql: (w) => `${copy(w, 'open', { id: "'rev_new'", session_id: `'${w.sessions.live.id}'`, approver_id: 'operator_id' })}`,
  },
  {
    ...{ says: 'a review is not decided by the operator under another name', asks: catalogue, gets: '23514' },
    sql: (w) =>
      `insert into app.internal_user (id, directory_id, email, name, role) select 'ops_twin', lower(directory_id), 'twin@vendor.example', 'A twin', 'ADMIN'
         from app.internal_user where id = '${w.logins.hugo.id}'; ${aRow(decided('ops_twin'))(w)}`,
  },
  { says: 'a verdict stands', asks: catalogue, sql: aRow("state = 'flagged'", 'decided'), gets: '23514' },
  { says: 'a review stays about its session', asks: catalogue, sql: aRow("operator_id = 'ops_other'"), gets: '23514' },
  { says: 'nothing is reviewed by nobody', asks: catalogue, sql: aRow("state = 'approved'"), gets: '23514' },
  {
    says: 'a review has a reason',
    asks: catalogue,
    sql: (w) => copy(w, 'open', { session_id: `'${w.sessions.live.id}'`, reasons: "'{}'" }),
    gets: '23514',
  },
  {
    says: 'a review has a reason that is known',
    asks: catalogue,
    sql: (w) => copy(w, 'open', { session_id: `'${w.sessions.live.id}'`, reasons: "'{whim}'" }),
    gets: '23514',
  },
  { says: 'a session is reviewed once', asks: catalogue, sql: (w) => copy(w, 'open', {}), gets: '23505' },
  {
    says: 'a review has time',
    asks: catalogue,
    sql: (w) => copy(w, 'open', { session_id: `'${w.sessions.live.id}'`, due_at: 'created_at' }),
    gets: '23514',
  },
  {
    ...{ says: 'a verdict has its sentence', asks: catalogue, gets: '23514' },
    sql: (w) => aRow(`${decided(w.logins.ada.id)}, note = 'Fine'`.replace(`note = '${NOTE}', `, ''))(w),
  },
  {
    ...{ says: 'no read-write session ends without a review', asks: catalogue, gets: 0 },
    sql: (w) => without(w, 'writing', "reasons = '{read_write}' and due_at = created_at + interval '3 days'"),
  },
  {
    ...{ says: 'no break-glass session ends without a review, soon, that its operator waits for', asks: catalogue, gets: 0 },
    sql: (w) =>
      `update app.impersonation_session set break_glass = true, reason = 'Everybody is away and the customer cannot wait.', limit_at = started_at + interval '30 minutes',
         expires_at = started_at + interval '30 minutes' where id = '${w.sessions.live.id}';
       ${without(w, 'live', "reasons = '{break_glass}' and due_at = created_at + interval '1 day' and app.owes_break_glass_review(operator_id)")}`,
  },
  ...(['reveal', 'export'] as const).map(
    (what): Probe => ({
      ...{ says: `no session with ${what}s ends without a review`, asks: catalogue, gets: 0 },
      sql: (w) => `${actIn(w, `case:${what}`, 'done')}; ${without(w, 'live', `reasons = '{${what}}'`)}`,
    }),
  ),
  {
    ...{ says: 'what was refused in a session asks for no review', asks: catalogue, gets: 0 },
    sql: (w) => `${actIn(w, 'case:reveal', 'refused')}; ${ended(w, 'live', "'reveal' = any (reasons)")}`,
  },
  ...(
    [
      ['0', 1],
      ['0.0999999', 1],
      ['0.1', 0],
      ['0.9999999', 0],
    ] as const
  ).map(
    ([drawn, gets]): Probe => ({
      ...{ says: `who draws ${drawn} is ${gets ? '' : 'not '}in the sample`, asks: catalogue, gets },
      sql: `select where app.in_sample(${drawn})`,
    }),
  ),
  ...(['portal_tenant_ro', 'portal_tenant_rw', 'portal_jobs'] as const).map(
    (duty): Probe => ({ says: `${duty} never reviews`, asks: { duty, login: 'ada' }, sql: decide('open'), gets: '42501' }),
  ),
]

const end = (w: World, which: 'live' | 'writing') =>
  `update app.impersonation_session set ended_at = clock_timestamp(), end_reason = 'MANUAL' where id = '${w.sessions[which].id}'`
const ended = (w: World, which: 'live' | 'writing', what: string) =>
  `${end(w, which)}; select from app.session_review where session_id = '${w.sessions[which].id}' and ${what}`
const without = (w: World, which: 'live' | 'writing', what: string) =>
  `${end(w, which)}; select where not exists (select from app.session_review where session_id = '${w.sessions[which].id}' and ${what})`

const actIn = (w: World, act: string, outcome: string) =>
  `insert into audit.trail (operator_id, session_id, tenant_id, act, sentence, outcome)
   select operator_id, id, tenant_id, '${act}', 'A sentence.', '${outcome}' from app.impersonation_session where id = '${w.sessions.live.id}'`

/** Another row like one that is there, but for some columns. */
function copy(w: World, which: Which, but: Record<string, string>) {
  const columns = ['id', 'session_id', 'operator_id', 'operator_role', 'tenant_id', 'approver_id', 'reasons', 'created_at', 'due_at']
  const values = { id: "'rev_new'", ...but }
  return `insert into app.session_review (${columns.join(', ')})
    select ${columns.map((column) => values[column as keyof typeof values] ?? column).join(', ')} from app.session_review where id = '${w.reviews[which]}'`
}
