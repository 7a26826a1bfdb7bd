-- A sign-in that is fresh enough for what weighs more, and people who are held: signed in, and shown their own pages only.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- How long ago the directory may have confirmed somebody, where an act asks for a fresh sign-in.
CREATE FUNCTION app.fresh_limit() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '15 minutes';
--> statement-breakpoint
-- Who asks, also when they are held: for what is about oneself. Everything else asks app.current_operator(), who is ACTIVE.
CREATE FUNCTION app.asker() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (
    SELECT u.id
    FROM app.login_session l JOIN app.internal_user u ON u.id = l.operator_id
    WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true))
      AND l.revoked_at IS NULL
      AND l.expires_at > clock_timestamp()
      AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
      AND u.status IN ('ACTIVE', 'HELD')
  );
END $$;
--> statement-breakpoint
-- The first statement of every batch, as before; it lets the held in too, whom every policy of the register turns away, and it asks for
-- a fresh sign-in where the door does (`fresh`), before a key is taken: what is refused here can be asked again with the same form.
CREATE OR REPLACE FUNCTION app.enter(session_key text, login_key text, context jsonb, key text DEFAULT NULL, asked text DEFAULT NULL)
RETURNS TABLE (
  operator_id text, session_state text, session_id text, tenant_id text, tenant_name text, tenant_slug text, mode text, break_glass boolean,
  seen_as text, target_user_id text, target_name text, ticket_number integer, started_at timestamptz, expires_at timestamptz,
  longest_until timestamptz, idle_until timestamptz, now timestamptz, touch_due boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  shown app.impersonation_session;
  live app.impersonation_session;
  who text;
  session_hash bytea := app.key_hash(session_key);
  login app.login_session;
  inside boolean := session_user IN ('portal_tenant_ro', 'portal_tenant_rw');
BEGIN
  PERFORM set_config('app.session_key', coalesce(session_key, ''), true), set_config('app.login_key', coalesce(login_key, ''), true),
          set_config('app.context', coalesce(context::text, ''), true), set_config('app.key', coalesce(enter.key, ''), true);

  IF session_user = 'portal_jobs' THEN
    who := 'system';
  ELSE
    who := app.asker();
    IF who IS NULL OR (context ? 'operator' AND NOT EXISTS (
      SELECT FROM app.internal_user u WHERE u.id = who AND u.id = context ->> 'operator' AND u.version = (context ->> 'operatorVersion')::integer
    )) THEN
      RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400';
    END IF;
    SELECT l.* INTO login FROM app.login_session l WHERE l.key_hash = app.key_hash(login_key);
    IF session_hash IS NOT NULL THEN
      IF session_user = 'portal_tenant_rw' THEN
        SELECT i.* INTO shown FROM app.impersonation_session i WHERE i.key_hash = session_hash FOR NO KEY UPDATE;
      ELSE
        SELECT i.* INTO shown FROM app.impersonation_session i WHERE i.key_hash = session_hash;
      END IF;
      IF shown.login_session_id <> login.id THEN RAISE EXCEPTION 'overlay_of_another_sign_in' USING ERRCODE = 'IM402'; END IF;
      IF shown.mode = 'READ_ONLY' AND session_user = 'portal_tenant_rw' THEN RAISE EXCEPTION 'read_only_session' USING ERRCODE = 'IM403'; END IF;
      live := app.live_session();
    END IF;
    IF inside AND live.id IS NULL THEN
      RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401', DETAIL = coalesce((
        SELECT jsonb_build_object('sessionId', shown.id, 'tenantId', t.id, 'tenantName', t.name, 'endReason', shown.end_reason)::text
        FROM public.tenant t WHERE t.id = shown.tenant_id), '');
    END IF;
    IF (context ->> 'fresh')::boolean AND login.proved_at <= clock_timestamp() - app.fresh_limit() THEN
      RAISE EXCEPTION 'sign_in_not_fresh' USING ERRCODE = 'IM428';
    END IF;
  END IF;

  IF enter.key IS NOT NULL THEN
    INSERT INTO app.answer (operator_id, key, asked) VALUES (who, enter.key, sha256(convert_to(enter.asked, 'UTF8'))) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RAISE EXCEPTION 'repeated' USING ERRCODE = 'IK409'; END IF;
  END IF;

  RETURN QUERY
  SELECT who, CASE WHEN live.id IS NOT NULL THEN 'live' WHEN session_hash IS NOT NULL THEN 'ended' ELSE 'none' END,
    live.id, live.tenant_id, t.name, t.slug, live.mode, live.break_glass, live.seen_as, live.target_user_id, u.name, k.number,
    live.started_at::timestamptz, live.expires_at::timestamptz,
    least(live.started_at + interval '4 hours', CASE WHEN live.id IS NOT NULL THEN login.expires_at END)::timestamptz,
    (a.last_act_at + app.session_idle_limit())::timestamptz, clock_timestamp(),
    coalesce(login.seen_at < clock_timestamp() - interval '1 minute', false) OR coalesce(a.last_act_at < clock_timestamp() - interval '1 minute', false)
  FROM (SELECT 1) one
  LEFT JOIN public.tenant t ON t.id = live.tenant_id
  LEFT JOIN public.tenant_user u ON u.id = live.target_user_id AND u.tenant_id = live.tenant_id
  LEFT JOIN public.ticket k ON k.id = live.ticket_id
  LEFT JOIN app.impersonation_activity a ON a.session_id = live.id;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.touch() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session := app.live_session();
