import { mutantsOf, openCheck, weakened } from './mutant.ts'

export const ofBackground = mutantsOf('background', [
  ['a job is moved by hand as one likes', `drop trigger by_hand on app.job; ${openCheck('by_hand', 'app.job')}`],
  [
    'a running job is touched by hand',
    weakened(
      'app.move_job_by_hand()',
      ["old.state IN ('scheduled', 'available', 'retryable')", "old.state IN ('scheduled', 'available', 'retryable', 'running')"],
      ['IF NOT (', "IF old.state <> 'running' AND NOT ("],
    ) + `; ${openCheck('by_hand', 'app.job')}`,
  ],
  [
    'anybody moves a job',
    'alter policy by_hand on app.job using (true) with check (true); alter policy looked_after on app.job using (true)',
  ],
  ['the held put jobs in', openCheck('put', 'app.job')],
  ['a new job says its state', 'grant insert on app.job to portal_staff'],
  [
    'a session that is over puts jobs in',
    `${weakened('app.stamp_job()', ['IF s.id IS NULL THEN', 'IF false THEN'])}; ${openCheck('put_inside', 'app.job')}; drop trigger traced on app.job`,
  ],
  [
    'jobs of a session that is over run',
    weakened(
      'app.claim_jobs(integer, boolean, jsonb)',
      ['AND j.session_id IS NOT NULL AND NOT app.session_open(j.session_id)', 'AND false'],
      ['AND (j.session_id IS NULL OR app.session_open(j.session_id))', ''],
    ),
  ],
  ['every fence is the right one', weakened('app.hold_claim(text, integer)', ['OR held.fence <> hold_claim.fence', ''])],
  [
    'the effect of a session that is over happens',
    weakened('app.complete_job(text, integer)', ['IF NOT app.session_open(held.session_id)', 'IF false']),
  ],
  [
    'every session is open to jobs',
    weakened('app.session_open(text)', ['AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp()', '']),
  ],
  ['rooms take an ended session for an open one', weakened('app.still_open(jsonb)', ['AND i.ended_at IS NULL', ''])],
  ['rooms take an overdue session for an open one', weakened('app.still_open(jsonb)', ['AND app.session_due(i) > clock_timestamp()', ''])],
  ['rooms take an ended program for an open one', weakened('app.still_open(jsonb)', ['AND f.ended_at IS NULL', ''])],
  ['rooms take an ended sign-in for an open one', weakened('app.still_open(jsonb)', ['AND l.revoked_at IS NULL', ''])],
  ['rooms take a sign-in past its end for an open one', weakened('app.still_open(jsonb)', ['AND l.expires_at > clock_timestamp()', ''])],
  [
    'rooms take an idle sign-in for an open one',
    weakened('app.still_open(jsonb)', ['AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()', '']),
  ],
  ['staff ask which sign-ins are open', 'grant execute on function app.still_open(jsonb) to portal_staff'],
  ['jobs read letters', 'grant select on app.kept_mail to portal_jobs'],
  ['staff do the work of jobs', 'grant execute on function app.purge(integer) to portal_staff'],
  ['events are marked by hand', 'grant update on app.outbox to portal_staff'],
])

// `show_limit` loads the extension: before that nobody but a superuser may write down a setting of it.
export const ofSearching = mutantsOf('searching', [
  ['anybody searches', weakened('app.search_everywhere(text, text[], text, integer)', ["NOT app.may('search_all_tenants')", 'false'])],
  ['the entries may be read', 'grant select on app.search_entry to portal_staff'],
  [
    'a story is searched',
    weakened('app.search_riu()', ["concat_ws(' ', app.in_words(n.type)", "concat_ws(' ', n.narrative, app.in_words(n.type)"]),
  ],
  [
    'anybody looks tenants up',
    'select show_limit(); ' + weakened('app.look_up_tenants(text, text, integer)', ['app.current_operator() IS NULL OR', '']),
  ],
  [
    'anybody is offered subjects',
    weakened(
      'app.possible_subjects(text, integer)',
      ["NOT app.may('impersonate') OR", ''],
      ['BETWEEN 3 AND highest', 'BETWEEN 3 AND coalesce(highest, 5)'],
    ),
  ],
  [
    'subjects above the ceiling are offered',
    weakened('app.possible_subjects(text, integer)', ['BETWEEN 3 AND highest', 'BETWEEN 3 AND 5']),
  ],
  ['the signed out are told of access', weakened('app.tenant_access(text)', ['app.current_operator() IS NULL', 'false'])],
])
