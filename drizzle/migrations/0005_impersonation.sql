-- Sessions are born, lengthened and ended by these functions only: no login may insert or update the rows.

-- When an open session stops by itself: its deadline or ten minutes after its last human act, whichever comes first.
CREATE FUNCTION app.session_due(s app.impersonation_session) RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN least(s.expires_at, (SELECT a.last_act_at + app.session_idle_limit() FROM app.impersonation_activity a WHERE a.session_id = s.id));
END $$;
--> statement-breakpoint
-- Ends one locked row, its trail row first. A session found overdue ended when it was due, not when somebody looked.
CREATE FUNCTION app.close_session(s app.impersonation_session, why text, by_whom text, the_act text DEFAULT 'impersonation:end') RETURNS app.impersonation_session
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  due timestamptz := app.session_due(s);
  the_reason text := CASE WHEN due > clock_timestamp() THEN why WHEN s.expires_at <= due THEN 'TIMEOUT' ELSE 'IDLE' END;
  the_end timestamptz := greatest(s.started_at, least(clock_timestamp(), due));
BEGIN
  INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (by_whom, (SELECT u.role FROM app.internal_user u WHERE u.id = by_whom), s.target_user_id, s.id, s.tenant_id, the_act,
          CASE WHEN the_act = 'impersonation:stolen' THEN 'The session was shown beside a foreign sign-in and was ended.'
               WHEN the_reason = 'MANUAL' THEN 'Left the tenant.'
               WHEN the_reason = 'TIMEOUT' THEN 'Was put out of the tenant when the time was up.'
               WHEN the_reason = 'IDLE' THEN 'Was put out of the tenant after ten idle minutes.'
               ELSE 'Was put out of the tenant.' END,
          'done', 'impersonation', ARRAY[s.id], jsonb_build_object('endReason', the_reason, 'endedAt', the_end));
  UPDATE app.impersonation_session i SET ended_at = the_end, end_reason = the_reason WHERE i.id = s.id RETURNING * INTO s;
  RETURN s;