BEGIN
  UPDATE app.login_session l SET seen_at = clock_timestamp()
  WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true)) AND l.seen_at < clock_timestamp() - interval '1 minute' AND app.asker() IS NOT NULL;
  UPDATE app.impersonation_activity a SET last_act_at = clock_timestamp()
  WHERE a.session_id = s.id AND a.last_act_at < clock_timestamp() - interval '1 minute';
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION audit.seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE
  s app.impersonation_session;
  head audit.trail_head;
  about jsonb := app.context();
BEGIN
  -- Only the guard's own functions may name the actor (column grants); everybody else is who their keys say.
  IF new.operator_id IS NULL THEN
    new.session_id := NULL;
    new.on_behalf_of := NULL;
    IF session_user IN ('portal_tenant_ro', 'portal_tenant_rw') THEN
      SELECT * INTO s FROM app.impersonation_session WHERE key_hash = app.key_hash(current_setting('app.session_key', true)) FOR NO KEY UPDATE;
      IF (app.live_session()).id IS NULL THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;
      new.session_id := s.id;
      new.operator_id := s.operator_id;
      new.operator_role := s.operator_role;
      new.on_behalf_of := s.target_user_id;
      new.tenant_id := s.tenant_id;
    ELSIF session_user = 'portal_jobs' THEN
      new.operator_id := 'system';
      new.operator_role := NULL;
    ELSE
      new.operator_id := app.asker();
      IF new.operator_id IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
      SELECT u.role INTO new.operator_role FROM app.internal_user u WHERE u.id = new.operator_id;
    END IF;
  END IF;
  new.request_id := about ->> 'requestId';
  new.ip := about ->> 'ip';
  new.user_agent := about ->> 'userAgent';
  new.app_version := about ->> 'appVersion';
  new.chain := coalesce('tenant:' || new.tenant_id, 'operator:' || new.operator_id);

  INSERT INTO audit.trail_head (chain, seq, hash) VALUES (new.chain, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit.trail_head WHERE chain = new.chain FOR UPDATE;
  new.at := clock_timestamp(); -- after the lock: time never runs backwards within a chain
  IF s.expires_at <= new.at THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;
  new.seq := head.seq + 1;
  new.prev := head.hash;
  new.canonical := (to_jsonb(new) - 'hash' - 'canonical')::text;
  new.hash := sha256(new.prev || convert_to(new.canonical, 'UTF8'));
  UPDATE audit.trail_head SET seq = new.seq, hash = new.hash, xact = pg_current_xact_id() WHERE chain = new.chain;

  UPDATE app.answer a SET chain = new.chain, seq = new.seq
  WHERE a.operator_id = new.operator_id AND a.key = nullif(current_setting('app.key', true), '') AND a.chain IS NULL;
  IF new.operator_id <> 'nobody' THEN PERFORM set_config('audit.chain', new.chain, true); END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.answer(key text, asked text) RETURNS TABLE (outcome text, entity_ids text[], facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE known app.answer;
BEGIN
  SELECT a.* INTO known FROM app.answer a
  WHERE a.key = answer.key AND a.operator_id = CASE session_user WHEN 'portal_jobs' THEN 'system' ELSE app.asker() END;
  IF known.asked <> sha256(convert_to(answer.asked, 'UTF8')) THEN RAISE EXCEPTION 'another_question' USING ERRCODE = 'IK422'; END IF;
  RETURN QUERY SELECT t.outcome, t.entity_ids, t.facts FROM audit.trail t WHERE t.chain = known.chain AND t.seq = known.seq;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.own_sign_ins(most integer)
RETURNS TABLE (id text, state text, is_current boolean, in_session boolean, created_at timestamptz, seen_at timestamptz, expires_at timestamptz,
               revoked_at timestamptz, ip text, user_agent text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT l.id,
    CASE WHEN l.revoked_at IS NOT NULL THEN 'ended'
         WHEN l.expires_at <= clock_timestamp() THEN 'expired'
         WHEN l.seen_at <= clock_timestamp() - app.sign_in_idle_limit() THEN 'idle'
         ELSE 'open' END,
    l.key_hash = app.key_hash(current_setting('app.login_key', true)),
    EXISTS (SELECT FROM app.impersonation_session i WHERE i.login_session_id = l.id AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp()),
    l.created_at::timestamptz, l.seen_at::timestamptz, l.expires_at::timestamptz, l.revoked_at::timestamptz, l.ip, l.user_agent
  FROM app.login_session l
  WHERE l.operator_id = app.asker()
  ORDER BY l.created_at DESC, l.id DESC LIMIT most;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.revoke_own_sign_ins(only_login text) RETURNS TABLE (id text, is_current boolean, session_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me app.internal_user;
  asked text[];
  ended text[];
  held app.impersonation_session[];
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.asker();
  IF me.id IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  asked := ARRAY(SELECT l.id FROM app.login_session l WHERE l.operator_id = me.id AND CASE WHEN only_login IS NULL THEN l.revoked_at IS NULL ELSE l.id = only_login END);
  held := app.hold_sessions('sign_in', asked);
  ended := ARRAY(SELECT l.id FROM app.login_session l WHERE l.id = ANY (asked) AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE);
  PERFORM app.hold_heads('operator:' || me.id, held);

  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me.id, me.role, 'sign_in:revoke',
          CASE WHEN only_login IS NULL THEN 'Signed out everywhere.' WHEN cardinality(asked) = 0 THEN 'Tried to end a sign-in that is not theirs.' ELSE 'Ended one of their own sign-ins.' END,
          CASE WHEN only_login IS NOT NULL AND cardinality(asked) = 0 THEN 'not_found' ELSE 'done' END, 'login_session',
          CASE WHEN cardinality(asked) = 0 THEN array_remove(ARRAY[only_login], NULL) ELSE asked END,
          jsonb_strip_nulls(jsonb_build_object('ended', cardinality(ended), 'sessions', (SELECT to_jsonb(array_agg(s.id)) FROM unnest(held) s))));
  UPDATE app.login_session l SET revoked_at = clock_timestamp() WHERE l.id = ANY (ended);
  PERFORM app.close_session(s::app.impersonation_session, 'MANUAL', me.id) FROM unnest(held) s;
  RETURN QUERY SELECT l.id, l.key_hash = app.key_hash(current_setting('app.login_key', true)), (SELECT s.id FROM unnest(held) s WHERE s.login_session_id = l.id)
    FROM app.login_session l WHERE l.id = ANY (asked);
END $$;
--> statement-breakpoint
ALTER POLICY own ON app.login_session USING (operator_id = (SELECT app.asker()));
--> statement-breakpoint
ALTER POLICY own_led_or_audited ON app.impersonation_session
  USING (operator_id = (SELECT app.asker()) OR operator_role = (SELECT app.led_role()) OR (SELECT app.may('view_audit')));
--> statement-breakpoint
ALTER POLICY own_led_or_audited ON audit.trail
  USING (operator_id = (SELECT app.asker()) OR operator_role = (SELECT app.led_role()) OR (SELECT app.may('view_audit')));
--> statement-breakpoint
DROP FUNCTION app.sign_in(text, text, text, jsonb);
--> statement-breakpoint
-- As before, and the held may sign in: they are told why they are held, and see what is their own.
CREATE FUNCTION app.sign_in(directory_id text, login_id text, login_key text, context jsonb)
RETURNS TABLE (because text, operator_id text, name text, role text, lead boolean, zone text, version integer, expires_at timestamptz, status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  who app.internal_user;
  refusal text;
  until timestamptz := clock_timestamp() + interval '12 hours';
BEGIN
  PERFORM set_config('app.context', coalesce(context::text, ''), true);
  SELECT u.* INTO who FROM app.internal_user u WHERE u.directory_id = sign_in.directory_id FOR UPDATE;
  refusal := CASE WHEN who.id IS NULL THEN 'UNKNOWN' WHEN who.status NOT IN ('ACTIVE', 'HELD') THEN who.status END;
  IF refusal IS NOT NULL THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES (coalesce(who.id, 'nobody'), who.role, 'sign_in:refuse', 'Was refused at sign-in.', 'refused', 'internal_user',
            ARRAY[coalesce(who.id, left(sign_in.directory_id, 80))], jsonb_build_object('because', refusal));
    RETURN QUERY SELECT refusal, NULL::text, NULL::text, NULL::text, NULL::boolean, NULL::text, NULL::integer, NULL::timestamptz, NULL::text;
    RETURN;
  END IF;
  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids)
  VALUES (who.id, who.role, 'sign_in:accept', 'Signed in.', 'done', 'login_session', ARRAY[login_id]);
  INSERT INTO app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at, proved_at, ip, user_agent)
  VALUES (login_id, who.id, app.key_hash(login_key), clock_timestamp(), until, clock_timestamp(), clock_timestamp(), context ->> 'ip', context ->> 'userAgent');
  UPDATE app.internal_user u SET last_login_at = clock_timestamp(), last_login_ip = context ->> 'ip', last_login_user_agent = context ->> 'userAgent' WHERE u.id = who.id;
  RETURN QUERY SELECT NULL::text, who.id, who.name, who.role, who.lead, who.zone, who.version, until, who.status;
END $$;
--> statement-breakpoint
-- The person of a sign-in has come back from the directory: it is as fresh as a new one and stays what it is, with its session in a
-- tenant. False where the sign-in is over, or it is somebody else who came back.
CREATE FUNCTION app.prove_sign_in(login_key text, directory_id text, context jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE login app.login_session;
BEGIN
  PERFORM set_config('app.login_key', coalesce(login_key, ''), true), set_config('app.context', coalesce(context::text, ''), true);
  SELECT l.* INTO login FROM app.login_session l JOIN app.internal_user u ON u.id = l.operator_id
  WHERE l.key_hash = app.key_hash(prove_sign_in.login_key) AND u.directory_id = prove_sign_in.directory_id FOR NO KEY UPDATE OF l;
  IF login.id IS NULL OR app.asker() IS DISTINCT FROM login.operator_id THEN RETURN false; END IF;
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids)
  VALUES ('sign_in:prove', 'Confirmed with the directory who they are.', 'done', 'login_session', ARRAY[login.id]);
  UPDATE app.login_session l SET proved_at = clock_timestamp(), seen_at = clock_timestamp() WHERE l.id = login.id;
  RETURN true;
END $$;
--> statement-breakpoint
-- Since when and why the asker is held, and who can release them, support leads first. No row for anybody else.
CREATE FUNCTION app.own_hold() RETURNS TABLE (held_at timestamptz, held_reason text, can_release jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT u.held_at::timestamptz, u.held_reason, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('name', r.name, 'role', r.role, 'lead', r.lead) ORDER BY r.rank, r.name), '[]') FROM (
      SELECT o.name, o.role, o.lead, (o.role <> u.role)::integer + 2 * (NOT o.lead)::integer AS rank
      FROM app.internal_user o JOIN app.role_permission p ON p.role = o.role AND p.lead = o.lead AND p.permission = 'release_holds'
      WHERE o.status = 'ACTIVE' ORDER BY rank, o.name LIMIT 6) r)
  FROM app.internal_user u WHERE u.id = app.asker() AND u.status = 'HELD';
