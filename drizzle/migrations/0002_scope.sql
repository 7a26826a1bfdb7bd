-- Who asks. Every batch begins with app.enter(…); every policy asks the functions below it.
-- They are plpgsql because a SQL function is planned anew per call before PostgreSQL 18, and policies call them as (SELECT f()),
-- once per statement instead of once per row.
GRANT USAGE ON SCHEMA public, app, audit TO portal_staff, portal_tenant_ro, portal_tenant_rw, portal_jobs, portal_guard, portal_search, portal_archive;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app, audit TO portal_guard, portal_search, portal_archive;
--> statement-breakpoint
CREATE FUNCTION app.key_hash(key text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(nullif(key, ''), 'UTF8'));
--> statement-breakpoint
CREATE FUNCTION app.context() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.context', true), '')::jsonb, '{}'::jsonb);
--> statement-breakpoint
-- How long a session may rest without a human act, and a sign-in without a request.
CREATE FUNCTION app.session_idle_limit() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '10 minutes';
--> statement-breakpoint
CREATE FUNCTION app.sign_in_idle_limit() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '60 minutes';
--> statement-breakpoint
-- Whose view a role may take at most; worker/impersonation/rules/ceiling.ts says the same and a test compares them.
CREATE FUNCTION app.ceiling(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE role
  WHEN 'SUPPORT_L1' THEN 'INVESTIGATOR'
  WHEN 'SUPPORT_L2' THEN 'COMPLIANCE_OFFICER'
  WHEN 'IMPLEMENTATION' THEN 'COMPLIANCE_OFFICER'
  WHEN 'SUPPORT_L3' THEN 'TENANT_ADMIN'
  WHEN 'ADMIN' THEN 'TENANT_ADMIN'
END;
--> statement-breakpoint
CREATE FUNCTION app.tenant_role_rank(role text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_position(ARRAY['EMPLOYEE', 'MANAGER', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN'], role);
--> statement-breakpoint
-- The signed-in person behind the settings, or NULL: signed out, revoked, idle, expired, held or deactivated.
CREATE FUNCTION app.current_operator() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (
    SELECT u.id
    FROM app.login_session l JOIN app.internal_user u ON u.id = l.operator_id
    WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true))
      AND l.revoked_at IS NULL
      AND l.expires_at > clock_timestamp()
      AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
      AND u.status = 'ACTIVE'
  );
END $$;
--> statement-breakpoint
CREATE FUNCTION app.may(asked text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM app.internal_user u JOIN app.role_permission p ON p.role = u.role AND p.lead = u.lead
    WHERE u.id = app.current_operator() AND p.permission = asked
  );
END $$;
--> statement-breakpoint
-- The role whose acts a lead may read, or NULL.
CREATE FUNCTION app.led_role() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT u.role FROM app.internal_user u WHERE u.id = app.current_operator() AND u.lead);
END $$;
--> statement-breakpoint
-- The session behind the settings, if it is open at this very moment: clock_timestamp(), so that a deadline also ends
-- a transaction that began before it. Both keys are needed: the overlay alone opens nothing, nor does the sign-in.
CREATE FUNCTION app.live_session() RETURNS app.impersonation_session LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session;
BEGIN
  SELECT i.* INTO s
  FROM app.impersonation_session i
  JOIN app.impersonation_activity a ON a.session_id = i.id
  JOIN app.login_session l ON l.id = i.login_session_id
  JOIN app.internal_user u ON u.id = i.operator_id
  WHERE i.key_hash = app.key_hash(current_setting('app.session_key', true))
    AND i.ended_at IS NULL
    AND i.expires_at > clock_timestamp()
    AND a.last_act_at > clock_timestamp() - app.session_idle_limit()
    AND l.key_hash = app.key_hash(current_setting('app.login_key', true))
    AND l.revoked_at IS NULL
    AND l.expires_at > clock_timestamp()
    AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
    AND u.status = 'ACTIVE'
    AND (i.mode = 'READ_WRITE' OR session_user <> 'portal_tenant_rw');
  RETURN s;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.current_tenant() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (app.live_session()).tenant_id;
END $$;
--> statement-breakpoint
-- The tenant user through whose eyes the session looks, or NULL when it looks with a whole role.
CREATE FUNCTION app.current_subject() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (app.live_session()).target_user_id;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.sees_every_case() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session := app.live_session();
BEGIN
  RETURN s.id IS NOT NULL AND (s.target_user_id IS NULL OR s.seen_as IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'));
END $$;
--> statement-breakpoint
CREATE FUNCTION app.sees_every_user() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session := app.live_session();
BEGIN
  RETURN s.id IS NOT NULL AND s.seen_as IN ('INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN');
END $$;
--> statement-breakpoint
-- Cases an investigation of which is assigned to the session's subject.
CREATE FUNCTION app.investigated_cases() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session := app.live_session();
BEGIN
  RETURN QUERY SELECT i.case_id FROM public.investigation i WHERE i.tenant_id = s.tenant_id AND i.assignee_id = s.target_user_id;
END $$;
--> statement-breakpoint
-- The first statement of every batch: remembers who asks for the rest of the transaction, refuses the ended, and tells what the
-- banner shows. A change (portal_tenant_rw) holds its session row from here to its commit, so that a kill is exact; a reading takes
-- it with its trail row, so that a slow page delays no kill.
CREATE FUNCTION app.enter(session_key text, login_key text, context jsonb, key text DEFAULT NULL, asked text DEFAULT NULL)
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
    who := app.current_operator();
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
-- After the answer to a human act, in a batch of its own and at most once a minute: readings stay read-only and no reading waits for it.
CREATE FUNCTION app.touch() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session := app.live_session();
BEGIN
  UPDATE app.login_session l SET seen_at = clock_timestamp()
  WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true)) AND l.seen_at < clock_timestamp() - interval '1 minute' AND app.current_operator() IS NOT NULL;
  UPDATE app.impersonation_activity a SET last_act_at = clock_timestamp()
  WHERE a.session_id = s.id AND a.last_act_at < clock_timestamp() - interval '1 minute';
END $$;
