-- Programs that go on without their person: chains of refresh tokens, each resting on the sign-in it was traded for. And whoever ends
-- something is told enough to tell those whom it concerns.
--
-- Lock order (0009_kill.sql): sessions by id, sign-ins by id, then families by id, heads last.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- For how long the parent of the newest token is still heard: an answer may be lost on its way. Past that, it is in two hands.
CREATE FUNCTION app.lost_answer_limit() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '10 seconds';
--> statement-breakpoint
-- Whether the access token of this request, if it is one, comes from a family that is still open and of this very sign-in.
CREATE FUNCTION app.family_open(login_id text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE family text := app.context() ->> 'family';
BEGIN
  RETURN family IS NULL OR EXISTS (SELECT FROM app.token_family f WHERE f.id = family AND f.login_session_id = login_id AND f.ended_at IS NULL);
END $$;
--> statement-breakpoint
-- As before (0022_still_open.sql), and of the families of programs those that have not ended; their sign-ins are asked about by themselves.
CREATE OR REPLACE FUNCTION app.still_open(asked jsonb) RETURNS TABLE (id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT l.id FROM app.login_session l
  WHERE l.id IN (SELECT jsonb_array_elements_text(asked -> 'logins')) AND l.revoked_at IS NULL
    AND l.expires_at > clock_timestamp() AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
  UNION ALL
  SELECT f.id FROM app.token_family f WHERE f.id IN (SELECT jsonb_array_elements_text(asked -> 'families')) AND f.ended_at IS NULL
  UNION ALL
  SELECT i.id FROM app.impersonation_session i
  WHERE i.id IN (SELECT jsonb_array_elements_text(asked -> 'sessions')) AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp()
$$;
--> statement-breakpoint
-- As before, and nobody by a token of a family that has ended.
CREATE OR REPLACE FUNCTION app.current_operator() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (
    SELECT u.id
    FROM app.login_session l JOIN app.internal_user u ON u.id = l.operator_id
    WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true))
      AND l.revoked_at IS NULL
      AND l.expires_at > clock_timestamp()
      AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
      AND u.status = 'ACTIVE'
      AND app.family_open(l.id)
  );
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.asker() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (
    SELECT u.id
    FROM app.login_session l JOIN app.internal_user u ON u.id = l.operator_id
    WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true))
      AND l.revoked_at IS NULL
      AND l.expires_at > clock_timestamp()
      AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
      AND u.status IN ('ACTIVE', 'HELD')
      AND app.family_open(l.id)
  );
END $$;
--> statement-breakpoint
-- A sign-in is traded for the first refresh token of a family. `sealed` is the key of the sign-in as the Worker sealed it.
CREATE FUNCTION app.open_family(family_id text, refresh_key text, sealed text, token_id text)
RETURNS TABLE (email text, login_id text, now timestamptz, until timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.current_operator();
  login app.login_session;
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  SELECT l.* INTO login FROM app.login_session l WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true));
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('sign_in:token', 'Was given a token for the API.', 'done', 'login_session', ARRAY[login.id, family_id], jsonb_build_object('token', token_id, 'family', family_id));
  INSERT INTO app.token_family (id, operator_id, login_session_id, sealed, created_at, rotated_at, ip, user_agent)
  VALUES (family_id, me, login.id, sealed, clock_timestamp(), clock_timestamp(), app.context() ->> 'ip', app.context() ->> 'userAgent');
  INSERT INTO app.refresh_token (key_hash, family_id, generation) VALUES (app.key_hash(refresh_key), family_id, 1);
  RETURN QUERY SELECT u.email, login.id, clock_timestamp(), login.expires_at::timestamptz FROM app.internal_user u WHERE u.id = me;
