-- Checkpoints: what is signed is what the trail holds, numbered without gaps, and never changed afterwards. Noted by the function below only,
-- which reads everything it notes from the signed text and compares it with the trail.
GRANT CREATE ON SCHEMA app, audit TO portal_guard, portal_archive;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['checkpoint', 'covered_head'] LOOP
    EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY guard ON audit.%I TO portal_guard USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY looked_after ON audit.%I FOR SELECT TO portal_staff USING ((SELECT app.may(''view_audit'')))', t);
    EXECUTE format('GRANT SELECT, INSERT ON audit.%I TO portal_guard', t);
    EXECUTE format('GRANT SELECT ON audit.%I TO portal_staff', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT UPDATE (seq, hash, number) ON audit.covered_head TO portal_guard;
--> statement-breakpoint
-- How long ago the newest is, for the alert; what stands in it is not the jobs' to read.
GRANT SELECT (number, at) ON audit.checkpoint TO portal_jobs;
--> statement-breakpoint
CREATE POLICY age ON audit.checkpoint FOR SELECT TO portal_jobs USING (true);
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
--> statement-breakpoint
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
-- Chains that are elsewhere than in their last checkpoint. `holds`: what was signed of the chain still stands in the trail, and its head is
-- its last row. Compared by number and hash, not by time: a restored backup looks older than it is.
CREATE FUNCTION app.moved_heads() RETURNS TABLE (chain text, seq bigint, hash bytea, covered bigint, holds boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
  SELECT coalesce(h.chain, c.chain), h.seq, h.hash, c.seq,
    h.chain IS NOT NULL
      AND EXISTS (SELECT FROM audit.trail t WHERE t.chain = h.chain AND t.seq = h.seq AND t.hash = h.hash)
      AND (c.chain IS NULL OR h.seq >= c.seq AND EXISTS (SELECT FROM audit.trail t WHERE t.chain = c.chain AND t.seq = c.seq AND t.hash = c.hash))
  FROM audit.trail_head h FULL JOIN audit.covered_head c ON c.chain = h.chain
  WHERE h.chain IS NULL OR c.chain IS NULL OR h.seq <> c.seq OR h.hash <> c.hash;
END $$;
--> statement-breakpoint
-- What the next checkpoint is made of, as of one moment.
CREATE FUNCTION app.checkpoint_state() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN jsonb_build_object(
    'now', clock_timestamp(),
    'last', (SELECT jsonb_build_object('number', c.number, 'slot', c.slot, 'hash', encode(c.hash, 'hex')) FROM audit.checkpoint c ORDER BY c.number DESC LIMIT 1),
    'heads', (SELECT coalesce(jsonb_agg(jsonb_build_object('chain', m.chain, 'seq', m.seq, 'hash', encode(m.hash, 'hex')) ORDER BY m.chain COLLATE "C"), '[]')
              FROM app.moved_heads() m WHERE m.holds),
    'withheld', (SELECT coalesce(jsonb_agg(m.chain ORDER BY m.chain COLLATE "C"), '[]') FROM app.moved_heads() m WHERE NOT m.holds));
END $$;
--> statement-breakpoint
-- Notes what was put outside. The same one twice is one; one that does not follow the last, or says of the trail what the trail does not say,
-- is refused. Two at once cannot both be the next: the number is the key.
CREATE FUNCTION app.note_checkpoint(signed text, storage_key text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  document text := note_checkpoint.signed::jsonb ->> 'document';
  said jsonb := document::jsonb;
  its_hash bytea := sha256(convert_to(document, 'UTF8'));
  its_number bigint := (said ->> 'number')::bigint;
  last audit.checkpoint;
BEGIN
  SELECT c.* INTO last FROM audit.checkpoint c ORDER BY c.number DESC LIMIT 1;
  IF last.number = its_number AND last.hash = its_hash THEN RETURN its_number; END IF;
  IF its_number IS DISTINCT FROM coalesce(last.number, 0) + 1 OR said ->> 'previous' IS DISTINCT FROM coalesce(encode(last.hash, 'hex'), repeat('00', 32)) THEN
    RAISE EXCEPTION 'checkpoint_out_of_order' USING ERRCODE = 'IM409';
  END IF;
  IF EXISTS (
    SELECT FROM jsonb_to_recordset(said -> 'heads') AS h(chain text, seq bigint, hash text)
    LEFT JOIN audit.trail t ON t.chain = h.chain AND t.seq = h.seq WHERE encode(t.hash, 'hex') IS DISTINCT FROM h.hash) THEN
    RAISE EXCEPTION 'trail_not_as_signed' USING ERRCODE = 'IM510';
  END IF;
  INSERT INTO audit.checkpoint (number, at, slot, storage_key, hash, key_id, chains, signed)
  VALUES (its_number, (said ->> 'at')::timestamptz, (said ->> 'slot')::timestamptz, note_checkpoint.storage_key, its_hash,
          note_checkpoint.signed::jsonb ->> 'keyId', jsonb_array_length(said -> 'heads'), note_checkpoint.signed);
  INSERT INTO audit.covered_head AS c (chain, seq, hash, number)
  SELECT h.chain, h.seq, decode(h.hash, 'hex'), its_number FROM jsonb_to_recordset(said -> 'heads') AS h(chain text, seq bigint, hash text) ORDER BY h.chain
  ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, number = excluded.number;
  RETURN its_number;
END $$;
--> statement-breakpoint
-- For auditors: chains that moved since their last checkpoint.
CREATE FUNCTION app.uncovered_chains(most integer) RETURNS TABLE (chain text, seq bigint, covered bigint, holds boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.may('view_audit') THEN RETURN; END IF;
  RETURN QUERY SELECT m.chain, m.seq, m.covered, m.holds FROM app.moved_heads() m ORDER BY m.holds, m.chain LIMIT most;
END $$;
--> statement-breakpoint
-- Taking the trail out by the owner's hand is an act, too: the owner has no keys, so the actor is the system.
CREATE FUNCTION app.note_evidence(tenant_id text, facts jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO audit.trail (operator_id, tenant_id, act, sentence, outcome, entity_type, facts)
  VALUES ('system', note_evidence.tenant_id, 'evidence:export', 'Took an evidence pack of the trail out of the database.', 'read', 'trail', note_evidence.facts);
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace
    AND p.proname IN ('moved_heads', 'checkpoint_state', 'note_checkpoint', 'uncovered_chains', 'note_evidence') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
  EXECUTE format('GRANT EXECUTE ON FUNCTION app.note_evidence(text, jsonb) TO %I', current_user);
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.checkpoint_state(), app.note_checkpoint(text, text) TO portal_jobs;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.uncovered_chains(integer) TO portal_staff;
--> statement-breakpoint
ALTER TABLE audit.checkpoint OWNER TO portal_archive;
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON audit.checkpoint FROM portal_archive;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app, audit FROM portal_guard, portal_archive;