END $$;
--> statement-breakpoint
-- Start. What a field is told in the form is decided in TypeScript; here every condition that another transaction could break is
-- asked again under lock. A dead timer locks nobody out: the operator's own overdue row is ended first.
CREATE FUNCTION app.start_impersonation(
  session_id text, session_key text, tenant_id text, target_user_id text, ticket_id text, category text, reason text, minutes integer
) RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me app.internal_user;
  login app.login_session;
  mine app.impersonation_session;
  begun app.impersonation_session;
  place public.tenant;
  seen public.tenant_user;
  basis public.ticket;
  refusal text;
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.current_operator();
  IF me.id IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  SELECT l.* INTO login FROM app.login_session l WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true));

  SELECT i.* INTO mine FROM app.impersonation_session i WHERE i.operator_id = me.id AND i.ended_at IS NULL FOR NO KEY UPDATE;
  IF mine.id IS NOT NULL AND app.session_due(mine) <= clock_timestamp() THEN
    PERFORM app.close_session(mine, 'TIMEOUT', 'system');
    mine := NULL;
  END IF;

  SELECT t.* INTO place FROM public.tenant t WHERE t.id = start_impersonation.tenant_id FOR SHARE;
  SELECT k.* INTO basis FROM public.ticket k WHERE k.id = start_impersonation.ticket_id AND k.tenant_id = place.id FOR SHARE;
  SELECT u.* INTO seen FROM public.tenant_user u WHERE u.id = start_impersonation.target_user_id AND u.tenant_id = place.id FOR SHARE;
  refusal := CASE
    WHEN place.id IS NULL THEN 'TENANT_UNKNOWN'
    WHEN NOT app.may('impersonate') THEN 'NOT_PERMITTED'
    WHEN mine.id IS NOT NULL THEN 'ALREADY_IN_SESSION'
    WHEN place.status NOT IN ('ACTIVE', 'PROVISIONING') THEN 'TENANT_NOT_ACTIVE'
    WHEN place.access_policy = 'closed' THEN 'TENANT_CLOSED'
    WHEN place.access_policy = 'approve' THEN 'APPROVAL_NEEDED'
    WHEN basis.id IS NULL THEN 'TICKET_UNKNOWN'
    WHEN basis.status = 'CLOSED' THEN 'TICKET_CLOSED'
    WHEN basis.assignee_id IS DISTINCT FROM me.id THEN 'TICKET_NOT_YOURS'
    WHEN target_user_id IS NOT NULL AND seen.id IS NULL THEN 'USER_UNKNOWN'
    WHEN seen.status <> 'ACTIVE' THEN 'USER_NOT_ACTIVE'
    WHEN app.tenant_role_rank(seen.role) > app.tenant_role_rank(app.ceiling(me.role)) THEN 'ABOVE_CEILING'
  END;

  -- One statement, because no row may appear without its trace; sibling parts run when they are read, so the trail reads `begun`.
  WITH begun AS (
    INSERT INTO app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, target_user_id, seen_as, category,
                                           reason, ticket_id, started_at, expires_at, ip, user_agent)
    SELECT session_id, app.key_hash(session_key), me.id, login.id, me.role, place.id, seen.id, coalesce(seen.role, app.ceiling(me.role)), category,
           reason, basis.id, clock_timestamp(), least(clock_timestamp() + make_interval(mins => minutes), login.expires_at),
           app.context() ->> 'ip', app.context() ->> 'userAgent'
    WHERE refusal IS NULL
    ON CONFLICT (operator_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING *
  ), traced AS (
    INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    SELECT me.id, me.role, b.target_user_id, b.id, place.id, 'impersonation:start',
           CASE WHEN b.id IS NULL THEN 'Asked to enter the tenant and was refused.' ELSE 'Entered the tenant.' END,
           CASE WHEN b.id IS NULL THEN 'refused' ELSE 'done' END, 'impersonation', ARRAY[coalesce(b.id, start_impersonation.tenant_id)],
           jsonb_strip_nulls(jsonb_build_object('because', CASE WHEN b.id IS NULL THEN coalesce(refusal, 'ALREADY_IN_SESSION') END, 'mode', b.mode,
             'seenAs', b.seen_as, 'category', category, 'ticket', basis.number, 'minutes', minutes, 'expiresAt', b.expires_at)), reason
    FROM (SELECT 1) one LEFT JOIN begun b ON true
  )
  SELECT b.* INTO begun FROM begun b;
  IF begun.id IS NULL THEN
    refusal := coalesce(refusal, 'ALREADY_IN_SESSION');
  ELSE
    INSERT INTO app.impersonation_activity VALUES (begun.id, clock_timestamp());
  END IF;
  RETURN QUERY SELECT refusal, begun.id, begun.expires_at::timestamptz;
END $$;
--> statement-breakpoint
-- More time, asked from inside the session: never past four hours, nor past the sign-in it rests on.
CREATE FUNCTION app.extend_impersonation(session_id text, minutes integer, reason text)
RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  s app.impersonation_session;
  was timestamptz;
  until timestamptz;
  refusal text;
