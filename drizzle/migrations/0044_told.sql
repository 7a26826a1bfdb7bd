-- Checkpoints come to tenants by themselves: when one covers the end of a session in them, and the first of each day. What is owed is written
-- beside the checkpoint itself, in the transaction that notes it; each row of a chain is covered for the first time once, so each end is told once.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- Tenants that have themselves told, and since when.
CREATE FUNCTION app.told_tenants() RETURNS TABLE (tenant_id text, since timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT e.tenant_id, min(e.created_at)::timestamptz FROM app.webhook_endpoint e
  WHERE e.direction = 'OUT' AND e.status = 'ACTIVE' GROUP BY e.tenant_id;
END $$;
--> statement-breakpoint
-- Sessions whose end the checkpoint covers first, as long as it is not noted; of those that ended before anybody wanted to be told, nothing.
CREATE FUNCTION app.tell_of_ends(number bigint, heads jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE due record;
BEGIN
  FOR due IN
    SELECT o.tenant_id, h.seq, h.hash, i.id FROM app.told_tenants() o
    JOIN jsonb_to_recordset(tell_of_ends.heads) AS h(chain text, seq bigint, hash text) ON h.chain = 'tenant:' || o.tenant_id
    LEFT JOIN audit.covered_head c ON c.chain = h.chain
    JOIN audit.trail t ON t.chain = h.chain AND t.seq > coalesce(c.seq, 0) AND t.seq <= h.seq AND t.entity_type = 'impersonation' AND t.facts ? 'endReason'
    JOIN app.impersonation_session i ON i.id = t.session_id AND i.ended_at >= o.since
    ORDER BY o.tenant_id, t.seq
  LOOP
    PERFORM app.publish('checkpoint.signed', 'tenant', due.tenant_id, jsonb_build_object(
      'tenantId', due.tenant_id, 'because', 'SESSION_END', 'sessionId', due.id, 'number', tell_of_ends.number, 'seq', due.seq, 'hash', due.hash));
  END LOOP;
END $$;
--> statement-breakpoint
-- Where the chain of each tenant stood last, also where it did not move: a day without word would be a question.
CREATE FUNCTION app.tell_of_day(day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE due record;
BEGIN
  FOR due IN
    SELECT o.tenant_id, c.number, c.seq, encode(c.hash, 'hex') AS hash FROM app.told_tenants() o
    JOIN audit.covered_head c ON c.chain = 'tenant:' || o.tenant_id ORDER BY o.tenant_id
  LOOP
    PERFORM app.publish('checkpoint.signed', 'tenant', due.tenant_id, jsonb_build_object(
      'tenantId', due.tenant_id, 'because', 'DAY', 'day', tell_of_day.day, 'number', due.number, 'seq', due.seq, 'hash', due.hash));
  END LOOP;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.note_checkpoint(signed text, storage_key text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  document text := note_checkpoint.signed::jsonb ->> 'document';
  said jsonb := document::jsonb;
  its_hash bytea := sha256(convert_to(document, 'UTF8'));
  its_number bigint := (said ->> 'number')::bigint;
  its_day date := ((said ->> 'slot')::timestamptz AT TIME ZONE 'UTC')::date;
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
  PERFORM app.tell_of_ends(its_number, said -> 'heads');
  INSERT INTO audit.covered_head AS c (chain, seq, hash, number)
  SELECT h.chain, h.seq, decode(h.hash, 'hex'), its_number FROM jsonb_to_recordset(said -> 'heads') AS h(chain text, seq bigint, hash text) ORDER BY h.chain
  ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, number = excluded.number;
  IF last.slot IS NULL OR its_day > (last.slot AT TIME ZONE 'UTC')::date THEN PERFORM app.tell_of_day(its_day); END IF;
  RETURN its_number;
END $$;
--> statement-breakpoint
-- What is signed for a tenant: where its chain stood, in which checkpoint. No row for another tenant's endpoint, or one that is closed.
CREATE FUNCTION app.checkpoint_to_tell(endpoint_id text, event_id text) RETURNS TABLE (number bigint, at timestamptz, document text, chain text, seq bigint, hash text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT c.number, c.at::timestamptz, encode(c.hash, 'hex'), 'tenant:' || e.tenant_id, (o.payload ->> 'seq')::bigint, o.payload ->> 'hash'
  FROM app.outbox o
  JOIN app.webhook_endpoint e ON e.id = checkpoint_to_tell.endpoint_id AND e.direction = 'OUT' AND e.status = 'ACTIVE' AND e.tenant_id = o.payload ->> 'tenantId'
  JOIN audit.checkpoint c ON c.number = (o.payload ->> 'number')::bigint
  WHERE o.event_id = checkpoint_to_tell.event_id AND o.kind = 'checkpoint.signed';
END $$;
--> statement-breakpoint
-- Begins to tell it, as app.begin_delivery does. Nothing leaves in the portal's name that its checkpoint does not say.
CREATE FUNCTION app.begin_checkpoint(job_id text, endpoint_id text, event_id text, signed jsonb)
RETURNS TABLE (delivery_id text, url text, message text, secret_id text, sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  word record;
  said jsonb := (begin_checkpoint.signed ->> 'document')::jsonb;
BEGIN
  SELECT w.* INTO word FROM app.checkpoint_to_tell(begin_checkpoint.endpoint_id, begin_checkpoint.event_id) w;
  IF word.number IS NULL THEN RETURN; END IF;
  IF ROW (said ->> 'number', said ->> 'checkpoint', said ->> 'chain', said ->> 'seq', said ->> 'hash')
     IS DISTINCT FROM ROW (word.number::text, word.document, word.chain, word.seq::text, word.hash) THEN
    RAISE EXCEPTION 'not_what_the_checkpoint_says' USING ERRCODE = 'IM510';
  END IF;
  INSERT INTO app.webhook_delivery (id, endpoint_id, event_id, kind, message, job_id)
  SELECT app.new_id('whd'), begin_checkpoint.endpoint_id, o.event_id, o.kind, jsonb_build_object('type', o.kind, 'timestamp', o.at, 'data', jsonb_strip_nulls(jsonb_build_object(
           'tenantId', o.payload -> 'tenantId', 'because', o.payload -> 'because', 'sessionId', o.payload -> 'sessionId', 'day', o.payload -> 'day',
           'checkpoint', begin_checkpoint.signed)))::text, begin_checkpoint.job_id
  FROM app.outbox o WHERE o.event_id = begin_checkpoint.event_id
  ON CONFLICT (endpoint_id, event_id) DO NOTHING;
  RETURN QUERY SELECT b.* FROM app.begin_delivery(begin_checkpoint.job_id, begin_checkpoint.endpoint_id, begin_checkpoint.event_id) b;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace
    AND p.proname IN ('told_tenants', 'tell_of_ends', 'tell_of_day', 'checkpoint_to_tell', 'begin_checkpoint') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.checkpoint_to_tell(text, text), app.begin_checkpoint(text, text, text, jsonb) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
