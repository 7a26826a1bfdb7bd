-- More reveals than everybody has take a colleague's yes: asked from inside the session, answered from outside. And a customer who is asked gets a
-- letter. Lock order as in 0036_access.sql: people by id, requests, sessions, heads.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
ALTER TABLE app.reveal_request ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app.reveal_request FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON app.reveal_request FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT ON app.reveal_request TO portal_guard;
--> statement-breakpoint
-- What was asked is nobody's to change: only what becomes of it.
GRANT UPDATE (state, answerer_id, answered_at, note) ON app.reveal_request TO portal_guard;
--> statement-breakpoint
GRANT SELECT ON app.reveal_request TO portal_staff;
--> statement-breakpoint
CREATE POLICY guard ON app.reveal_request TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_or_answered ON app.reveal_request FOR SELECT TO portal_staff
  USING (operator_id = (SELECT app.current_operator()) OR (SELECT app.may('approve_access')) OR (SELECT app.may('view_audit')));
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.reveal_request FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
-- How many fields a session may reveal: as many as everybody, and as many again for each yes.
CREATE FUNCTION app.reveals_of(session_id text) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN app.reveal_limit() * (1 + (SELECT count(*) FROM app.reveal_request r WHERE r.session_id = reveals_of.session_id AND r.state = 'APPROVED'))::integer;
END $$;
--> statement-breakpoint
-- How many of them are left, to whoever is in that session; to anybody else nothing.
CREATE FUNCTION app.reveals_left(session_id text) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF (app.live_session()).id IS DISTINCT FROM session_id THEN RETURN NULL; END IF;
  RETURN greatest(0, app.reveals_of(session_id) - (SELECT count(*) FROM audit.trail t WHERE t.session_id = reveals_left.session_id AND t.act = 'field:reveal' AND t.outcome = 'done')::integer);
END $$;
--> statement-breakpoint
-- How a wish stands at this moment: its clock and the end of its session decide, whether or not anybody has written it down.
CREATE FUNCTION app.reveal_request_state(r app.reveal_request) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN CASE WHEN r.state = 'WAITING' AND (r.answer_by <= clock_timestamp() OR NOT EXISTS (
    SELECT FROM app.impersonation_session i WHERE i.id = r.session_id AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp())) THEN 'LAPSED' ELSE r.state END;
END $$;
--> statement-breakpoint
-- Who answers is somebody else, in the directory too; who says yes is active and inside nobody's data. And what was answered stays.
CREATE FUNCTION app.hold_reveals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND old.state <> 'WAITING' THEN RAISE EXCEPTION 'answer_stands' USING ERRCODE = '23514'; END IF;
  IF EXISTS (SELECT lower(u.directory_id) FROM app.internal_user u WHERE u.id IN (new.operator_id, new.answerer_id) GROUP BY lower(u.directory_id) HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'same_person' USING ERRCODE = '23514';
  END IF;
  IF new.state = 'APPROVED' AND (
    NOT EXISTS (SELECT FROM app.internal_user u WHERE u.id = new.answerer_id AND u.status = 'ACTIVE')
    OR EXISTS (SELECT FROM app.impersonation_session i WHERE i.operator_id = new.answerer_id AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp())) THEN
    RAISE EXCEPTION 'approver_not_free' USING ERRCODE = '23514';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_reveals BEFORE INSERT OR UPDATE ON app.reveal_request FOR EACH ROW EXECUTE FUNCTION app.hold_reveals();
--> statement-breakpoint
-- Whoever has used theirs up asks for more, from inside the session. One wish at a time; one whose time is up is closed on the way.
CREATE FUNCTION app.ask_reveals(request_id text, session_id text, reason text) RETURNS TABLE (because text, id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  known app.reveal_request;
  s app.impersonation_session;
  asked app.reveal_request;
  refusal text;
BEGIN
  SELECT r.* INTO known FROM app.reveal_request r WHERE r.session_id = ask_reveals.session_id AND r.operator_id = app.current_operator() AND r.state = 'WAITING' FOR UPDATE;
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.id = ask_reveals.session_id AND i.operator_id = app.current_operator() FOR NO KEY UPDATE;
  IF s.id IS NULL THEN
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, reason)
    VALUES ('reveals:ask', 'Asked for more reveals in a session that is not theirs.', 'not_found', 'impersonation', ARRAY[ask_reveals.session_id], reason);
    RETURN QUERY SELECT 'NOT_FOUND', NULL::text;
    RETURN;
  END IF;
  refusal := CASE
    WHEN NOT app.may('reveal') THEN 'NOT_PERMITTED'
    WHEN (app.live_session()).id IS DISTINCT FROM s.id THEN 'SESSION_OVER'
    WHEN app.reveals_left(s.id) > 0 THEN 'REVEALS_LEFT'
    WHEN app.reveal_request_state(known) = 'WAITING' THEN 'REVEALS_ASKED'
  END;
  INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (s.operator_id, s.operator_role, s.target_user_id, CASE WHEN refusal IS DISTINCT FROM 'SESSION_OVER' THEN s.id END, s.tenant_id, 'reveals:ask',
          CASE WHEN refusal IS NULL THEN 'Asked for more reveals in the session.' ELSE 'Asked for more reveals in the session and was refused.' END,
          CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END, 'reveal_request', ARRAY[CASE WHEN refusal IS NULL THEN ask_reveals.request_id ELSE s.id END],
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'had', app.reveals_of(s.id))), reason);
  IF refusal IS NULL THEN
    UPDATE app.reveal_request r SET state = 'LAPSED', answered_at = clock_timestamp() WHERE r.id = known.id;
    INSERT INTO app.reveal_request (id, session_id, operator_id, tenant_id, reason, asked_at, answer_by)
    SELECT ask_reveals.request_id, s.id, s.operator_id, s.tenant_id, reason, n.moment, n.moment + app.access_limit('answer')
    FROM (SELECT clock_timestamp() AS moment) n RETURNING * INTO asked;
    PERFORM app.publish('reveals.requested', 'reveal_request', asked.id, jsonb_build_object('operatorId', asked.operator_id, 'tenantId', asked.tenant_id, 'sessionId', asked.session_id));
  END IF;
  RETURN QUERY SELECT refusal, asked.id;
