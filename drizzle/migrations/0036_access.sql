-- Access that takes somebody else's yes: asked, answered by two clocks, begun once and exactly as it was asked. Nobody writes a request but
-- these functions, and a session begins by app.begin_session only.
--
-- Lock order, as in 0009_kill.sql and in front of it: people by id, tenant, ticket, user; then requests by id; then sessions, sign-ins and
-- heads. Whoever starts holds themselves, so that nobody approves on the way into a tenant.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
ALTER TABLE app.access_request ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app.access_request FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON app.access_request FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT ON app.access_request TO portal_guard;
--> statement-breakpoint
-- What was asked is nobody's to change: only what becomes of it.
GRANT UPDATE (state, approver_id, approver_role, approved_at, customer_approved_at, customer_answerer, start_by, denied_by, denier_id, closed_at, note, session_id)
  ON app.access_request TO portal_guard;
--> statement-breakpoint
GRANT SELECT ON app.access_request TO portal_staff;
--> statement-breakpoint
CREATE POLICY guard ON app.access_request TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_or_answered ON app.access_request FOR SELECT TO portal_staff
  USING (operator_id = (SELECT app.current_operator()) OR (SELECT app.may('approve_access')) OR (SELECT app.may('view_audit')));
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.access_request FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
GRANT SELECT (limit_at, approval_id) ON app.impersonation_session TO portal_staff;
--> statement-breakpoint
-- How long a colleague has, and the customer; how soon the session must begin; how long broken glass lasts.
CREATE FUNCTION app.access_limit(which text) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE which WHEN 'answer' THEN interval '30 minutes' WHEN 'customer' THEN interval '12 hours' WHEN 'start' THEN interval '15 minutes'
  WHEN 'break_glass' THEN interval '30 minutes' END;
--> statement-breakpoint
-- What an access costs (worker/impersonation/policy.ts).
CREATE FUNCTION app.decide_access(role text, policy text, mode text, scope text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE held text[] := ARRAY(SELECT p.permission FROM app.role_permission p WHERE p.role = decide_access.role AND NOT p.lead);
BEGIN
  RETURN CASE
    WHEN policy NOT IN ('open', 'notify', 'approve') OR app.ceiling(role) IS NULL OR NOT 'impersonate' = ANY (held) THEN 'deny'
    WHEN mode = 'READ_WRITE' AND NOT 'write_in_session' = ANY (held) THEN 'deny'
    WHEN scope = 'EXPORT' AND NOT 'export_in_session' = ANY (held) THEN 'deny'
    WHEN policy = 'approve' THEN 'approve+customer'
    WHEN mode = 'READ_ONLY' AND scope = 'CONTENT' THEN 'auto'
    ELSE 'approve' END;
END $$;
--> statement-breakpoint
-- One byte of it changed is another request. An array of JSON has one way to be written, so that no two requests look alike.
CREATE FUNCTION app.request_hash(operator_id text, tenant_id text, target_user_id text, mode text, scope text, category text, ticket_id text, minutes integer, reason text)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(jsonb_build_array(operator_id, tenant_id, target_user_id, mode, scope, category, ticket_id, minutes, reason)::text, 'UTF8'));
--> statement-breakpoint
-- How a request stands at this moment: its clocks decide, whether or not anybody has written it down.
CREATE FUNCTION app.access_state(r app.access_request) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT CASE
    WHEN r.state = 'WAITING' AND (r.approved_at IS NULL AND r.answer_by <= clock_timestamp() OR r.customer_approved_at IS NULL AND r.customer_by <= clock_timestamp()) THEN 'DENIED'
    WHEN r.state = 'APPROVED' AND r.start_by <= clock_timestamp() THEN 'EXPIRED'
    ELSE r.state END
