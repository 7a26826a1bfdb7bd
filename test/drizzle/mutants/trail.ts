import { mutantsOf, open, weakened } from './mutant.ts'

const seal = (from: string, to = '') => weakened('audit.seal()', [from, to])
const OWN = 'operator_id = (select app.asker())'

export const ofTrail = mutantsOf('trail', [
  ['the trail is shown to everybody', open('own_led_or_audited', 'audit.trail')],
  ['whoever may impersonate audits', `alter policy own_led_or_audited on audit.trail using (${OWN} or (select app.may('impersonate')))`],
  ['everybody is the lead of their role', weakened('app.led_role()', [' AND u.lead', ''])],
  ['every lead leads the hotline', weakened('app.led_role()', ['SELECT u.role FROM', "SELECT 'HOTLINE_OPS' FROM"])],
  [
    'the history of a record is everybody’s',
    weakened('app.acts_about(text)', ['AND (everything OR t.operator_id = me OR t.operator_role = led)', '']),
  ],
  ['the writer names the actor', 'grant insert (operator_id, operator_role) on audit.trail to portal_staff'],
  ['the writer names the moment', 'grant insert (at) on audit.trail to portal_jobs'],
  ['a session names the tenant', 'grant insert (tenant_id) on audit.trail to portal_tenant_rw'],
  ['a row may be changed', 'alter table audit.trail disable trigger append_only'],
  [
    'a row may be removed',
    'drop trigger append_only on audit.trail; create trigger append_only before update or truncate on audit.trail for each statement execute function audit.refuse()',
  ],
  [
    'nothing is refused by the trail',
    weakened('audit.refuse()', ['RAISE EXCEPTION', 'RAISE NOTICE'], ["USING ERRCODE = 'IM500';", '; RETURN NULL;']),
  ],
  ['staff may update the trail', 'grant update on audit.trail to portal_staff'],
  [
    'heads may be moved',
    'grant update on audit.trail_head to portal_staff; create policy mine on audit.trail_head to portal_staff using (true)',
  ],
  ['answers may be removed', 'grant delete on app.answer to portal_tenant_rw'],
  [
    'the signed out write',
    seal(
      "IF new.operator_id IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;",
      "new.operator_id := coalesce(new.operator_id, 'nobody');",
    ),
  ],
  [
    'an ended session writes',
    seal("IF (app.live_session()).id IS NULL THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;"),
  ],
  [
    'a row does not say whose role it was',
    seal('SELECT u.role INTO new.operator_role FROM app.internal_user u WHERE u.id = new.operator_id;', "new.operator_role := 'ADMIN';"),
  ],
  ['a row does not follow the one before', seal('new.prev := head.hash;', "new.prev := decode(repeat('00', 32), 'hex');")],
  ['a reading does not hold its session', seal(' FOR NO KEY UPDATE')],
  ['the seal can be lifted by a session’s setting', 'alter table audit.trail enable trigger seal'],
  ['sessions may be held after the change only', 'drop trigger hold_sessions on ticket'],
])

export const ofOwn = mutantsOf('own', [
  ['sign-ins are shown to everybody', open('own', 'app.login_session')],
  ['sessions are shown to everybody', open('own_led_or_audited', 'app.impersonation_session')],
  ['whoever kills sees ended sessions', "alter policy open_to_end on app.impersonation_session using ((select app.may('kill_sessions')))"],
  ['open sessions are shown to everybody', 'alter policy open_to_end on app.impersonation_session using (ended_at is null)'],
  ['homes are shown to everybody', open('own', 'app.home_card')],
  ['everybody is told of all sign-ins', weakened('app.own_sign_ins(integer)', ['WHERE l.operator_id = app.asker()', ''])],
  ['sign-ins of others may be ended', weakened('app.revoke_own_sign_ins(text)', ['WHERE l.operator_id = me.id AND CASE', 'WHERE CASE'])],
  ['those who left sign in', weakened('app.sign_in(text, text, text, jsonb)', ["who.status NOT IN ('ACTIVE', 'HELD')", 'false'])],
  [
    'anybody’s return makes a sign-in fresh',
    weakened('app.prove_sign_in(text, text, jsonb)', ['AND u.directory_id = prove_sign_in.directory_id', '']),
  ],
  [
    'a sign-in that is over is made fresh',
    weakened(
      'app.prove_sign_in(text, text, jsonb)',
      ['OR app.asker() IS DISTINCT FROM login.operator_id', ''],
      ['INSERT INTO audit.trail (act,', 'INSERT INTO audit.trail (operator_id, act,'],
      ["VALUES ('sign_in:prove'", "VALUES (login.operator_id, 'sign_in:prove'"],
    ),
  ],
  ['staff move the clock of a sign-in', 'grant update on app.login_session to portal_staff'],
  [
    'staff change sessions by hand',
    'grant update on app.impersonation_session to portal_staff; create policy mine on app.impersonation_session for update to portal_staff using (true)',
  ],
])
