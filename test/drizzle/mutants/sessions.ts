import { mutantsOf, weakened } from './mutant.ts'

const START = 'app.begin_session(text, text, text, text, text, text, text, integer, text, text, text, boolean)'
const ENTRY = 'app.entry_refusal(app.internal_user, public.tenant, public.ticket, public.tenant_user, text)'
const DECIDE = 'app.decide_access(text, text, text, text)'
const KILL = 'app.kill_sessions(text, text, text)'
const when = (line: string, signature = ENTRY) => weakened(signature, [`WHEN ${line}`, 'WHEN false'])
const withoutCheck = (name: string, table = 'app.impersonation_session') => `alter table ${table} drop constraint ${name}`
const MINE = 'AND i.operator_id = app.current_operator()'

export const ofSessions = mutantsOf('sessions', [
  [
    'anybody enters a tenant',
    `${when("NOT app.may('impersonate')")}; ${weakened(DECIDE, [" OR app.ceiling(role) IS NULL OR NOT 'impersonate' = ANY (held)", ''])}`,
  ],
  [
    'a closed tenant is entered',
    `${when("place.access_policy = 'closed'")}; ${weakened(DECIDE, ["policy NOT IN ('open', 'notify', 'approve')", 'false'])}`,
  ],
  [
    'a tenant that asks for approval is entered',
    weakened(
      START,
      ["WHEN NOT broken AND wish.id IS NULL AND cost <> 'auto' THEN", 'WHEN false THEN'],
      ["WHEN NOT broken AND cost = 'approve+customer' AND wish.customer_approved_at IS NULL THEN", 'WHEN false THEN'],
    ),
  ],
  ['a suspended tenant is entered', when("place.status NOT IN ('ACTIVE', 'PROVISIONING')")],
  ['a user who has left is looked as', when("seen.status <> 'ACTIVE'")],
  [
    'a tenant is entered without a ticket',
    `${when('basis.id IS NULL')}; ${weakened(
      START,
      ['WHEN NOT broken AND basis.assignee_id IS DISTINCT FROM me.id', 'WHEN false'],
      ['k.id = begin_session.ticket_id AND k.tenant_id = place.id', 'k.id = begin_session.ticket_id'],
    )}`,
  ],
  ['a closed ticket opens a tenant', when("basis.status = 'CLOSED'")],
  ['a ticket of somebody else opens a tenant', when('NOT broken AND basis.assignee_id IS DISTINCT FROM me.id', START)],
  ['a user of another tenant is looked as', when('target_user_id IS NOT NULL AND seen.id IS NULL')],
  ['there is no ceiling', when('app.tenant_role_rank(seen.role) > app.tenant_role_rank(app.ceiling(me.role))')],
  ['first level looks as high as the third', weakened('app.ceiling(text)', ["'INVESTIGATOR'", "'TENANT_ADMIN'"])],
  ['a session begins with four hours', 'drop trigger hold_window on app.impersonation_session'],
  ['a session grows by whatever is left', 'drop trigger hold_window_extended on app.impersonation_session'],
  ['a session has no window', withoutCheck('impersonation_session_window')],
  [
    'a window may be endless',
    `${withoutCheck('impersonation_session_window')}; alter table app.impersonation_session add check (expires_at > started_at and (isfinite(expires_at) is false or expires_at <= started_at + interval '4 hours'))`,
  ],
  [
    'a window is a day',
    `${withoutCheck('impersonation_session_window')}; alter table app.impersonation_session add check (isfinite(started_at) and isfinite(expires_at) and expires_at > started_at and expires_at <= started_at + interval '1 day')`,
  ],
  ['a session may end without a cause', withoutCheck('impersonation_session_end')],
  ['a session needs no reason', withoutCheck('impersonation_session_reason')],
  ['a session needs no ticket', withoutCheck('impersonation_session_basis')],
  [
    'broken glass may write',
    `${withoutCheck('impersonation_session_break_glass_reads')}; ${withoutCheck('impersonation_session_writes_approved')}`,
  ],
  ['somebody may be in two tenants', 'drop index app.impersonation_session_one_live'],
  [
    'anybody lengthens a session',
    weakened('app.extend_impersonation(text, integer, text)', [MINE, ''], ['OR (app.live_session()).id IS DISTINCT FROM s.id', '']),
  ],
  [
    'a session is lengthened by an hour',
    `${weakened('app.extend_impersonation(text, integer, text)', ['BETWEEN 1 AND 30', 'BETWEEN 1 AND 60'])}; drop trigger hold_window_extended on app.impersonation_session`,
  ],
  [
    'a session that is over is lengthened',
    weakened('app.extend_impersonation(text, integer, text)', ['OR (app.live_session()).id IS DISTINCT FROM s.id', '']),
  ],
  [
    'anybody ends a session by its id',
    weakened('app.end_impersonation(text, text, text, jsonb)', [
      'AND (i.key_hash = app.key_hash(session_key) OR i.operator_id = app.current_operator())',
      '',
    ]),
  ],
  ['anybody writes a closing note', weakened('app.note_impersonation(text, text)', [MINE, ''])],
  ...(
    [
      ['a closing note is written again and again', 'EXISTS (SELECT FROM audit.trail t'],
      ['a closing note is written during the session', 'the_end > clock_timestamp()'],
      ['a closing note is written a week later', 'the_end <= clock_timestamp() - app.closing_note_limit()'],
      ['a closing note is as long as a book', "length(trim(coalesce(note, ''))) NOT BETWEEN 1 AND 2000"],
    ] as const
  ).map(([says, line]): [string, string] => [
    says,
    weakened('app.note_impersonation(text, text)', [`WHEN ${line}`, `WHEN false AND ${line}`]),
  ]),
  [
    'whoever shows their own session stole it',
    weakened('app.report_stolen(text, text, jsonb)', ['OR s.login_session_id = shown_by.id', '']),
  ],
  ['anybody kills', weakened(KILL, ["NOT app.may('kill_sessions')", 'false'])],
  [
    'the signed out kill',
    weakened(
      KILL,
      ["IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;", "me := coalesce(me, 'nobody');"],
      ["NOT app.may('kill_sessions')", 'false'],
    ),
  ],
  ['a kill needs no reason', weakened(KILL, ["length(trim(coalesce(reason, ''))) < 10", 'false'])],
  ['a kill takes any scope', weakened(KILL, ["scope IS NULL OR scope NOT IN ('session', 'operator', 'tenant', 'role', 'all')", 'false'])],
  ['a kill is open to the reading login', `grant execute on function ${KILL} to portal_tenant_ro`],
  ['a session outlives its tenant', 'drop trigger end_sessions on tenant'],
  ['a session outlives its ticket', 'alter table ticket disable trigger end_sessions'],
  ['a session and its sign-in outlive a change of the operator', 'drop trigger end_sessions on app.internal_user'],
  ['only a change of status ends a session', weakened('app.end_with_operator()', ['OR a.role <> b.role', ''])],
])
