import { mutantsOf, open, weakened } from './mutant.ts'

const ASK = 'app.ask_reveals(text, text, text)'
const ANSWER = 'app.answer_reveals(text, text, text, text)'
const HOLD = 'app.hold_reveals()'
const STATE = 'app.reveal_request_state(app.reveal_request)'
const when = (signature: string, line: string) => weakened(signature, [`WHEN ${line} THEN`, 'WHEN false THEN'])
const withoutCheck = (name: string) => `alter table app.reveal_request drop constraint reveal_request_${name}`
const withoutTrigger = 'drop trigger hold_reveals on app.reveal_request'

export const ofReveals = mutantsOf('reveals', [
  ['more is asked for while there is some left', when(ASK, 'app.reveals_left(s.id) > 0')],
  ['more is asked for twice', `${when(ASK, "app.reveal_request_state(known) = 'WAITING'")}; drop index app.reveal_request_one_open`],
  [
    'more is asked for in anybody’s session',
    `${weakened(ASK, ['AND i.operator_id = app.current_operator()', ''])}; ${when(ASK, '(app.live_session()).id IS DISTINCT FROM s.id')}`,
  ],
  ['whoever may not reveal asks', when(ASK, "NOT app.may('reveal')")],
  ['a yes gives twice as many', weakened('app.reveals_of(text)', ['(1 +', '(2 *'])],
  ['a wish that waits is enough', weakened('app.reveals_of(text)', [" AND r.state = 'APPROVED'", ''])],
  ['anybody is told how many are left', weakened('app.reveals_left(text)', ['IS DISTINCT FROM session_id', 'IS NULL AND false'])],

  [
    'anybody answers',
    weakened(
      ANSWER,
      ["me := app.required('approve_access');\n  SELECT", "me := app.required('impersonate');\n  SELECT"],
      ["me text := app.required('approve_access')", "me text := app.required('impersonate')"],
    ),
  ],
  [
    'one answers one’s own wish',
    `${when(ANSWER, 'asker.id = me OR lower(asker.directory_id) = lower(mine.directory_id)')}; ${withoutCheck('four_eyes')}; ${withoutTrigger}`,
  ],
  ['what lapsed is answered', weakened(STATE, ['r.answer_by <= clock_timestamp() OR', ''])],
  ['what was for a session that is over is answered', weakened(STATE, ['OR NOT EXISTS (', 'OR false AND NOT EXISTS ('])],
  ['what was answered is answered', `${when(ANSWER, "app.reveal_request_state(r) <> 'WAITING'")}; ${withoutTrigger}`],
  ['a wish is answered at another session', weakened(ANSWER, [' AND q.session_id = answer_reveals.session_id', ''])],
  [
    'one says yes from inside a tenant',
    `${weakened(ANSWER, ["WHEN answer = 'approve' AND EXISTS (", 'WHEN false AND EXISTS ('])}; ${withoutTrigger}`,
  ],
  [
    'a stale sign-in says yes',
    weakened(ANSWER, ["refusal IS NULL AND answer = 'approve' AND NOT EXISTS", "false AND answer = 'approve' AND NOT EXISTS"]),
  ],
  ['one says yes without a word', weakened(ANSWER, ["length(trim(coalesce(note, ''))) < 10", 'false'])],
  [
    'an answer is none',
    `${weakened(ANSWER, ["answer IS NULL OR answer NOT IN ('approve', 'deny')", 'false'])}; alter table audit.trail alter act drop not null`,
  ],

  ['everybody sees wishes', open('own_or_answered', 'app.reveal_request')],
  [
    'staff answer by hand',
    'grant update on app.reveal_request to portal_staff; create policy mine on app.reveal_request for update to portal_staff using (true)',
  ],
  [
    'staff wish by hand',
    'grant insert on app.reveal_request to portal_staff; alter table app.reveal_request alter session_id drop not null, alter operator_id drop not null, alter tenant_id drop not null, alter reason drop not null, alter asked_at drop not null, alter answer_by drop not null; create policy mine on app.reveal_request for insert to portal_staff with check (true)',
  ],
  ['two eyes are enough', `${withoutCheck('four_eyes')}; ${withoutTrigger}`],
  ['somebody approves theirs under another name', weakened(HOLD, ['HAVING count(*) > 1', 'HAVING false'])],
  ['who is held approves', weakened(HOLD, ["AND u.status = 'ACTIVE'", ''])],
  ['who is inside approves', weakened(HOLD, ['OR EXISTS (SELECT', 'OR false AND EXISTS (SELECT'])],
  ['an answer may be changed', weakened(HOLD, ["old.state <> 'WAITING'", 'false'])],
  ['nobody denies', withoutCheck('answered')],
  ['a wish is closed at no time', withoutCheck('closed')],
  ['a wish waits as long as it likes', withoutCheck('clock')],
  ['a wish needs no reason', withoutCheck('reason')],
  [
    'who gave reveals stands nowhere',
    weakened('app.ask_for_review()', [
      'coalesce(app.approver_of(new.approval_id), app.revealer_of(new.id))',
      'app.approver_of(new.approval_id)',
    ]),
  ],
  [
    'who gave reveals reviews',
    `${weakened('app.decide_review(text, text, text, boolean)', [' OR app.approved_reveals(r.session_id, me)', ''])}; drop trigger hold_review on app.session_review; create trigger hold_review before insert on app.session_review for each row execute function app.hold_review()`,
  ],
  [
    'a review is written by who gave reveals',
    weakened('app.hold_review()', ['IF app.approved_reveals(new.session_id, new.reviewer_id)', 'IF false']),
  ],
])