END $$;
--> statement-breakpoint
-- A colleague's yes or no, as in app.answer_access: four eyes, for a yes with a fresh sign-in and from outside.
CREATE FUNCTION app.answer_reveals(request_id text, session_id text, answer text, note text) RETURNS TABLE (because text, operator_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.required('approve_access');
  r app.reveal_request;
  asker app.internal_user;
  mine app.internal_user;
  refusal text;
BEGIN
  IF answer IS NULL OR answer NOT IN ('approve', 'deny') THEN RAISE EXCEPTION 'no_such_answer' USING ERRCODE = '22023'; END IF;
  IF length(trim(coalesce(note, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  PERFORM FROM app.internal_user u WHERE u.id IN (me, (SELECT q.operator_id FROM app.reveal_request q WHERE q.id = request_id)) ORDER BY u.id FOR NO KEY UPDATE;
  -- What we waited for may have been the end of our own right.
  me := app.required('approve_access');
  SELECT q.* INTO r FROM app.reveal_request q WHERE q.id = request_id AND q.session_id = answer_reveals.session_id FOR UPDATE;
  -- Held, so that no row of the session is written after its end.
  PERFORM FROM app.impersonation_session i WHERE i.id = r.session_id FOR NO KEY UPDATE;
  SELECT u.* INTO asker FROM app.internal_user u WHERE u.id = r.operator_id;
  SELECT u.* INTO mine FROM app.internal_user u WHERE u.id = me;
  refusal := CASE
    WHEN r.id IS NULL THEN 'NOT_FOUND'
    WHEN asker.id = me OR lower(asker.directory_id) = lower(mine.directory_id) THEN 'OWN_REQUEST'
    WHEN app.reveal_request_state(r) <> 'WAITING' THEN 'DECIDED_ALREADY'
    WHEN answer = 'approve' AND EXISTS (
      SELECT FROM app.impersonation_session i WHERE i.operator_id = me AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp()) THEN 'INSIDE_SESSION'
  END;
  IF refusal IS NULL AND answer = 'approve' AND NOT EXISTS (
    SELECT FROM app.login_session l WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true)) AND l.proved_at > clock_timestamp() - app.fresh_limit()) THEN
    RAISE EXCEPTION 'sign_in_not_fresh' USING ERRCODE = 'IM428';
  END IF;
  INSERT INTO audit.trail (operator_id, operator_role, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (me, mine.role, CASE WHEN refusal IS NULL THEN r.session_id END, r.tenant_id, 'reveals:' || answer,
          CASE WHEN refusal = 'NOT_FOUND' THEN 'Tried to answer a wish for more reveals that is not there.'
               WHEN refusal IS NOT NULL THEN 'Wanted to answer a wish for more reveals and was refused.'
               WHEN answer = 'approve' THEN 'Approved that a colleague reveals more in the session.'
               ELSE 'Denied a colleague more reveals in the session.' END,
          CASE WHEN refusal IS NULL THEN 'done' WHEN refusal = 'NOT_FOUND' THEN 'not_found' ELSE 'refused' END, 'reveal_request', ARRAY[request_id],
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'operator', r.operator_id)), note);
  IF refusal IS NULL THEN
    UPDATE app.reveal_request q SET state = CASE answer WHEN 'approve' THEN 'APPROVED' ELSE 'DENIED' END, answerer_id = me, answered_at = clock_timestamp(), note = answer_reveals.note
    WHERE q.id = r.id;
    PERFORM app.publish('reveals.answered', 'reveal_request', r.id, jsonb_build_object('operatorId', r.operator_id, 'tenantId', r.tenant_id, 'sessionId', r.session_id));
  END IF;
  RETURN QUERY SELECT refusal, r.operator_id;
END $$;
--> statement-breakpoint
-- As before, with what a colleague gave beyond what everybody has.
CREATE OR REPLACE FUNCTION app.reveal(entity text, entity_id text, field text, reason text, is_there boolean) RETURNS TABLE (because text, number integer, shown_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  s app.impersonation_session;
  taken integer;
  refusal text;
  until timestamptz := clock_timestamp() + app.reveal_time();
BEGIN
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.key_hash = app.key_hash(current_setting('app.session_key', true)) FOR NO KEY UPDATE;
  IF s.id IS NULL OR (app.live_session()).id IS DISTINCT FROM s.id THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;
  SELECT count(*) INTO taken FROM audit.trail t WHERE t.session_id = s.id AND t.act = 'field:reveal' AND t.outcome = 'done';
  IF taken = 0 AND EXISTS (SELECT FROM app.login_session l WHERE l.id = s.login_session_id AND l.proved_at <= clock_timestamp() - app.fresh_limit()) THEN
    RAISE EXCEPTION 'sign_in_not_fresh' USING ERRCODE = 'IM428';
  END IF;
  refusal := CASE
    WHEN NOT app.may('reveal') THEN 'NOT_PERMITTED'
    WHEN (entity, field) NOT IN (('riu', 'narrative'), ('note', 'body'), ('investigation_step', 'finding'), ('participant', 'name'),
                                 ('tenant_user', 'name'), ('tenant_user', 'email'), ('tenant_user', 'employeeNumber'))
      OR (entity = 'participant' AND EXISTS (SELECT FROM public.participant p WHERE p.id = entity_id AND p.role = 'REPORTER')) THEN 'SEALED'
    WHEN is_there IS NOT TRUE THEN 'NOT_FOUND'
    WHEN taken >= app.reveals_of(s.id) THEN 'REVEALS_USED_UP'
  END;
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES ('field:reveal', CASE WHEN refusal IS NULL THEN 'Revealed one hidden field of a record.' ELSE 'Asked to reveal a hidden field and was refused.' END,
          CASE refusal WHEN 'NOT_FOUND' THEN 'not_found' ELSE CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END END, entity, ARRAY[entity_id],
          jsonb_strip_nulls(jsonb_build_object('field', field, 'because', refusal, 'number', CASE WHEN refusal IS NULL THEN taken + 1 END, 'shownUntil', CASE WHEN refusal IS NULL THEN until END)),
          reveal.reason);
  RETURN QUERY SELECT refusal, CASE WHEN refusal IS NULL THEN taken + 1 ELSE taken END, until;
END $$;
--> statement-breakpoint
-- Whether somebody said yes to more reveals in a session, by any name in the directory: they do not review it.
CREATE FUNCTION app.approved_reveals(session_id text, person text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.reveal_request r JOIN app.internal_user a ON a.id = r.answerer_id JOIN app.internal_user p ON lower(p.directory_id) = lower(a.directory_id)
    WHERE r.session_id = approved_reveals.session_id AND r.state = 'APPROVED' AND p.id = approved_reveals.person);
END $$;
--> statement-breakpoint
-- The first of them.
CREATE FUNCTION app.revealer_of(session_id text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT r.answerer_id FROM app.reveal_request r WHERE r.session_id = revealer_of.session_id AND r.state = 'APPROVED' ORDER BY r.answered_at, r.id LIMIT 1);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.ask_for_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE asked text[] := app.reasons_for_review(new);
BEGIN
  IF cardinality(asked) = 0 AND app.in_sample(app.draw()) THEN asked := ARRAY['sample']; END IF;
  IF cardinality(asked) > 0 THEN
    INSERT INTO app.session_review (id, session_id, operator_id, operator_role, tenant_id, approver_id, reasons, created_at, due_at)
    VALUES (app.new_id('rev'), new.id, new.operator_id, new.operator_role, new.tenant_id, coalesce(app.approver_of(new.approval_id), app.revealer_of(new.id)), asked,
            clock_timestamp(), clock_timestamp() + app.review_limit(asked));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- As before, and nobody who said yes to reveals.
CREATE OR REPLACE FUNCTION app.hold_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF old.state <> 'pending' OR (old.session_id, old.operator_id, old.tenant_id, old.approver_id, old.reasons, old.created_at, old.due_at)
       IS DISTINCT FROM (new.session_id, new.operator_id, new.tenant_id, new.approver_id, new.reasons, new.created_at, new.due_at) THEN
      RAISE EXCEPTION 'review_stands' USING ERRCODE = '23514';
    END IF;
  END IF;
  IF EXISTS (SELECT lower(u.directory_id) FROM app.internal_user u WHERE u.id IN (new.operator_id, new.approver_id, new.reviewer_id)
             GROUP BY lower(u.directory_id) HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'same_person' USING ERRCODE = '23514';
  END IF;
  IF app.approved_reveals(new.session_id, new.reviewer_id) THEN RAISE EXCEPTION 'same_person' USING ERRCODE = '23514'; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.decide_review(review_id text, verdict text, note text, holds boolean DEFAULT false) RETURNS TABLE (because text, sessions text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.required('review_sessions');
  r app.session_review;
  s app.impersonation_session;
  was app.internal_user;
  will app.internal_user;
  refusal text;
  held app.impersonation_session[] := '{}';
  to_hold boolean := coalesce(holds, false);
BEGIN
  IF verdict IS NULL OR verdict NOT IN ('approved', 'flagged') OR (to_hold AND verdict <> 'flagged') THEN RAISE EXCEPTION 'no_verdict' USING ERRCODE = '22023'; END IF;
  IF length(trim(coalesce(note, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  SELECT x.* INTO r FROM app.session_review x WHERE x.id = review_id;
  PERFORM FROM app.internal_user u WHERE u.id IN (me, r.operator_id) OR (to_hold AND u.role = 'ADMIN') ORDER BY u.id FOR NO KEY UPDATE;
  me := app.required('review_sessions');
  SELECT x.* INTO r FROM app.session_review x WHERE x.id = review_id FOR UPDATE;
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.id = r.session_id;
  SELECT u.* INTO was FROM app.internal_user u WHERE u.id = r.operator_id;
  -- Who is held already, or gone, stays what they are.
  to_hold := to_hold AND was.status = 'ACTIVE';
  will := was;
  will.status := 'HELD';
  refusal := CASE
    WHEN r.id IS NULL THEN 'UNKNOWN'
    WHEN r.operator_id = me THEN 'YOURSELF'
    WHEN r.approver_id = me OR app.approved_reveals(r.session_id, me) THEN 'APPROVED_BY_YOU'
    WHEN r.state <> 'pending' THEN 'DECIDED_ALREADY'
    WHEN to_hold AND app.is_last_admin(r.operator_id) THEN 'LAST_ADMIN'
  END;
  to_hold := to_hold AND refusal IS NULL;
  IF to_hold THEN
    held := app.hold_sessions('operator', ARRAY[r.operator_id]);
    PERFORM FROM app.login_session l WHERE l.operator_id = r.operator_id AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE;
  END IF;
  PERFORM app.hold_heads('operator:' || me, CASE WHEN s.id IS NULL THEN held ELSE held || s END);
  INSERT INTO audit.trail (operator_id, operator_role, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), s.id, s.tenant_id, CASE verdict WHEN 'approved' THEN 'review:approve' ELSE 'review:flag' END,
          CASE WHEN refusal = 'UNKNOWN' THEN 'Tried to review a session that is not there to be reviewed.'
               WHEN refusal IS NOT NULL THEN 'Wanted to review the session and was refused.'
               WHEN verdict = 'approved' THEN 'Reviewed the session, as a second person, and approved it.'
               ELSE 'Reviewed the session, as a second person, and flagged it.' END,
          CASE WHEN refusal IS NULL THEN 'done' WHEN refusal = 'UNKNOWN' THEN 'not_found' ELSE 'refused' END, 'session_review',
          array_remove(ARRAY[review_id, s.id], NULL),
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'verdict', CASE WHEN refusal IS NULL THEN verdict END, 'reasons', to_jsonb(r.reasons),
            'held', nullif(to_hold, false), 'sessions', (SELECT jsonb_agg(h.id) FROM unnest(held) h))), note);
  IF refusal IS NULL THEN
    UPDATE app.session_review x SET state = verdict, reviewer_id = me, note = decide_review.note, decided_at = clock_timestamp() WHERE x.id = r.id;
  END IF;
  IF to_hold THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), 'person:hold', 'Held a member of staff; their sign-ins and sessions ended.', 'done', 'internal_user',
            ARRAY[was.id], jsonb_strip_nulls(jsonb_build_object('before', app.standing(was), 'after', app.standing(will), 'review', r.id,
            'sessions', (SELECT jsonb_agg(h.id) FROM unnest(held) h))), note);
    UPDATE app.internal_user u SET status = 'HELD', held_reason = left('A review flagged a session: ' || decide_review.note, 300) WHERE u.id = was.id;
  END IF;
  RETURN QUERY SELECT refusal, ARRAY(SELECT h.id FROM unnest(held) h);
END $$;
--> statement-breakpoint
-- As before, and of a request that waits for the customer's yes.
CREATE OR REPLACE FUNCTION app.contacts_to_tell(events text[]) RETURNS TABLE (event_id text, contact_id text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT e.event_id, c.id
  FROM (
    SELECT o.event_id, i.tenant_id, i.break_glass AS broken, t.access_policy IN ('notify', 'approve') OR i.break_glass AS wanted
    FROM app.outbox o JOIN app.impersonation_session i ON i.id = o.entity_id JOIN public.tenant t ON t.id = i.tenant_id
    WHERE o.event_id = ANY (events) AND o.entity = 'impersonation' AND o.kind = 'session.started'
    UNION ALL
    SELECT o.event_id, r.tenant_id, false, r.customer_by IS NOT NULL
    FROM app.outbox o JOIN app.access_request r ON r.id = o.entity_id
    WHERE o.event_id = ANY (events) AND o.entity = 'access_request' AND o.kind = 'session.requested'
  ) e
  CROSS JOIN LATERAL (
    SELECT c.id FROM public.tenant_contact c WHERE c.tenant_id = e.tenant_id AND (c.kind = (
      SELECT x.kind FROM public.tenant_contact x WHERE x.tenant_id = e.tenant_id AND x.kind IN ('SECURITY', 'PRIMARY') ORDER BY x.kind DESC LIMIT 1)
      OR (e.broken AND c.kind IN ('SECURITY', 'PRIMARY')))
    ORDER BY c.id LIMIT 5
  ) c
  WHERE e.wanted;
END $$;
--> statement-breakpoint
-- What a letter about a request says, and where it goes, as both are when it is sent. No name, no reason, no record.
CREATE FUNCTION app.customer_request_letter(event_id text, contact_id text)
RETURNS TABLE (address text, operator_role text, mode text, scope text, category text, ticket integer, minutes integer, answer_by timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT c.email, r.operator_role, r.mode, r.scope, r.category, k.number, r.minutes, r.customer_by::timestamptz
  FROM app.outbox o JOIN app.access_request r ON o.entity = 'access_request' AND r.id = o.entity_id AND r.customer_by IS NOT NULL
  JOIN public.tenant_contact c ON c.id = customer_request_letter.contact_id AND c.tenant_id = r.tenant_id
  LEFT JOIN public.ticket k ON k.id = r.ticket_id AND k.tenant_id = r.tenant_id
  WHERE o.event_id = customer_request_letter.event_id AND o.kind = 'session.requested';
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'reveals_of', 'reveals_left', 'reveal_request_state', 'hold_reveals', 'ask_reveals', 'answer_reveals', 'approved_reveals', 'revealer_of', 'customer_request_letter') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.ask_reveals(text, text, text), app.answer_reveals(text, text, text, text), app.reveals_left(text),
  app.reveal_request_state(app.reveal_request) TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.customer_request_letter(text, text) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