$$;
--> statement-breakpoint
-- Two people, in the directory too, however its ids are spelt; who approves is active and inside nobody's data. And what was decided stays.
CREATE FUNCTION app.hold_access() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT lower(u.directory_id) FROM app.internal_user u WHERE u.id IN (new.operator_id, new.approver_id) GROUP BY lower(u.directory_id) HAVING count(*) > 1)
     OR EXISTS (SELECT lower(u.directory_id) FROM app.internal_user u WHERE u.id IN (new.operator_id, new.denier_id) GROUP BY lower(u.directory_id) HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'same_person' USING ERRCODE = '23514';
  END IF;
  IF new.approver_id IS DISTINCT FROM old.approver_id AND (
    NOT EXISTS (SELECT FROM app.internal_user u WHERE u.id = new.approver_id AND u.status = 'ACTIVE')
    OR EXISTS (SELECT FROM app.impersonation_session i WHERE i.operator_id = new.approver_id AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp())) THEN
    RAISE EXCEPTION 'approver_not_free' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'UPDATE' AND (old.state IN ('DENIED', 'EXPIRED', 'WITHDRAWN') OR old.state = 'USED' AND new.state <> 'DENIED'
     OR old.approver_id IS NOT NULL AND new.approver_id IS DISTINCT FROM old.approver_id) THEN
    RAISE EXCEPTION 'access_stands' USING ERRCODE = '23514';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_access BEFORE INSERT OR UPDATE ON app.access_request FOR EACH ROW EXECUTE FUNCTION app.hold_access();
--> statement-breakpoint
-- What is in the way of entering, whatever it costs; NULL where nothing is. Whoever acts on the answer holds what it was asked about.
CREATE FUNCTION app.entry_refusal(me app.internal_user, place public.tenant, basis public.ticket, seen public.tenant_user, target_user_id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN CASE
    WHEN place.id IS NULL THEN 'TENANT_UNKNOWN'
    WHEN NOT app.may('impersonate') THEN 'NOT_PERMITTED'
    WHEN place.status NOT IN ('ACTIVE', 'PROVISIONING') THEN 'TENANT_NOT_ACTIVE'
    WHEN place.access_policy = 'closed' THEN 'TENANT_CLOSED'
    WHEN basis.id IS NULL THEN 'TICKET_UNKNOWN'
    WHEN basis.status = 'CLOSED' THEN 'TICKET_CLOSED'
    WHEN target_user_id IS NOT NULL AND seen.id IS NULL THEN 'USER_UNKNOWN'
    WHEN seen.status <> 'ACTIVE' THEN 'USER_NOT_ACTIVE'
    WHEN app.tenant_role_rank(seen.role) > app.tenant_role_rank(app.ceiling(me.role)) THEN 'ABOVE_CEILING'
  END;
END $$;
--> statement-breakpoint
-- Whether a break-glass session would be let in without any glass being broken: the ticket is the operator's own and nobody needs to be asked.
CREATE FUNCTION app.needs_break_glass(me app.internal_user, place public.tenant, basis public.ticket) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN basis.assignee_id IS DISTINCT FROM me.id OR app.decide_access(me.role, place.access_policy, 'READ_ONLY', 'CONTENT') <> 'auto';
END $$;
--> statement-breakpoint
DROP FUNCTION app.start_impersonation(text, text, text, text, text, text, text, integer);
--> statement-breakpoint
-- The one way to make a session: right away on a ticket of one's own, by an approved request (`request_id`), or by breaking the glass. Every
-- condition that another transaction could break is asked again under lock. A dead timer locks nobody out: the operator's own overdue row
-- is ended first.
CREATE FUNCTION app.begin_session(
  session_id text, session_key text, tenant_id text, target_user_id text, ticket_id text, category text, reason text, minutes integer,
  mode text, scope text, request_id text, broken boolean
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
  wish app.access_request;
  cost text;
  refusal text;
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.current_operator() FOR SHARE;
  SELECT t.* INTO place FROM public.tenant t WHERE t.id = begin_session.tenant_id FOR SHARE;
  SELECT k.* INTO basis FROM public.ticket k WHERE k.id = begin_session.ticket_id AND k.tenant_id = place.id FOR SHARE;
  SELECT u.* INTO seen FROM public.tenant_user u WHERE u.id = begin_session.target_user_id AND u.tenant_id = place.id FOR SHARE;
  SELECT r.* INTO wish FROM app.access_request r WHERE r.id = begin_session.request_id AND r.operator_id = me.id FOR UPDATE;
  SELECT i.* INTO mine FROM app.impersonation_session i WHERE i.operator_id = me.id AND i.ended_at IS NULL FOR NO KEY UPDATE;
  IF me.id IS NULL OR app.current_operator() IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  SELECT l.* INTO login FROM app.login_session l WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true));
  IF (mode <> 'READ_ONLY' OR broken) AND login.proved_at <= clock_timestamp() - app.fresh_limit() THEN
    RAISE EXCEPTION 'sign_in_not_fresh' USING ERRCODE = 'IM428';
  END IF;

  IF mine.id IS NOT NULL AND app.session_due(mine) <= clock_timestamp() THEN
    PERFORM app.hold_heads(coalesce('tenant:' || place.id, 'operator:' || me.id), ARRAY[mine]);
    PERFORM app.close_session(mine, 'TIMEOUT', 'system');
    mine := NULL;
  END IF;

  cost := app.decide_access(me.role, place.access_policy, mode, scope);
  refusal := CASE
    WHEN request_id IS NOT NULL AND wish.id IS NULL THEN 'NOT_FOUND'
    WHEN wish.state = 'USED' THEN 'APPROVAL_USED'
    WHEN app.access_state(wish) <> 'APPROVED' THEN 'NOT_APPROVED'
    WHEN wish.request_hash <> app.request_hash(me.id, begin_session.tenant_id, target_user_id, mode, scope, category, ticket_id, minutes, reason) THEN 'REQUEST_CHANGED'
  END;
  refusal := coalesce(refusal, app.entry_refusal(me, place, basis, seen, target_user_id), CASE
    WHEN mine.id IS NOT NULL THEN 'ALREADY_IN_SESSION'
    WHEN cost = 'deny' THEN 'NOT_YOUR_WAY'
    WHEN NOT broken AND basis.assignee_id IS DISTINCT FROM me.id THEN 'TICKET_NOT_YOURS'
    WHEN NOT broken AND wish.id IS NULL AND cost <> 'auto' THEN 'APPROVAL_NEEDED'
    -- The policy may have become stricter since everybody said yes.
    WHEN NOT broken AND cost = 'approve+customer' AND wish.customer_approved_at IS NULL THEN 'APPROVAL_NEEDED'
    WHEN broken AND NOT app.needs_break_glass(me, place, basis) THEN 'BREAK_GLASS_NOT_NEEDED'
    WHEN broken AND app.owes_break_glass_review(me.id) THEN 'REVIEW_PENDING'
  END);

  -- One statement, because no row may appear without its trace; sibling parts run when they are read, so the trail reads `begun`.
  WITH begun AS (
    INSERT INTO app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, target_user_id, seen_as, category,
                                           reason, ticket_id, mode, break_glass, approval_id, started_at, expires_at, limit_at, ip, user_agent)
    SELECT session_id, app.key_hash(session_key), me.id, login.id, me.role, place.id, seen.id, coalesce(seen.role, app.ceiling(me.role)), category,
           reason, basis.id, mode, broken, wish.id, n.moment, least(n.moment + make_interval(mins => minutes), login.expires_at),
           CASE WHEN wish.id IS NOT NULL THEN n.moment + make_interval(mins => minutes) WHEN broken THEN n.moment + app.access_limit('break_glass') END,
           app.context() ->> 'ip', app.context() ->> 'userAgent'
    FROM (SELECT clock_timestamp() AS moment) n
    WHERE refusal IS NULL
    ON CONFLICT (operator_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING *
  ), traced AS (
    INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    SELECT me.id, me.role, b.target_user_id, b.id, place.id, 'impersonation:start',
           CASE WHEN b.id IS NULL THEN 'Asked to enter the tenant and was refused.'
                WHEN broken THEN 'Broke the glass and entered the tenant without asking anybody.'
                WHEN wish.id IS NOT NULL THEN 'Entered the tenant as it was approved.'
                ELSE 'Entered the tenant.' END,
           CASE WHEN b.id IS NULL THEN 'refused' ELSE 'done' END, 'impersonation', array_remove(ARRAY[coalesce(b.id, begin_session.tenant_id), wish.id], NULL),
           jsonb_strip_nulls(jsonb_build_object('because', CASE WHEN b.id IS NULL THEN coalesce(refusal, 'ALREADY_IN_SESSION') END, 'mode', b.mode,
             'seenAs', b.seen_as, 'category', category, 'ticket', basis.number, 'minutes', minutes, 'expiresAt', b.expires_at,
             'scope', CASE WHEN wish.id IS NOT NULL THEN scope END, 'breakGlass', nullif(broken, false), 'approver', wish.approver_id,
             'requestHash', encode(wish.request_hash, 'hex'))), reason
    FROM (SELECT 1) one LEFT JOIN begun b ON true
  )
  SELECT b.* INTO begun FROM begun b;
  IF begun.id IS NULL THEN
    refusal := coalesce(refusal, 'ALREADY_IN_SESSION');
  ELSE
    INSERT INTO app.impersonation_activity VALUES (begun.id, clock_timestamp());
    UPDATE app.access_request r SET state = 'USED', session_id = begun.id WHERE r.id = wish.id;
  END IF;
  RETURN QUERY SELECT refusal, begun.id, begun.expires_at::timestamptz;
END $$;
--> statement-breakpoint
-- Right away: read-only, on an open ticket of one's own, where nobody needs to be asked.
CREATE FUNCTION app.start_impersonation(
  session_id text, session_key text, tenant_id text, target_user_id text, ticket_id text, category text, reason text, minutes integer
) RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT b.because, b.id, b.expires_at FROM app.begin_session(session_id, session_key, tenant_id, target_user_id, ticket_id, category, reason, minutes,
    'READ_ONLY', 'CONTENT', NULL, false) b;
END $$;
--> statement-breakpoint
-- As it was approved, once.
CREATE FUNCTION app.start_approved(
  request_id text, session_id text, session_key text, tenant_id text, target_user_id text, ticket_id text, category text, reason text, minutes integer, mode text, scope text
) RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT b.because, b.id, b.expires_at FROM app.begin_session(session_id, session_key, tenant_id, target_user_id, ticket_id, category, reason, minutes,
    mode, scope, coalesce(request_id, ''), false) b;
END $$;
--> statement-breakpoint
-- Without asking anybody: read-only, for half an hour, on any open ticket of the tenant, with the view of one's ceiling.
CREATE FUNCTION app.break_glass(session_id text, session_key text, tenant_id text, ticket_id text, category text, reason text)
RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT b.because, b.id, b.expires_at FROM app.begin_session(session_id, session_key, tenant_id, NULL, ticket_id, category, reason,
    extract(epoch FROM app.access_limit('break_glass'))::integer / 60, 'READ_ONLY', 'CONTENT', NULL, true) b;
END $$;
--> statement-breakpoint
-- More time, asked from inside the session: never past four hours, what was approved, or the sign-in it rests on.
CREATE OR REPLACE FUNCTION app.extend_impersonation(session_id text, minutes integer, reason text)
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
  SELECT least(was + make_interval(mins => minutes), s.started_at + interval '4 hours', s.limit_at, l.expires_at) INTO until
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
-- What everybody concerned is told of a request, by the ids of who and what.
CREATE FUNCTION app.tell_of_access(kind text, r app.access_request) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM app.publish(kind, 'access_request', r.id, jsonb_strip_nulls(jsonb_build_object('operatorId', r.operator_id, 'tenantId', r.tenant_id, 'mode', r.mode,
    'scope', r.scope, 'customer', r.customer_by IS NOT NULL, 'approverId', r.approver_id, 'deniedBy', r.denied_by, 'by', r.denier_id)));
END $$;
--> statement-breakpoint
-- Asks for an access that takes somebody else's yes. One request at a time and tenant; one whose time is up is closed on the way.
CREATE FUNCTION app.ask_access(
  request_id text, tenant_id text, target_user_id text, ticket_id text, mode text, scope text, category text, reason text, minutes integer
) RETURNS TABLE (because text, id text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me app.internal_user;
  place public.tenant;
  seen public.tenant_user;
  basis public.ticket;
  known app.access_request;
  asked app.access_request;
  cost text;
  refusal text;
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.current_operator() FOR SHARE;
  SELECT t.* INTO place FROM public.tenant t WHERE t.id = ask_access.tenant_id FOR SHARE;
  SELECT k.* INTO basis FROM public.ticket k WHERE k.id = ask_access.ticket_id AND k.tenant_id = place.id FOR SHARE;
  SELECT u.* INTO seen FROM public.tenant_user u WHERE u.id = ask_access.target_user_id AND u.tenant_id = place.id FOR SHARE;
  SELECT r.* INTO known FROM app.access_request r WHERE r.operator_id = me.id AND r.tenant_id = place.id AND r.state IN ('WAITING', 'APPROVED') FOR UPDATE;
  IF me.id IS NULL OR app.current_operator() IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF known.id IS NOT NULL AND app.access_state(known) NOT IN ('WAITING', 'APPROVED') THEN
    PERFORM app.lapse_access(known);
    known := NULL;
  END IF;

  cost := app.decide_access(me.role, place.access_policy, mode, scope);
  refusal := coalesce(app.entry_refusal(me, place, basis, seen, target_user_id), CASE
    WHEN cost = 'deny' THEN 'NOT_YOUR_WAY'
    -- Who takes tenants live writes in those of their own running projects, and there are none to work on yet.
    WHEN mode = 'READ_WRITE' AND me.role = 'IMPLEMENTATION' THEN 'PROJECT_NEEDED'
    WHEN basis.assignee_id IS DISTINCT FROM me.id THEN 'TICKET_NOT_YOURS'
    WHEN cost = 'auto' THEN 'NO_APPROVAL_NEEDED'
    WHEN known.id IS NOT NULL THEN 'ASKED_ALREADY'
  END);

  WITH asked AS (
    INSERT INTO app.access_request (id, operator_id, operator_role, tenant_id, target_user_id, ticket_id, mode, scope, category, reason, minutes, request_hash,
                                    asked_at, answer_by, customer_by)
    SELECT ask_access.request_id, me.id, me.role, place.id, seen.id, basis.id, mode, scope, category, reason, minutes,
           app.request_hash(me.id, place.id, seen.id, mode, scope, category, basis.id, minutes, reason),
           n.moment, n.moment + app.access_limit('answer'), CASE WHEN cost = 'approve+customer' THEN n.moment + app.access_limit('customer') END
    FROM (SELECT clock_timestamp() AS moment) n
    WHERE refusal IS NULL
    ON CONFLICT (operator_id, tenant_id) WHERE state IN ('WAITING', 'APPROVED') DO NOTHING
    RETURNING *
  ), traced AS (
    INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    SELECT me.id, me.role, a.target_user_id, place.id, 'access:ask',
           CASE WHEN a.id IS NULL THEN 'Asked for an approval to enter the tenant and was refused.'
                WHEN a.customer_by IS NULL THEN 'Asked colleagues for an approval to enter the tenant.'
                ELSE 'Asked colleagues and the customer for an approval to enter the tenant.' END,
           CASE WHEN a.id IS NULL THEN 'refused' ELSE 'done' END, 'access_request', ARRAY[coalesce(a.id, ask_access.tenant_id)],
           jsonb_strip_nulls(jsonb_build_object('because', CASE WHEN a.id IS NULL THEN coalesce(refusal, 'ASKED_ALREADY') END, 'mode', mode, 'scope', scope,
             'category', category, 'ticket', basis.number, 'minutes', minutes, 'requestHash', encode(a.request_hash, 'hex'))), reason
    FROM (SELECT 1) one LEFT JOIN asked a ON true
  )
  SELECT a.* INTO asked FROM asked a;
  IF asked.id IS NULL THEN
    refusal := coalesce(refusal, 'ASKED_ALREADY');
  ELSE
    PERFORM app.tell_of_access('session.requested', asked);
  END IF;
  RETURN QUERY SELECT refusal, asked.id;
END $$;
--> statement-breakpoint
-- Says no to a request that is held, whoever says it, and ends the session that began from it.
CREATE FUNCTION app.deny_access(r app.access_request, by_whom text, denier text, said text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  held app.impersonation_session[] := app.hold_sessions('session', ARRAY[r.session_id]);
  ended text := (SELECT s.id FROM unnest(held) s);
BEGIN
  PERFORM app.hold_heads(NULL, held);
  INSERT INTO audit.trail (operator_id, operator_role, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (denier, (SELECT u.role FROM app.internal_user u WHERE u.id = denier), r.tenant_id, CASE by_whom WHEN 'COLLEAGUE' THEN 'access:deny' ELSE 'access:answer' END,
          CASE by_whom WHEN 'COLLEAGUE' THEN 'Denied a colleague access to the tenant.' ELSE 'The customer denied access to the tenant.' END || CASE WHEN ended IS NULL THEN '' ELSE ' The session that had begun ended.' END,
          'done', 'access_request', array_remove(ARRAY[r.id, ended], NULL), jsonb_build_object('operator', r.operator_id, 'requestHash', encode(r.request_hash, 'hex')), said);
  UPDATE app.access_request a SET state = 'DENIED', denied_by = by_whom, denier_id = CASE by_whom WHEN 'COLLEAGUE' THEN denier END,
    customer_answerer = CASE by_whom WHEN 'CUSTOMER' THEN denier ELSE a.customer_answerer END, closed_at = clock_timestamp(), note = said
  WHERE a.id = r.id RETURNING * INTO r;
  PERFORM app.close_sessions(held, CASE by_whom WHEN 'CUSTOMER' THEN 'CUSTOMER_ENDED' ELSE 'FORCE_LOGOUT' END, denier, 'impersonation:end',
    'Was put out of the tenant because the approval was taken back.', said);
  PERFORM app.tell_of_access('session.denied', r);
  RETURN ended;
END $$;
--> statement-breakpoint
-- The last yes: from now on the session may begin.
CREATE FUNCTION app.open_if_approved(r app.access_request) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF r.approved_at IS NULL OR (r.customer_by IS NOT NULL AND r.customer_approved_at IS NULL) THEN RETURN; END IF;
  UPDATE app.access_request a SET state = 'APPROVED', start_by = clock_timestamp() + app.access_limit('start') WHERE a.id = r.id RETURNING * INTO r;
  PERFORM app.tell_of_access('session.approved', r);
END $$;
--> statement-breakpoint
-- Whether there is still something to say no to: it waits, may begin, or its session is open.
CREATE FUNCTION app.may_be_denied(r app.access_request) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN app.access_state(r) IN ('WAITING', 'APPROVED')
    OR r.state = 'USED' AND EXISTS (SELECT FROM app.impersonation_session i WHERE i.id = r.session_id AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp());
END $$;
--> statement-breakpoint
-- A colleague says yes or no, or whoever asked takes it back. Four eyes, for administrators too: by id and in the directory, active, and to say
-- yes with a fresh sign-in and from outside. A no counts also after a yes, and from inside a tenant: it is the safe answer.
CREATE FUNCTION app.answer_access(request_id text, answer text, note text) RETURNS TABLE (because text, operator_id text, session_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  needs text := CASE answer WHEN 'withdraw' THEN 'impersonate' ELSE 'approve_access' END;
  me text := app.required(needs);
  r app.access_request;
  asker app.internal_user;
  mine app.internal_user;
  refusal text;
  ended text;
BEGIN
  IF answer IS NULL OR answer NOT IN ('approve', 'deny', 'withdraw') THEN RAISE EXCEPTION 'no_such_answer' USING ERRCODE = '22023'; END IF;
  IF answer <> 'withdraw' AND length(trim(coalesce(note, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  PERFORM FROM app.internal_user u WHERE u.id IN (me, (SELECT a.operator_id FROM app.access_request a WHERE a.id = request_id)) ORDER BY u.id FOR NO KEY UPDATE;
  -- What we waited for may have been the end of our own right.
  me := app.required(needs);
  SELECT a.* INTO r FROM app.access_request a WHERE a.id = request_id FOR UPDATE;
  SELECT u.* INTO asker FROM app.internal_user u WHERE u.id = r.operator_id;
  SELECT u.* INTO mine FROM app.internal_user u WHERE u.id = me;
  refusal := CASE
    WHEN r.id IS NULL OR (answer = 'withdraw' AND asker.id <> me) THEN 'NOT_FOUND'
    WHEN answer = 'withdraw' THEN CASE WHEN app.access_state(r) NOT IN ('WAITING', 'APPROVED') THEN 'DECIDED_ALREADY' END
    WHEN asker.id = me OR lower(asker.directory_id) = lower(mine.directory_id) THEN 'OWN_REQUEST'
    WHEN answer = 'deny' THEN CASE WHEN NOT app.may_be_denied(r) THEN 'DECIDED_ALREADY' END
    WHEN app.access_state(r) <> 'WAITING' OR r.approver_id IS NOT NULL THEN 'DECIDED_ALREADY'
    WHEN EXISTS (SELECT FROM app.impersonation_session i WHERE i.operator_id = me AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp()) THEN 'INSIDE_SESSION'
    WHEN asker.status <> 'ACTIVE' OR app.decide_access(asker.role, 'open', r.mode, r.scope) = 'deny' THEN 'ASKER_GONE'
  END;
  IF refusal IS NULL AND answer = 'approve' AND NOT EXISTS (
    SELECT FROM app.login_session l WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true)) AND l.proved_at > clock_timestamp() - app.fresh_limit()) THEN
    RAISE EXCEPTION 'sign_in_not_fresh' USING ERRCODE = 'IM428';
  END IF;

  IF refusal IS NULL AND answer = 'deny' THEN
    ended := app.deny_access(r, 'COLLEAGUE', me, note);
  ELSE
    INSERT INTO audit.trail (operator_id, operator_role, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    VALUES (me, mine.role, r.tenant_id, 'access:' || answer,
            CASE WHEN refusal = 'NOT_FOUND' THEN 'Tried to answer a request that is not there.'
                 WHEN refusal IS NOT NULL THEN 'Wanted to answer a request for access and was refused.'
                 WHEN answer = 'approve' THEN 'Approved that a colleague enters the tenant.'
                 ELSE 'Took back a request for access to the tenant.' END,
            CASE WHEN refusal IS NULL THEN 'done' WHEN refusal = 'NOT_FOUND' THEN 'not_found' ELSE 'refused' END, 'access_request', ARRAY[request_id],
            jsonb_strip_nulls(jsonb_build_object('because', refusal, 'operator', r.operator_id, 'requestHash', encode(r.request_hash, 'hex'))), note);
  END IF;
  IF refusal IS NULL AND answer = 'approve' THEN
    UPDATE app.access_request a SET approver_id = me, approver_role = mine.role, approved_at = clock_timestamp(), note = answer_access.note WHERE a.id = r.id RETURNING * INTO r;
    PERFORM app.open_if_approved(r);
  ELSIF refusal IS NULL AND answer = 'withdraw' THEN
    UPDATE app.access_request a SET state = 'WITHDRAWN', closed_at = clock_timestamp() WHERE a.id = r.id;
  END IF;
  RETURN QUERY SELECT refusal, r.operator_id, ended;
END $$;
--> statement-breakpoint
-- The customer's own yes or no, where their policy wants to be asked. Who answers has shown by other means whom they speak for; no login may
-- call it until one does. A no counts also after a yes.
CREATE FUNCTION app.answer_for_customer(request_id text, tenant_id text, approved boolean, answerer text, note text) RETURNS TABLE (because text, session_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  r app.access_request;
  refusal text;
  ended text;
BEGIN
  IF approved IS NULL OR answerer IS NULL THEN RAISE EXCEPTION 'no_decision' USING ERRCODE = '22023'; END IF;
  SELECT a.* INTO r FROM app.access_request a WHERE a.id = request_id AND a.tenant_id = answer_for_customer.tenant_id AND a.customer_by IS NOT NULL FOR UPDATE;
  refusal := CASE
    WHEN r.id IS NULL THEN 'NOT_FOUND'
    WHEN NOT approved THEN CASE WHEN NOT app.may_be_denied(r) THEN 'DECIDED_ALREADY' END
    WHEN app.access_state(r) <> 'WAITING' OR r.customer_approved_at IS NOT NULL THEN 'DECIDED_ALREADY'
  END;
  IF refusal IS NULL AND NOT approved THEN
    ended := app.deny_access(r, 'CUSTOMER', answerer, note);
  ELSIF refusal IS NULL THEN
    INSERT INTO audit.trail (operator_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    VALUES (answerer, r.tenant_id, 'access:answer', 'The customer approved access to the tenant.', 'done', 'access_request', ARRAY[r.id],
            jsonb_build_object('operator', r.operator_id, 'requestHash', encode(r.request_hash, 'hex')), note);
    UPDATE app.access_request a SET customer_approved_at = clock_timestamp(), customer_answerer = answerer WHERE a.id = r.id RETURNING * INTO r;
    PERFORM app.open_if_approved(r);
  END IF;
  RETURN QUERY SELECT refusal, ended;
END $$;
--> statement-breakpoint
-- Writes down what the clocks decided: nobody answered in time, or nobody began in time.
CREATE FUNCTION app.lapse_access(r app.access_request) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE became text := app.access_state(r);
BEGIN
  IF became NOT IN ('DENIED', 'EXPIRED') OR became = r.state THEN RETURN; END IF;
  INSERT INTO audit.trail (operator_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('system', r.tenant_id, 'access:lapse', CASE became WHEN 'DENIED' THEN 'Denied a request for access that nobody answered in time.'
            ELSE 'Let an approval lapse that nobody used in time.' END,
          'done', 'access_request', ARRAY[r.id], jsonb_build_object('operator', r.operator_id, 'requestHash', encode(r.request_hash, 'hex')));
  UPDATE app.access_request a SET state = became, denied_by = CASE became WHEN 'DENIED' THEN 'TIME' END, closed_at = clock_timestamp() WHERE a.id = r.id RETURNING * INTO r;
  IF became = 'DENIED' THEN PERFORM app.tell_of_access('session.denied', r); END IF;
END $$;
--> statement-breakpoint
-- The minute's net under the clocks. Chain by chain, so that heads are taken in their order.
CREATE FUNCTION app.lapse_due_access(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  r app.access_request;
  lapsed integer := 0;
BEGIN
  FOR r IN
    SELECT a.* FROM app.access_request a WHERE a.id IN (
      SELECT d.id FROM app.access_request d WHERE d.state IN ('WAITING', 'APPROVED') AND app.access_state(d) NOT IN ('WAITING', 'APPROVED') LIMIT most)
    ORDER BY a.tenant_id, a.id FOR UPDATE SKIP LOCKED
  LOOP
    PERFORM app.lapse_access(r);
    lapsed := lapsed + 1;
  END LOOP;
  RETURN lapsed;
END $$;
--> statement-breakpoint
-- Whether the session of these keys may take content out: it was asked for, approved, and the operator still may.
CREATE FUNCTION app.may_export() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN app.may('export_in_session') AND EXISTS (
    SELECT FROM app.access_request r WHERE r.id = (app.live_session()).approval_id AND r.scope = 'EXPORT' AND r.state = 'USED');
END $$;
--> statement-breakpoint
-- The colleague behind an approval, who does not review what they approved.
CREATE OR REPLACE FUNCTION app.approver_of(approval_id text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT r.approver_id FROM app.access_request r WHERE r.id = approver_of.approval_id);
END $$;
--> statement-breakpoint
-- As before, and `unasked`: sessions in a tenant that its customer said no yes to. Broken glass asked nobody, whatever the policy.
CREATE OR REPLACE FUNCTION app.hold_sessions(scope text, subjects text[]) RETURNS app.impersonation_session[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE held app.impersonation_session[];
BEGIN
  SELECT coalesce(array_agg(l.i ORDER BY (l.i).tenant_id, (l.i).id), '{}') INTO held FROM (
    SELECT i FROM app.impersonation_session i
    WHERE i.ended_at IS NULL AND CASE hold_sessions.scope
      WHEN 'session' THEN i.id = ANY (subjects)
      WHEN 'operator' THEN i.operator_id = ANY (subjects)
      WHEN 'tenant' THEN i.tenant_id = ANY (subjects)
      WHEN 'unasked' THEN i.tenant_id = ANY (subjects) AND NOT i.break_glass
        AND NOT EXISTS (SELECT FROM app.access_request r WHERE r.id = i.approval_id AND r.customer_approved_at IS NOT NULL)
      WHEN 'role' THEN i.operator_role = ANY (subjects)
      WHEN 'ticket' THEN i.ticket_id = ANY (subjects)
      WHEN 'sign_in' THEN i.login_session_id = ANY (subjects)
      WHEN 'overdue' THEN app.session_due(i) <= clock_timestamp()
      WHEN 'all' THEN true END
    ORDER BY i.id FOR NO KEY UPDATE
  ) l;
  RETURN held;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.end_with_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM app.end_what_rests_on('tenant', ARRAY(SELECT b.id FROM before b), 'POLICY_CHANGED', 'Was put out of the tenant because the tenant was deleted.');
  ELSE
    PERFORM app.end_what_rests_on('tenant', ARRAY(SELECT a.id FROM after a WHERE a.status NOT IN ('ACTIVE', 'PROVISIONING') OR a.access_policy = 'closed'),
      'POLICY_CHANGED', 'Was put out of the tenant because its status or access policy changed.');
    PERFORM app.end_what_rests_on('unasked', ARRAY(SELECT a.id FROM after a WHERE a.access_policy = 'approve'),
      'POLICY_CHANGED', 'Was put out of the tenant because its status or access policy changed.');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- As before; and no extension goes past what was approved.
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
    least(live.started_at + interval '4 hours', live.limit_at, CASE WHEN live.id IS NOT NULL THEN login.expires_at END)::timestamptz,
    (a.last_act_at + app.session_idle_limit())::timestamptz, clock_timestamp(),
    coalesce(login.seen_at < clock_timestamp() - interval '1 minute', false) OR coalesce(a.last_act_at < clock_timestamp() - interval '1 minute', false)
  FROM (SELECT 1) one
  LEFT JOIN public.tenant t ON t.id = live.tenant_id
  LEFT JOIN public.tenant_user u ON u.id = live.target_user_id AND u.tenant_id = live.tenant_id
  LEFT JOIN public.ticket k ON k.id = live.ticket_id
  LEFT JOIN app.impersonation_activity a ON a.session_id = live.id;
END $$;
--> statement-breakpoint
-- As before; and what a customer who wants to be asked is told of requests.
CREATE OR REPLACE FUNCTION app.begin_delivery(job_id text, endpoint_id text, event_id text)
RETURNS TABLE (delivery_id text, url text, message text, secret_id text, sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  told app.webhook_endpoint;
  known app.webhook_delivery;
BEGIN
  SELECT e.* INTO told FROM app.webhook_endpoint e WHERE e.id = begin_delivery.endpoint_id AND e.direction = 'OUT' AND e.status = 'ACTIVE';
  IF told.id IS NULL THEN RETURN; END IF;
  INSERT INTO app.webhook_delivery (id, endpoint_id, event_id, kind, message, job_id)
  SELECT app.new_id('whd'), told.id, o.event_id, o.kind, jsonb_build_object('type', o.kind, 'timestamp', o.at, 'data', jsonb_strip_nulls(jsonb_build_object(
           'tenantId', i.tenant_id, 'sessionId', i.id, 'operatorRole', i.operator_role, 'mode', i.mode, 'breakGlass', i.break_glass, 'seenAs', i.seen_as,
           'category', i.category, 'ticket', k.number, 'startedAt', i.started_at, 'expiresAt', i.expires_at, 'endedAt', i.ended_at, 'endReason', i.end_reason,
           'acts', (SELECT count(*) FROM audit.trail t WHERE t.session_id = i.id))))::text, begin_delivery.job_id
  FROM app.outbox o JOIN app.impersonation_session i ON o.entity = 'impersonation' AND i.id = o.entity_id AND i.tenant_id = told.tenant_id
  LEFT JOIN public.ticket k ON k.id = i.ticket_id
  WHERE o.event_id = begin_delivery.event_id
  ON CONFLICT (endpoint_id, event_id) DO NOTHING;
  INSERT INTO app.webhook_delivery (id, endpoint_id, event_id, kind, message, job_id)
  SELECT app.new_id('whd'), told.id, o.event_id, o.kind, jsonb_build_object('type', o.kind, 'timestamp', o.at, 'data', jsonb_strip_nulls(jsonb_build_object(
           'tenantId', r.tenant_id, 'requestId', r.id, 'operatorRole', r.operator_role, 'mode', r.mode, 'scope', r.scope, 'category', r.category,
           'ticket', k.number, 'minutes', r.minutes, 'answerBy', r.customer_by, 'startBy', r.start_by, 'deniedBy', r.denied_by)))::text, begin_delivery.job_id
  FROM app.outbox o JOIN app.access_request r ON o.entity = 'access_request' AND r.id = o.entity_id AND r.tenant_id = told.tenant_id
  LEFT JOIN public.ticket k ON k.id = r.ticket_id
  WHERE o.event_id = begin_delivery.event_id
  ON CONFLICT (endpoint_id, event_id) DO NOTHING;
  UPDATE app.webhook_delivery d SET attempts = d.attempts + 1
  WHERE d.endpoint_id = told.id AND d.event_id = begin_delivery.event_id AND d.status <> 'DELIVERED' RETURNING d.* INTO known;
  RETURN QUERY SELECT known.id, told.url, known.message, s.id, s.sealed FROM app.webhook_secret s
  WHERE known.id IS NOT NULL AND s.endpoint_id = told.id AND s.version = 'v1' AND (s.expires_at IS NULL OR s.expires_at > clock_timestamp())
  ORDER BY s.created_at DESC, s.id DESC LIMIT 2;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'access_limit', 'decide_access', 'request_hash', 'access_state', 'hold_access', 'entry_refusal', 'needs_break_glass', 'begin_session', 'start_impersonation',
    'start_approved', 'break_glass', 'tell_of_access', 'ask_access', 'deny_access', 'open_if_approved', 'may_be_denied', 'answer_access', 'answer_for_customer',
    'lapse_access', 'lapse_due_access', 'may_export') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.start_impersonation(text, text, text, text, text, text, text, integer),
  app.start_approved(text, text, text, text, text, text, text, text, integer, text, text), app.break_glass(text, text, text, text, text, text),
  app.ask_access(text, text, text, text, text, text, text, text, integer), app.answer_access(text, text, text),
  app.access_state(app.access_request), app.may_be_denied(app.access_request), app.may_export() TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.may_export() TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.lapse_due_access(integer) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
