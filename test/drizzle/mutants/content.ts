import { CONTENT } from '../content.ts'
import { mutantsOf, open, weakened } from './mutant.ts'

const live = (from: string, to = '') => weakened('app.live_session()', [from, to])
const ENTER = 'app.enter(text, text, jsonb, text, text)'
const ASKER = 'app.asker()'

export const ofContent = mutantsOf('content', [
  ...CONTENT.map((table): [string, string] => [`${table} is open to every session`, open('in_session', `public.${table}`)]),
  ['notes have no row-level security', 'alter table note disable row level security'],
  ['staff may read cases', 'grant select on "case" to portal_staff; create policy mine on "case" for select to portal_staff using (true)'],
  ['staff may read cases of which no policy shows a row', 'grant select on "case" to portal_staff'],
  ['jobs may read reports', 'grant select on riu to portal_jobs'],
  ['reporters may be read inside', 'grant select on riu_reporter to portal_tenant_ro'],
  ['one column of the reporters may be read inside', 'grant select (riu_id) on riu_reporter to portal_tenant_rw'],
  ['notes may be changed by a reading login', 'grant update on note to portal_tenant_ro'],
  ['cases may be deleted by a writing login', 'grant delete on "case" to portal_tenant_rw'],
  ['an ended session is live', live('AND i.ended_at IS NULL')],
  ['a session past its deadline is live', live('AND i.expires_at > clock_timestamp()')],
  ['an idle session is live', live('AND a.last_act_at > clock_timestamp() - app.session_idle_limit()')],
  [
    'a session without its clock is live',
    live('JOIN app.impersonation_activity a ON', 'LEFT JOIN app.impersonation_activity a ON') +
      ';' +
      live(
        'AND a.last_act_at > clock_timestamp() - app.session_idle_limit()',
        "AND coalesce(a.last_act_at, 'infinity') > clock_timestamp() - app.session_idle_limit()",
      ),
  ],
  ['a session is live beside every sign-in', live("AND l.key_hash = app.key_hash(current_setting('app.login_key', true))")],
  ['a session outlives its revoked sign-in', live('AND l.revoked_at IS NULL')],
  ['a session outlives its expired sign-in', live('AND l.expires_at > clock_timestamp()')],
  ['a session outlives its idle sign-in', live('AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()')],
  ['a session outlives its operator', live("AND u.status = 'ACTIVE'")],
  ['the held keep their session', live("AND u.status = 'ACTIVE'", "AND u.status IN ('ACTIVE', 'HELD')")],
  ['a reading session is live for the writing login', live("AND (i.mode = 'READ_WRITE' OR session_user <> 'portal_tenant_rw')")],
  [
    'a session may idle for a day',
    "create or replace function app.session_idle_limit() returns interval language sql immutable parallel safe return interval '1 day'",
  ],
  ['every session sees every case', weakened('app.sees_every_case()', ['(s.target_user_id IS NULL OR', '(true OR'])],
  [
    'an investigator sees every case',
    weakened('app.sees_every_case()', ["IN ('COMPLIANCE_OFFICER'", "IN ('INVESTIGATOR', 'COMPLIANCE_OFFICER'"]),
  ],
  ['an employee sees every user', weakened('app.sees_every_user()', ["IN ('INVESTIGATOR'", "IN ('EMPLOYEE', 'INVESTIGATOR'"])],
  ['every investigation is everybody’s', weakened('app.investigated_cases()', ['AND i.assignee_id = s.target_user_id', ''])],
  ['cases may be assigned across tenants', 'alter table "case" drop constraint case_assignee'],
])

export const ofEntering = mutantsOf('entering', [
  ['a session is taken beside another sign-in', weakened(ENTER, ['shown.login_session_id <> login.id', 'false'])],
  ['a tenant is entered without a session', weakened(ENTER, ['inside AND live.id IS NULL', 'false'])],
  [
    'a reading session enters through the writing login',
    weakened(ENTER, ["shown.mode = 'READ_ONLY'", 'false']) +
      ';' +
      live("AND (i.mode = 'READ_WRITE' OR session_user <> 'portal_tenant_rw')"),
  ],
  ['anybody enters', weakened(ENTER, ['IF who IS NULL OR (context', 'IF (context'])],
  ['a cookie of another version enters', weakened(ENTER, ["AND u.version = (context ->> 'operatorVersion')::integer", ''])],
  ['a cookie of somebody else enters', weakened(ENTER, ["AND u.id = context ->> 'operator'", ''])],
  ['no sign-in is too old', weakened(ENTER, ['login.proved_at <= clock_timestamp() - app.fresh_limit()', 'false'])],
  [
    'a sign-in is fresh for an hour',
    "create or replace function app.fresh_limit() returns interval language sql immutable parallel safe return interval '1 hour'",
  ],
  ['a key is taken twice', weakened(ENTER, ["IF NOT FOUND THEN RAISE EXCEPTION 'repeated' USING ERRCODE = 'IK409'; END IF;", ''])],
  ['a change does not hold its session', weakened(ENTER, [' FOR NO KEY UPDATE', ''])],
  [
    'a key answers another question',
    weakened('app.answer(text, text)', ["known.asked <> sha256(convert_to(answer.asked, 'UTF8'))", 'false']),
  ],
  [
    'a key is answered to everybody',
    weakened('app.answer(text, text)', [
      "AND a.operator_id = CASE session_user WHEN 'portal_jobs' THEN 'system' WHEN 'portal_tenant_user' THEN app.inbox_owner() ELSE app.asker() END",
      '',
    ]),
  ],
  ['a revoked sign-in is believed', weakened(ASKER, ['AND l.revoked_at IS NULL', ''])],
  ['an expired sign-in is believed', weakened(ASKER, ['AND l.expires_at > clock_timestamp()', ''])],
  ['an idle sign-in is believed', weakened(ASKER, ['AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()', ''])],
  ['somebody who has left is believed', weakened(ASKER, ["AND u.status IN ('ACTIVE', 'HELD')", ''])],
  ['touching wakes an idle sign-in', weakened('app.touch()', ['AND app.asker() IS NOT NULL', ''])],
])
