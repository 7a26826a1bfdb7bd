-- Reviews of sessions that are over. A row is made by the transaction that ends the session, however it ends, and decided by one function.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
GRANT SELECT, INSERT ON app.session_review TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (state, reviewer_id, note, decided_at, overdue_at) ON app.session_review TO portal_guard;
--> statement-breakpoint
GRANT SELECT ON app.session_review TO portal_staff;
--> statement-breakpoint
ALTER TABLE app.session_review ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app.session_review FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY guard ON app.session_review TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_or_reviewed ON app.session_review FOR SELECT TO portal_staff
  USING (operator_id = (SELECT app.asker()) OR (SELECT app.may('review_sessions')));
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.session_review FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
-- How soon somebody must have looked.
CREATE FUNCTION app.review_limit(reasons text[]) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN 'break_glass' = ANY (reasons) THEN interval '1 day' WHEN reasons = ARRAY['sample'] THEN interval '7 days' ELSE interval '3 days' END;
--> statement-breakpoint
-- A number from 0 to below 1 that nobody can foresee or bring about: random() follows from setseed(), which any login may call.
CREATE FUNCTION app.draw() RETURNS double precision LANGUAGE sql VOLATILE
RETURN ('x' || left(gen_random_uuid()::text, 8))::bit(32)::bigint / 4294967296.0;
--> statement-breakpoint
-- One session in ten is looked at though nothing about it asks for it.
CREATE FUNCTION app.in_sample(drawn double precision) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN drawn < 0.1;
--> statement-breakpoint
-- The colleague behind an approval. Sessions rest on none so far.
CREATE FUNCTION app.approver_of(approval_id text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Why a session is to be looked at. What was done in it, the trail says.
CREATE FUNCTION app.reasons_for_review(s app.impersonation_session) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE done text[] := ARRAY(SELECT DISTINCT split_part(t.act, ':', 2) FROM audit.trail t WHERE t.session_id = s.id AND t.outcome NOT IN ('refused', 'not_found'));
BEGIN
  RETURN array_remove(ARRAY[
    CASE WHEN s.break_glass THEN 'break_glass' END,
    CASE WHEN s.mode = 'READ_WRITE' THEN 'read_write' END,
    CASE WHEN 'reveal' = ANY (done) THEN 'reveal' END,
    CASE WHEN 'export' = ANY (done) THEN 'export' END], NULL);
END $$;
--> statement-breakpoint
CREATE FUNCTION app.ask_for_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE asked text[] := app.reasons_for_review(new);
BEGIN
  IF cardinality(asked) = 0 AND app.in_sample(app.draw()) THEN asked := ARRAY['sample']; END IF;
  IF cardinality(asked) > 0 THEN
    INSERT INTO app.session_review (id, session_id, operator_id, operator_role, tenant_id, approver_id, reasons, created_at, due_at)
    VALUES (app.new_id('rev'), new.id, new.operator_id, new.operator_role, new.tenant_id, app.approver_of(new.approval_id), asked,
            clock_timestamp(), clock_timestamp() + app.review_limit(asked));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER review AFTER UPDATE ON app.impersonation_session FOR EACH ROW
WHEN (old.ended_at IS NULL AND new.ended_at IS NOT NULL) EXECUTE FUNCTION app.ask_for_review();
--> statement-breakpoint
-- Who worked, who approved and who reviews are three people in the directory too, however its ids are spelt; and a verdict stands.
CREATE FUNCTION app.hold_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
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
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_review BEFORE INSERT OR UPDATE ON app.session_review FOR EACH ROW EXECUTE FUNCTION app.hold_review();
--> statement-breakpoint
-- Whether a break-glass session of somebody still waits for its review: until then there is no second one.
CREATE FUNCTION app.owes_break_glass_review(operator_id text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.session_review r
    WHERE r.operator_id = owes_break_glass_review.operator_id AND r.state = 'pending' AND 'break_glass' = ANY (r.reasons));
END $$;
--> statement-breakpoint
-- Approves or flags, with a sentence; a flag may hold the operator, which takes no more than the flag itself: it is for safety, and whoever
-- releases holds answers it. `sessions` are those that ended with it. Locks: people by id, the review, then as in 0009_kill.sql.
CREATE FUNCTION app.decide_review(review_id text, verdict text, note text, holds boolean DEFAULT false) RETURNS TABLE (because text, sessions text[])
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
    WHEN r.approver_id = me THEN 'APPROVED_BY_YOU'
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
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'review_limit', 'draw', 'in_sample', 'approver_of', 'reasons_for_review', 'ask_for_review', 'hold_review', 'owes_break_glass_review', 'decide_review') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.decide_review(text, text, text, boolean) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
