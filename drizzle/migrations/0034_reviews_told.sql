-- Whom a review concerns is told of it, and a session gets one closing note, by its operator, once it is over.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- A break-glass session is told at once, because its operator waits for the review; the others stand on a list, and are told when they are late.
CREATE FUNCTION app.tell_of_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.loads_directly(TG_RELID) THEN
    PERFORM app.publish(CASE TG_OP WHEN 'INSERT' THEN 'review.asked' ELSE 'review.flagged' END, 'session_review', new.id,
      jsonb_strip_nulls(jsonb_build_object('sessionId', new.session_id, 'operatorId', new.operator_id, 'by', new.reviewer_id)));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell_asked AFTER INSERT ON app.session_review FOR EACH ROW WHEN ('break_glass' = ANY (new.reasons)) EXECUTE FUNCTION app.tell_of_review();
--> statement-breakpoint
CREATE TRIGGER tell_flagged AFTER UPDATE ON app.session_review FOR EACH ROW WHEN (new.state = 'flagged' AND old.state <> 'flagged') EXECUTE FUNCTION app.tell_of_review();
--> statement-breakpoint
-- Reviews that nobody decided in time: each is told once, all that were found together. Answers how many.
CREATE FUNCTION app.tell_overdue_reviews(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  due text[] := ARRAY(SELECT r.id FROM app.session_review r WHERE r.state = 'pending' AND r.due_at <= clock_timestamp() AND r.overdue_at IS NULL
                      ORDER BY r.due_at, r.id LIMIT most FOR NO KEY UPDATE SKIP LOCKED);
BEGIN
  IF cardinality(due) = 0 THEN RETURN 0; END IF;
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('review:overdue', 'Found ' || cardinality(due) || CASE WHEN cardinality(due) = 1 THEN ' session' ELSE ' sessions' END || ' that nobody had reviewed in time.',
          'done', 'session_review', due, jsonb_build_object('reviews', cardinality(due)));
  UPDATE app.session_review r SET overdue_at = clock_timestamp() WHERE r.id = ANY (due);
  PERFORM app.publish('review.overdue', 'session_review', due[1], jsonb_build_object('reviews', cardinality(due)));
  RETURN cardinality(due);
END $$;
--> statement-breakpoint
-- How long after its end a session may still get its closing note.
CREATE FUNCTION app.closing_note_limit() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '7 days';
--> statement-breakpoint
DROP FUNCTION app.note_impersonation(text, text);
--> statement-breakpoint
-- The closing note: a row in the session's chain, so that nobody changes it afterwards. One, by the operator, after the end. The session is
-- held from here on, because two tabs may send one each.
CREATE FUNCTION app.note_impersonation(session_id text, note text) RETURNS TABLE (because text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  s app.impersonation_session;
  the_end timestamptz;
  refusal text;
BEGIN
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.id = note_impersonation.session_id AND i.operator_id = app.current_operator() FOR NO KEY UPDATE;
  IF s.id IS NULL THEN
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids)
    VALUES ('impersonation:note', 'Tried to write a closing note about a session that is not theirs.', 'not_found', 'impersonation', ARRAY[note_impersonation.session_id]);
    RETURN QUERY SELECT 'NOT_FOUND';
    RETURN;
  END IF;
  the_end := coalesce(s.ended_at, app.session_due(s));
  refusal := CASE
    WHEN length(trim(coalesce(note, ''))) NOT BETWEEN 1 AND 2000 THEN 'NOTE_TOO_LONG'
    WHEN the_end > clock_timestamp() THEN 'NOT_OVER'
    WHEN the_end <= clock_timestamp() - app.closing_note_limit() THEN 'NOTE_TOO_LATE'
    WHEN EXISTS (SELECT FROM audit.trail t WHERE t.session_id = s.id AND t.act = 'impersonation:note' AND t.outcome = 'done') THEN 'NOTED_ALREADY'
  END;
  INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (s.operator_id, s.operator_role, s.target_user_id, s.id, s.tenant_id, 'impersonation:note',
          CASE WHEN refusal IS NULL THEN 'Wrote a closing note about the session.' ELSE 'Wanted to write a closing note about the session and was refused.' END,
          CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END, 'impersonation', ARRAY[s.id], jsonb_strip_nulls(jsonb_build_object('because', refusal)),
          CASE WHEN refusal IS NULL THEN note END);
  RETURN QUERY SELECT refusal;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'tell_of_review', 'tell_overdue_reviews', 'closing_note_limit', 'note_impersonation') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.note_impersonation(text, text) TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.tell_overdue_reviews(integer) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