BEGIN
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.id = extend_impersonation.session_id AND i.operator_id = app.current_operator() FOR NO KEY UPDATE;
  IF s.id IS NULL THEN
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, reason)
    VALUES ('impersonation:extend', 'Asked for more time in a session that is not theirs.', 'not_found', 'impersonation', ARRAY[extend_impersonation.session_id], reason);
    RETURN QUERY SELECT 'NOT_FOUND', NULL::text, NULL::timestamptz;
    RETURN;
  END IF;
  was := s.expires_at;
  SELECT least(was + make_interval(mins => minutes), s.started_at + interval '4 hours', l.expires_at) INTO until
  FROM app.login_session l WHERE l.id = s.login_session_id;
  refusal := CASE
    WHEN s.ended_at IS NOT NULL OR (app.live_session()).id IS DISTINCT FROM s.id THEN 'ENDED'
    WHEN minutes NOT BETWEEN 1 AND 30 THEN 'TOO_LONG'
    WHEN until <= was THEN 'AT_LIMIT'
  END;
  INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (s.operator_id, s.operator_role, s.target_user_id, s.id, s.tenant_id, 'impersonation:extend',
          CASE WHEN refusal IS NULL THEN 'Took more time in the tenant.' ELSE 'Asked for more time in the tenant and was refused.' END,
          CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END, 'impersonation', ARRAY[s.id],
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'minutes', minutes, 'before', was, 'after', CASE WHEN refusal IS NULL THEN until END)), reason);
  IF refusal IS NULL THEN
    UPDATE app.impersonation_session i SET expires_at = until WHERE i.id = s.id RETURNING * INTO s;
    UPDATE app.impersonation_activity a SET last_act_at = clock_timestamp() WHERE a.session_id = s.id;
  END IF;
  RETURN QUERY SELECT refusal, s.id, s.expires_at::timestamptz;
