import { mutantsOf, open, weakened } from './mutant.ts'

const DECIDE = 'app.decide_review(text, text, text, boolean)'
const when = (line: string) => weakened(DECIDE, [`WHEN ${line}`, 'WHEN false'])
const withoutCheck = (name: string) => `alter table app.session_review drop constraint ${name}`
const withoutTrigger = 'drop trigger hold_review on app.session_review'

export const ofReviews = mutantsOf('reviews', [
  [
    'anybody reviews',
    weakened('app.required(text)', ['NOT app.may(permission)', "permission <> 'review_sessions' AND NOT app.may(permission)"]),
  ],
  ['whoever worked reviews', `${when('r.operator_id = me')}; ${withoutCheck('session_review_four_eyes')}; ${withoutTrigger}`],
  ['whoever approved reviews', `${when('r.approver_id = me')}; ${withoutCheck('session_review_four_eyes')}; ${withoutTrigger}`],
  ['a session is reviewed twice', `${when("r.state <> 'pending'")}; ${withoutTrigger}`],
  ['what is not there is reviewed', when('r.id IS NULL')],
  [
    'a review needs no sentence',
    weakened(DECIDE, ["length(trim(coalesce(note, ''))) < 10", 'false']) + `; ${withoutCheck('session_review_note')}`,
  ],
  [
    'a review is decided by nothing',
    weakened(DECIDE, ["IF verdict IS NULL OR verdict NOT IN ('approved', 'flagged') OR", 'IF']) +
      '; alter table app.session_review alter state drop not null',
  ],
  ['an approval holds', weakened(DECIDE, [" OR (to_hold AND verdict <> 'flagged')", ''])],
  ['a flag holds the last administrator', when('to_hold AND app.is_last_admin(r.operator_id)')],
  ['everybody sees reviews', open('own_or_reviewed', 'app.session_review')],
  [
    'staff decide reviews by hand',
    'grant update on app.session_review to portal_staff; create policy mine on app.session_review for update to portal_staff using (true)',
  ],
  [
    'staff ask for reviews by hand',
    'grant insert on app.session_review to portal_staff; alter table app.session_review alter session_id drop not null, alter operator_id drop not null, alter operator_role drop not null, alter tenant_id drop not null, alter reasons drop not null, alter created_at drop not null, alter due_at drop not null; create policy mine on app.session_review for insert to portal_staff with check (true)',
  ],
  ['two eyes are enough', `${withoutCheck('session_review_four_eyes')}; ${withoutTrigger}`],
  ['somebody reviews themselves under another name', withoutTrigger],
  ['a verdict may be changed', weakened('app.hold_review()', ["old.state <> 'pending' OR", ''])],
  ['a review may become one of another session', weakened('app.hold_review()', [' OR (old.session_id,', ' OR false AND (old.session_id,'])],
  ['a review is decided by nobody', withoutCheck('session_review_decided')],
  ['a verdict needs no sentence', withoutCheck('session_review_note')],
  ['a review needs no reason', withoutCheck('session_review_reasons_words')],
  ['a review needs no time', withoutCheck('session_review_due')],
  ['a session is reviewed again and again', 'drop index app.session_review_of_session'],
  ['no session waits for a review', 'drop trigger review on app.impersonation_session'],
  ...(
    [
      ['broken glass', 'WHEN s.break_glass'],
      ['a read-write session', "WHEN s.mode = 'READ_WRITE'"],
      ['a reveal', "WHEN 'reveal' = ANY (done)"],
      ['an export', "WHEN 'export' = ANY (done)"],
    ] as const
  ).map(([what, line]): [string, string] => [
    `${what} asks for no review`,
    weakened('app.reasons_for_review(app.impersonation_session)', [line, 'WHEN false']),
  ]),
  [
    'operators owe no review',
    'create or replace function app.owes_break_glass_review(operator_id text) returns boolean language sql stable return false',
  ],
  [
    'a break-glass review has all the time',
    "create or replace function app.review_limit(reasons text[]) returns interval language sql immutable return interval '3 days'",
  ],
  [
    'what was refused asks for a review',
    weakened('app.reasons_for_review(app.impersonation_session)', [" AND t.outcome NOT IN ('refused', 'not_found')", '']),
  ],
  [
    'the sample is larger',
    'create or replace function app.in_sample(drawn double precision) returns boolean language sql immutable return drawn <= 0.1',
  ],
  ['jobs review', `grant execute on function ${DECIDE} to portal_jobs`],
])
