-- One's own sign-ins: what has become of them by the database's clock, and the end of one or of all.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
CREATE FUNCTION app.own_sign_ins(most integer)
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
  WHERE l.operator_id = app.current_operator()
  ORDER BY l.created_at DESC, l.id DESC LIMIT most;
END $$;
--> statement-breakpoint
-- Ends one of one's own sign-ins, or (NULL) every one that is not ended yet, this one too, and the sessions that rest on them. One row
-- per sign-in concerned; none where it is nobody's or somebody else's. Sessions by id, sign-ins by id, heads by chain (0009_kill.sql).
CREATE FUNCTION app.revoke_own_sign_ins(only_login text) RETURNS TABLE (id text, is_current boolean, session_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me app.internal_user;
  asked text[];
  ended text[];
  held app.impersonation_session[];
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.current_operator();
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
-- Signing out, in the same order: two chains are written, the person's own before the tenant's.
CREATE OR REPLACE FUNCTION app.sign_out(login_key text, context jsonb) RETURNS TABLE (session_id text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
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
  session_id := (SELECT s.id FROM unnest(held) s LIMIT 1);
  RETURN NEXT;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN ('own_sign_ins', 'revoke_own_sign_ins') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.own_sign_ins(integer), app.revoke_own_sign_ins(text) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