END $$;
--> statement-breakpoint
-- Trades a refresh token for the next, which the Worker derives from it: whoever trades the same token names the same child. All who do
-- so at once wait here for the first. `because`: nobody knows the token; what it rests on is over; or it had been traded already, and
-- somebody else holds what came of it, so the whole family ends. Only the last is a row of the trail, and it happens once.
CREATE FUNCTION app.refresh_family(refresh_key text, next_key text, token_id text, context jsonb)
RETURNS TABLE (because text, family_id text, operator_id text, name text, email text, role text, lead boolean, zone text, version integer,
               login_id text, sealed text, now timestamptz, until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  shown app.refresh_token;
  family app.token_family;
  login app.login_session;
  who app.internal_user;
  refusal text;
BEGIN
  PERFORM set_config('app.context', coalesce(context::text, ''), true);
  SELECT t.* INTO shown FROM app.refresh_token t WHERE t.key_hash = app.key_hash(refresh_key);
  SELECT f.* INTO family FROM app.token_family f WHERE f.id = shown.family_id FOR NO KEY UPDATE;
  SELECT l.* INTO login FROM app.login_session l WHERE l.id = family.login_session_id;
  SELECT u.* INTO who FROM app.internal_user u WHERE u.id = family.operator_id;
  refusal := CASE
    WHEN family.id IS NULL THEN 'UNKNOWN'
    WHEN family.ended_at IS NOT NULL THEN 'ENDED'
    WHEN login.revoked_at IS NOT NULL OR login.expires_at <= clock_timestamp() OR login.seen_at <= clock_timestamp() - app.sign_in_idle_limit()
      OR who.status <> 'ACTIVE' THEN 'SIGNED_OUT'
    WHEN shown.generation = family.generation THEN NULL
    WHEN shown.generation = family.generation - 1 AND family.rotated_at > clock_timestamp() - app.lost_answer_limit()
      AND EXISTS (SELECT FROM app.refresh_token t WHERE t.family_id = family.id AND t.generation = family.generation AND t.key_hash = app.key_hash(next_key)) THEN NULL
    ELSE 'REUSED' END;

  IF refusal = 'REUSED' THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES (who.id, who.role, 'program:reuse', 'A refresh token was shown again after it had been traded; the program and its tokens ended.', 'done',
            'token_family', ARRAY[family.id], jsonb_build_object('shown', shown.generation, 'newest', family.generation));
    UPDATE app.token_family f SET ended_at = clock_timestamp(), end_reason = 'REUSED' WHERE f.id = family.id;
  ELSIF refusal IS NULL THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES (who.id, who.role, 'program:refresh', 'A program traded its refresh token for the next.', 'done', 'token_family', ARRAY[family.id],
            jsonb_build_object('token', token_id, 'again', shown.generation < family.generation));
    IF shown.generation = family.generation THEN
      INSERT INTO app.refresh_token (key_hash, family_id, generation) VALUES (app.key_hash(next_key), family.id, family.generation + 1);
      UPDATE app.token_family f SET generation = f.generation + 1, rotated_at = clock_timestamp() WHERE f.id = family.id;
    END IF;
  END IF;
  IF refusal IS NULL THEN
    RETURN QUERY SELECT refusal, family.id, who.id, who.name, who.email, who.role, who.lead, who.zone, who.version, login.id, family.sealed,
      clock_timestamp(), login.expires_at::timestamptz;
  ELSE
    RETURN QUERY SELECT refusal, family.id, family.operator_id, NULL::text, NULL::text, NULL::text, NULL::boolean, NULL::text, NULL::integer, NULL::text,
      NULL::text, NULL::timestamptz, NULL::timestamptz;
  END IF;
END $$;
--> statement-breakpoint
-- One's own programs, and what has become of them: over with their sign-in, by hand, or because a token of theirs was in two hands.
CREATE FUNCTION app.own_programs(most integer)
RETURNS TABLE (id text, state text, is_current boolean, login_id text, created_at timestamptz, refreshed_at timestamptz, ip text, user_agent text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT f.id,
    CASE WHEN f.end_reason = 'REUSED' THEN 'stolen'
         WHEN f.ended_at IS NOT NULL OR l.revoked_at IS NOT NULL THEN 'ended'
         WHEN l.expires_at <= clock_timestamp() OR l.seen_at <= clock_timestamp() - app.sign_in_idle_limit() THEN 'expired'
         ELSE 'open' END,
    f.id IS NOT DISTINCT FROM app.context() ->> 'family', l.id, f.created_at::timestamptz, f.rotated_at::timestamptz, f.ip, f.user_agent
  FROM app.token_family f JOIN app.login_session l ON l.id = f.login_session_id
  WHERE f.operator_id = app.asker()
  ORDER BY f.created_at DESC, f.id DESC LIMIT most;
END $$;
--> statement-breakpoint
-- Ends one of one's own programs. No row where it is nobody's or somebody else's; ended before, nothing happens twice.
CREATE FUNCTION app.revoke_own_program(family_id text) RETURNS TABLE (id text, is_current boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.asker();
  family app.token_family;
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  SELECT f.* INTO family FROM app.token_family f WHERE f.id = revoke_own_program.family_id AND f.operator_id = me FOR NO KEY UPDATE;
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('program:revoke', CASE WHEN family.id IS NULL THEN 'Tried to end a program that is not theirs.' ELSE 'Ended one of their own programs.' END,
          CASE WHEN family.id IS NULL THEN 'not_found' ELSE 'done' END, 'token_family', ARRAY[revoke_own_program.family_id],
          jsonb_build_object('ended', CASE WHEN family.id IS NOT NULL AND family.ended_at IS NULL THEN 1 ELSE 0 END));
  IF family.id IS NULL THEN RETURN; END IF;
  UPDATE app.token_family f SET ended_at = clock_timestamp(), end_reason = 'REVOKED' WHERE f.id = family.id AND f.ended_at IS NULL;
  RETURN QUERY SELECT family.id, family.id IS NOT DISTINCT FROM app.context() ->> 'family';
END $$;
--> statement-breakpoint
-- Housekeeping beside app.purge: families that were over a week ago, with all their tokens.
CREATE FUNCTION app.purge_families(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE gone text[];
BEGIN
  gone := ARRAY(
    SELECT f.id FROM app.token_family f JOIN app.login_session l ON l.id = f.login_session_id
    WHERE least(f.ended_at, l.revoked_at, l.expires_at) < clock_timestamp() - interval '7 days' ORDER BY f.id LIMIT most FOR UPDATE OF f SKIP LOCKED);
  IF cardinality(gone) > 0 THEN
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES ('portal_job:sweep', 'Removed ' || cardinality(gone) || ' programs that were over long ago.', 'done', 'token_family', '{}', jsonb_build_object('programs', cardinality(gone)));
    DELETE FROM app.token_family f WHERE f.id = ANY (gone);
  END IF;
  RETURN cardinality(gone);
END $$;
--> statement-breakpoint
DROP FUNCTION app.sign_out(text, jsonb);
--> statement-breakpoint
-- As before, and it says whose sign-in ended, so that its sockets can be told.
CREATE FUNCTION app.sign_out(login_key text, context jsonb) RETURNS TABLE (login_id text, operator_id text, session_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  login app.login_session;
  held app.impersonation_session[];
BEGIN
  PERFORM set_config('app.context', coalesce(context::text, ''), true);
  held := app.hold_sessions('sign_in', ARRAY(SELECT l.id FROM app.login_session l WHERE l.key_hash = app.key_hash(sign_out.login_key)));
  UPDATE app.login_session l SET revoked_at = clock_timestamp() WHERE l.key_hash = app.key_hash(login_key) AND l.revoked_at IS NULL RETURNING l.* INTO login;
  PERFORM app.hold_heads('operator:' || login.operator_id, held);
  IF login.id IS NOT NULL THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids)
    VALUES (login.operator_id, (SELECT u.role FROM app.internal_user u WHERE u.id = login.operator_id), 'sign_in:end', 'Signed out.', 'done', 'login_session', ARRAY[login.id]);
  END IF;
  PERFORM app.close_session(s::app.impersonation_session, 'MANUAL', s.operator_id) FROM unnest(held) s;
  login_id := login.id;
  operator_id := login.operator_id;
  session_id := (SELECT s.id FROM unnest(held) s LIMIT 1);
  RETURN NEXT;
END $$;
--> statement-breakpoint
DROP FUNCTION app.end_overdue(text);
--> statement-breakpoint
-- As before, and it says how each came to its end.
CREATE FUNCTION app.end_overdue(only_session text DEFAULT NULL)
RETURNS TABLE (id text, operator_id text, end_reason text, remaining integer, idle_remaining integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  s app.impersonation_session;
  held app.impersonation_session[] := app.hold_sessions(CASE WHEN only_session IS NULL THEN 'overdue' ELSE 'session' END, ARRAY[only_session]);
BEGIN
  PERFORM app.hold_heads(NULL, ARRAY(SELECT d::app.impersonation_session FROM unnest(held) d WHERE app.session_due(d) <= clock_timestamp()));
  FOREACH s IN ARRAY held LOOP
    IF app.session_due(s) <= clock_timestamp() THEN
      s := app.close_session(s, 'TIMEOUT', 'system');
    END IF;
    RETURN QUERY SELECT s.id, s.operator_id, s.end_reason,
      greatest(0, extract(epoch FROM s.expires_at - clock_timestamp()) * 1000)::integer,
      greatest(0, extract(epoch FROM a.last_act_at + app.session_idle_limit() - clock_timestamp()) * 1000)::integer
      FROM app.impersonation_activity a WHERE a.session_id = s.id;
  END LOOP;
END $$;
--> statement-breakpoint
-- Whoever ends a sign-in or a program, by whichever path, has it told. The lock of an event is asked for after the row it is about, by
-- whoever holds that row: nobody else waits for it with anything in their hands.
CREATE FUNCTION app.tell_of_sign_in() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.loads_directly(TG_RELID) THEN
    PERFORM app.publish(CASE TG_TABLE_NAME WHEN 'login_session' THEN 'sign_in.ended' ELSE 'program.ended' END, TG_TABLE_NAME, new.id,
      jsonb_build_object('operatorId', new.operator_id));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON app.login_session FOR EACH ROW
WHEN (old.revoked_at IS NULL AND new.revoked_at IS NOT NULL) EXECUTE FUNCTION app.tell_of_sign_in();
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON app.token_family FOR EACH ROW
WHEN (old.ended_at IS NULL AND new.ended_at IS NOT NULL) EXECUTE FUNCTION app.tell_of_sign_in();
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'lost_answer_limit', 'family_open', 'open_family', 'refresh_family', 'own_programs', 'revoke_own_program', 'purge_families', 'sign_out', 'end_overdue',
    'tell_of_sign_in') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.open_family(text, text, text, text), app.refresh_family(text, text, text, jsonb), app.own_programs(integer),
  app.revoke_own_program(text), app.sign_out(text, jsonb) TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.purge_families(integer), app.end_overdue(text) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