END $$;
--> statement-breakpoint
-- The End button. It asks for no sign-in when the overlay's own key is shown, so that an expired sign-in cannot hold a session open;
-- with a sign-in the operator may end by id, so that a lost cookie cannot either. Ended before: the same answer, no second event.
CREATE FUNCTION app.end_impersonation(session_id text, session_key text, login_key text, context jsonb)
RETURNS TABLE (id text, operator_id text, ended_at timestamptz, end_reason text, by_its_key boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE s app.impersonation_session;
BEGIN
  PERFORM set_config('app.session_key', coalesce(session_key, ''), true), set_config('app.login_key', coalesce(login_key, ''), true),
          set_config('app.context', coalesce(context::text, ''), true);
  SELECT i.* INTO s FROM app.impersonation_session i
  WHERE i.id = end_impersonation.session_id AND (i.key_hash = app.key_hash(session_key) OR i.operator_id = app.current_operator()) FOR NO KEY UPDATE;
  IF s.id IS NOT NULL AND s.ended_at IS NULL THEN
    s := app.close_session(s, 'MANUAL', s.operator_id);
  END IF;
  RETURN QUERY SELECT s.id, s.operator_id, s.ended_at::timestamptz, s.end_reason, coalesce(s.key_hash = app.key_hash(session_key), false) WHERE s.id IS NOT NULL;
END $$;
--> statement-breakpoint
-- The overlay cookie turned up beside another sign-in: the session is over at once, and both people's names are in the trail.
CREATE FUNCTION app.report_stolen(session_key text, login_key text, context jsonb) RETURNS TABLE (id text, operator_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  s app.impersonation_session;
  shown_by app.login_session;
BEGIN
  PERFORM set_config('app.login_key', coalesce(login_key, ''), true), set_config('app.context', coalesce(context::text, ''), true);
  SELECT l.* INTO shown_by FROM app.login_session l WHERE l.key_hash = app.key_hash(login_key);
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.key_hash = app.key_hash(session_key) FOR NO KEY UPDATE;
  IF s.id IS NULL OR shown_by.id IS NULL OR s.login_session_id = shown_by.id OR s.ended_at IS NOT NULL THEN RETURN; END IF;
  s := app.close_session(s, 'FORCE_LOGOUT', shown_by.operator_id, 'impersonation:stolen');
  RETURN QUERY SELECT s.id, s.operator_id;
END $$;
--> statement-breakpoint
-- Timers and the minute sweep: the database clock judges, whoever asks and whenever. Rows by id, then heads.
CREATE FUNCTION app.end_overdue(only_session text DEFAULT NULL) RETURNS TABLE (id text, operator_id text, ended boolean, remaining integer, idle_remaining integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE s app.impersonation_session;
BEGIN
  FOR s IN
    SELECT i.* FROM app.impersonation_session i
    WHERE i.ended_at IS NULL AND (i.id = only_session OR (only_session IS NULL AND app.session_due(i) <= clock_timestamp()))
    ORDER BY i.id FOR NO KEY UPDATE
  LOOP
    IF app.session_due(s) <= clock_timestamp() THEN
      s := app.close_session(s, 'TIMEOUT', 'system');
    END IF;
    RETURN QUERY SELECT s.id, s.operator_id, s.ended_at IS NOT NULL,
      greatest(0, extract(epoch FROM s.expires_at - clock_timestamp()) * 1000)::integer,
      greatest(0, extract(epoch FROM a.last_act_at + app.session_idle_limit() - clock_timestamp()) * 1000)::integer
      FROM app.impersonation_activity a WHERE a.session_id = s.id;
  END LOOP;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.sign_out(login_key text, context jsonb) RETURNS TABLE (session_id text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  login app.login_session;
  s app.impersonation_session;
BEGIN
  PERFORM set_config('app.context', coalesce(context::text, ''), true);
  FOR s IN SELECT i.* FROM app.impersonation_session i JOIN app.login_session l ON l.id = i.login_session_id
    WHERE l.key_hash = app.key_hash(sign_out.login_key) AND i.ended_at IS NULL ORDER BY i.id FOR NO KEY UPDATE OF i
  LOOP
    s := app.close_session(s, 'MANUAL', s.operator_id);
    session_id := s.id;
  END LOOP;
  UPDATE app.login_session l SET revoked_at = clock_timestamp() WHERE l.key_hash = app.key_hash(login_key) AND l.revoked_at IS NULL RETURNING l.* INTO login;
  IF login.id IS NOT NULL THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids)
    VALUES (login.operator_id, (SELECT u.role FROM app.internal_user u WHERE u.id = login.operator_id), 'sign_in:end', 'Signed out.', 'done', 'login_session', ARRAY[login.id]);
  END IF;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- A word by the operator after the end; it stands in the session's chain.
CREATE FUNCTION app.note_impersonation(session_id text, note text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session;
BEGIN
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.id = note_impersonation.session_id AND i.operator_id = app.current_operator();
  IF s.id IS NULL THEN
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids)
    VALUES ('impersonation:note', 'Tried to write a closing note about a session that is not theirs.', 'not_found', 'impersonation', ARRAY[note_impersonation.session_id]);
    RETURN false;
  END IF;
  INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, reason)
  VALUES (s.operator_id, s.operator_role, s.target_user_id, s.id, s.tenant_id, 'impersonation:note', 'Wrote a closing note about the session.', 'done', 'impersonation', ARRAY[s.id], note);
  RETURN true;
END $$;
--> statement-breakpoint
-- What the tenant's register card says of access, without opening the sessions themselves.
CREATE FUNCTION app.tenant_access(tenant_id text) RETURNS TABLE (open_sessions integer, last_access_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.current_operator() IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT
    (SELECT count(*)::integer FROM app.impersonation_session i WHERE i.tenant_id = tenant_access.tenant_id AND i.ended_at IS NULL AND i.expires_at > clock_timestamp()),
    (SELECT i.started_at::timestamptz FROM app.impersonation_session i WHERE i.tenant_id = tenant_access.tenant_id ORDER BY i.started_at DESC LIMIT 1);
END $$;
--> statement-breakpoint
-- Whom a session at this tenant may look as: the tenant's active users up to the operator's ceiling. Names stay out, because nobody is
-- inside yet; that somebody asked, and who was offered, is a row of the trail.
CREATE FUNCTION app.possible_subjects(tenant_id text, most integer) RETURNS TABLE (id text, role text, org_unit text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE highest integer := (SELECT app.tenant_role_rank(app.ceiling(u.role)) FROM app.internal_user u WHERE u.id = app.current_operator());
BEGIN
  IF NOT app.may('impersonate') OR NOT EXISTS (SELECT FROM public.tenant t WHERE t.id = possible_subjects.tenant_id) THEN RETURN; END IF;
  RETURN QUERY
  WITH offered AS MATERIALIZED (
    SELECT u.id, u.role, u.org_unit, app.tenant_role_rank(u.role) AS rank, u.created_at
    FROM public.tenant_user u
    WHERE u.tenant_id = possible_subjects.tenant_id AND u.status = 'ACTIVE' AND app.tenant_role_rank(u.role) BETWEEN 3 AND highest
    ORDER BY rank DESC, u.created_at, u.id LIMIT most
  ), traced AS (
    INSERT INTO audit.trail (tenant_id, act, sentence, outcome, entity_type, entity_ids)
    SELECT possible_subjects.tenant_id, 'tenant_user:offer', 'Was offered ' || count(*) || ' users, without their names, as whom to look.', 'read', 'tenant_user',
           coalesce(array_agg(o.id), '{}') FROM offered o
  )
  SELECT o.id, o.role, o.org_unit FROM offered o ORDER BY o.rank DESC, o.created_at, o.id;
END $$;
--> statement-breakpoint
-- Looking a tenant up while somebody types: exact, then prefix, then near spellings. In a function because under row-level security
-- neither LIKE nor trigram operators reach an index. Phones match from any spelling: by their last digits.
CREATE FUNCTION app.look_up_tenants(asked text, digits text, most integer) RETURNS TABLE (id text, matched text, rank integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET pg_trgm.word_similarity_threshold = '0.45' AS $$
DECLARE
  word text := lower(trim(asked));
  prefix text := replace(replace(replace(lower(trim(asked)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  tail text := reverse(digits) || '%';
BEGIN
  IF app.current_operator() IS NULL OR word = '' THEN RETURN; END IF;
  RETURN QUERY
  WITH found AS (
    SELECT t.id, 'id' AS matched, 1 AS rank, 1::real AS near FROM public.tenant t WHERE t.id = trim(asked)
    UNION ALL SELECT t.id, 'slug', 1, 1 FROM public.tenant t WHERE t.slug = word
    UNION ALL SELECT d.tenant_id, 'domain', 1, 1 FROM public.tenant_domain d WHERE d.domain = word
    UNION ALL SELECT t.id, 'name', 1, 1 FROM public.tenant t WHERE lower(t.name) = word
    UNION ALL SELECT p.tenant_id, 'phone', 1, 1 FROM public.tenant_phone p WHERE length(digits) >= 6 AND reverse(p.e164) LIKE tail
    UNION ALL SELECT c.tenant_id, 'phone', 1, 1 FROM public.tenant_contact c WHERE length(digits) >= 6 AND reverse(c.phone_digits) LIKE tail
    UNION ALL (SELECT t.id, 'name', 2, 1 FROM public.tenant t WHERE lower(t.name) LIKE prefix ORDER BY t.name LIMIT most)
    UNION ALL (SELECT t.id, 'slug', 2, 1 FROM public.tenant t WHERE t.slug LIKE prefix ORDER BY t.slug LIMIT most)
    UNION ALL (SELECT d.tenant_id, 'domain', 2, 1 FROM public.tenant_domain d WHERE d.domain LIKE prefix ORDER BY d.domain LIMIT most)
    UNION ALL (SELECT t.id, 'name', 3, public.word_similarity(word, lower(t.name)) FROM public.tenant t
               WHERE length(word) >= 3 AND word OPERATOR(public.<%) lower(t.name) ORDER BY 4 DESC LIMIT most)
  ), best AS (SELECT DISTINCT ON (f.id) f.id, f.matched, f.rank, f.near FROM found f ORDER BY f.id, f.rank, f.near DESC)
  SELECT b.id, b.matched, b.rank FROM best b JOIN public.tenant t ON t.id = b.id ORDER BY b.rank, b.near DESC, t.name, b.id LIMIT most;
END $$;
