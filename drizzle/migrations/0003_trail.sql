-- The trail: sealed on the way in, append-only afterwards. Who wrote, when, and the place in the chain are never the writer's to say.
CREATE FUNCTION audit.seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
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
      new.operator_id := app.current_operator();
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
-- Fires after all CTEs of a statement; a faked setting finds no head of this transaction.
-- Whoever owns the table could disable the trigger, so it does not pretend to hold the owner (migrations, sample data).
CREATE FUNCTION audit.require_trace() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.trail_head WHERE chain = current_setting('audit.chain', true) AND xact = pg_current_xact_id())
     AND session_user <> (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN
    RAISE EXCEPTION 'untraced_change of %', TG_TABLE_NAME USING ERRCODE = 'IM500';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION 'append_only' USING ERRCODE = 'IM500';
END $$;
--> statement-breakpoint
CREATE TRIGGER seal BEFORE INSERT ON audit.trail FOR EACH ROW EXECUTE FUNCTION audit.seal();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.trail FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
--> statement-breakpoint
ALTER TABLE audit.trail ENABLE ALWAYS TRIGGER seal, ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
-- What a key was answered. Another question under the same key is refused (IK422).
CREATE FUNCTION app.answer(key text, asked text) RETURNS TABLE (outcome text, entity_ids text[], facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE known app.answer;
BEGIN
  SELECT a.* INTO known FROM app.answer a
  WHERE a.key = answer.key AND a.operator_id = CASE session_user WHEN 'portal_jobs' THEN 'system' ELSE app.current_operator() END;
  IF known.asked <> sha256(convert_to(answer.asked, 'UTF8')) THEN RAISE EXCEPTION 'another_question' USING ERRCODE = 'IK422'; END IF;
  RETURN QUERY SELECT t.outcome, t.entity_ids, t.facts FROM audit.trail t WHERE t.chain = known.chain AND t.seq = known.seq;
END $$;