END $$;
--> statement-breakpoint
-- The portal itself holds somebody who asked for far more than anybody needs. Whoever is not active stays what they are. It takes the
-- last administrator too, because safety goes first; the trail says so, and a support lead can release them. True when they are held now.
-- People, sessions, sign-ins, heads, as in 0014_people.sql; the triggers of 0009_kill.sql end what rests on them.
CREATE FUNCTION app.hold_operator(operator_id text, why text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  was app.internal_user := app.hold_people(hold_operator.operator_id);
  will app.internal_user := was;
  held app.impersonation_session[];
  is_last boolean;
BEGIN
  IF was.id IS NULL OR was.status <> 'ACTIVE' THEN RETURN was.status IS NOT DISTINCT FROM 'HELD'; END IF;
  will.status := 'HELD';
  is_last := app.is_last_admin(was.id);
  held := app.hold_sessions('operator', ARRAY[was.id]);
  PERFORM FROM app.login_session l WHERE l.operator_id = was.id AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE;
  PERFORM app.hold_heads('operator:system', held);
  INSERT INTO audit.trail (operator_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES ('system', 'person:hold',
          CASE WHEN is_last THEN 'Held a member of staff, the last active administrator; their sign-ins and sessions ended.'
               ELSE 'Held a member of staff; their sign-ins and sessions ended.' END,
          'done', 'internal_user', ARRAY[was.id],
          jsonb_strip_nulls(jsonb_build_object('before', app.standing(was), 'after', app.standing(will), 'lastAdministrator', nullif(is_last, false),
            'sessions', (SELECT jsonb_agg(s.id) FROM unnest(held) s))), why);
  UPDATE app.internal_user u SET status = 'HELD', held_reason = why WHERE u.id = was.id;
  RETURN true;
END $$;
--> statement-breakpoint
-- The held have sign-ins now: whatever becomes of them, those end with the status they were made in.
CREATE OR REPLACE FUNCTION app.end_with_operator() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  gone text[] := ARRAY(SELECT a.id FROM after a JOIN before b ON b.id = a.id WHERE a.status <> b.status OR a.role <> b.role ORDER BY a.id);
  held app.impersonation_session[];
  who text := app.whose_change();
  logins text[];
  traced text := current_setting('audit.chain', true);
  key text := current_setting('app.key', true);
BEGIN
  IF cardinality(gone) = 0 THEN RETURN NULL; END IF;
  held := app.hold_sessions('operator', gone);
  logins := ARRAY(SELECT l.id FROM app.login_session l WHERE l.operator_id = ANY (gone) AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE);
  PERFORM app.hold_heads(CASE WHEN cardinality(logins) > 0 THEN 'operator:' || who END, held), set_config('app.key', '', true);
  IF cardinality(logins) > 0 THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES (who, (SELECT u.role FROM app.internal_user u WHERE u.id = who), 'sign_in:revoke', 'Ended sign-ins because the person’s role or status changed.', 'done',
            'login_session', logins, jsonb_build_object('people', to_jsonb(gone)));
    UPDATE app.login_session l SET revoked_at = clock_timestamp() WHERE l.id = ANY (logins);
  END IF;
  PERFORM app.close_sessions(held, 'FORCE_LOGOUT', who, 'impersonation:end', 'Was put out of the tenant because the operator’s role or status changed.');
  PERFORM set_config('audit.chain', coalesce(traced, ''), true), set_config('app.key', coalesce(key, ''), true);
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER hold_sessions ON app.internal_user;
--> statement-breakpoint
CREATE TRIGGER hold_sessions BEFORE UPDATE ON app.internal_user FOR EACH ROW
WHEN (new.status <> old.status OR new.role <> old.role) EXECUTE FUNCTION app.hold_before_change('operator');
--> statement-breakpoint
GRANT UPDATE (proved_at) ON app.login_session TO portal_guard;
--> statement-breakpoint
-- `held_at` and the version follow by their triggers.
GRANT UPDATE (status, held_reason) ON app.internal_user TO portal_guard;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'fresh_limit', 'asker', 'sign_in', 'prove_sign_in', 'own_hold', 'hold_operator') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.asker(), app.sign_in(text, text, text, jsonb), app.prove_sign_in(text, text, jsonb), app.own_hold() TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.hold_operator(text, text) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
