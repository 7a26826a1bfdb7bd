-- Background jobs and the outbox. A job moves by the functions below only: lease, fence and state are asked there, under the row's lock,
-- whichever version of the Worker asks. People may put jobs in beside their act, and cancel or replay one; nothing else.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- A readable, time-ordered key made by the database (worker/rules/ids.ts makes the same in the Worker).
CREATE FUNCTION app.new_id(prefix text) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path = '' AS $$
DECLARE
  letters text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  ms bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
  chance bytea := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
  word text := '';
BEGIN
  FOR i IN 1..10 LOOP
    word := substr(letters, (ms % 32)::integer + 1, 1) || word;
    ms := ms / 32;
  END LOOP;
  FOR i IN 0..9 LOOP
    word := word || substr(letters, get_byte(chance, i + CASE WHEN i > 5 THEN 3 ELSE 0 END) % 32 + 1, 1); -- bytes 6 to 8 hold the version
  END LOOP;
  RETURN prefix || '_' || word;
END $$;
--> statement-breakpoint
-- Whoever owns a table loads it (migrations, sample data): nothing happened that anybody should be told.
CREATE FUNCTION app.loads_directly(relation oid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
  RETURN session_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = relation);
END $$;
--> statement-breakpoint
CREATE FUNCTION app.session_open(session_id text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.impersonation_session i WHERE i.id = session_open.session_id AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp());
END $$;
--> statement-breakpoint
-- What a new job is, is not all the writer's to say: from inside a tenant it carries the session, and it begins at the beginning.
CREATE FUNCTION app.stamp_job() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session;
BEGIN
  IF app.loads_directly(TG_RELID) THEN RETURN new; END IF;
  new.session_id := NULL;
  IF session_user IN ('portal_tenant_ro', 'portal_tenant_rw') THEN
    s := app.live_session();
    IF s.id IS NULL THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;
    new.session_id := s.id;
    new.tenant_id := s.tenant_id;
  END IF;
  -- A second of grace: a job for now, rounded to the next millisecond, is for now.
  new.state := CASE WHEN new.run_at > clock_timestamp() + interval '1 second' THEN 'scheduled' ELSE 'available' END;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER stamp_job BEFORE INSERT ON app.job FOR EACH ROW EXECUTE FUNCTION app.stamp_job();
--> statement-breakpoint
-- For functions of the database and for the cron: NULL when a job with this `dedup` is there already.
CREATE FUNCTION app.put_job(
  kind text, args jsonb, max_attempts integer, dedup text DEFAULT NULL, priority integer DEFAULT 1, run_at timestamptz DEFAULT NULL, tenant_id text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE put text;
BEGIN
  INSERT INTO app.job AS j (id, kind, tenant_id, priority, args, run_at, max_attempts, dedup)
  VALUES (app.new_id('pjob'), put_job.kind, put_job.tenant_id, put_job.priority, put_job.args, coalesce(put_job.run_at, clock_timestamp()), put_job.max_attempts,
          put_job.dedup)
  ON CONFLICT DO NOTHING RETURNING j.id INTO put;
  RETURN put;
END $$;
--> statement-breakpoint
-- What is due and not taken: by priority, then by time, or (one claim in ten) simply the oldest, so that bulk work never starves. Also
-- takes back what a runner left lying, and refuses what was put in from a session that is over. `leases` says how many seconds each kind
-- may take; a kind that the asking Worker does not know is left to one that does. Answers the jobs taken (`running`) and those that were
-- given up on the way (`discarded`).
CREATE FUNCTION app.claim_jobs(most integer, oldest_first boolean, leases jsonb) RETURNS SETOF app.job LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
  WITH left_lying AS MATERIALIZED (
    SELECT j.id FROM app.job j WHERE j.state = 'running' AND j.lease_until <= clock_timestamp() ORDER BY j.lease_until LIMIT 100 FOR UPDATE SKIP LOCKED
  ), taken_back AS (
    UPDATE app.job j SET state = CASE WHEN j.attempts < j.max_attempts THEN 'retryable' ELSE 'discarded' END, lease_until = NULL, last_error = 'LEASE_EXPIRED',
      finished_at = CASE WHEN j.attempts < j.max_attempts THEN NULL ELSE clock_timestamp() END
    FROM left_lying l WHERE j.id = l.id RETURNING j.*
  )
  SELECT t.* FROM taken_back t WHERE t.state = 'discarded';

  WITH orphaned AS MATERIALIZED (
    SELECT j.id FROM app.job j
    WHERE j.state IN ('scheduled', 'available', 'retryable') AND j.run_at <= clock_timestamp() AND j.session_id IS NOT NULL AND NOT app.session_open(j.session_id)
    ORDER BY j.run_at LIMIT 100 FOR UPDATE SKIP LOCKED
  )
  UPDATE app.job j SET state = 'cancelled', finished_at = clock_timestamp(), last_error = 'SESSION_ENDED' FROM orphaned o WHERE j.id = o.id;

  IF oldest_first THEN
    RETURN QUERY
    WITH due AS MATERIALIZED (
      SELECT j.id FROM app.job j
      WHERE j.state IN ('scheduled', 'available', 'retryable') AND j.run_at <= clock_timestamp() AND j.attempts < j.max_attempts AND leases ? j.kind
        AND (j.session_id IS NULL OR app.session_open(j.session_id))
      ORDER BY j.run_at LIMIT most FOR UPDATE SKIP LOCKED
    )
    UPDATE app.job j SET state = 'running', attempts = j.attempts + 1, fence = j.fence + 1,
      lease_until = clock_timestamp() + make_interval(secs => (leases ->> j.kind)::integer)
    FROM due d WHERE j.id = d.id RETURNING j.*;
  ELSE
    RETURN QUERY
    WITH due AS MATERIALIZED (
      SELECT j.id FROM app.job j
      WHERE j.state IN ('scheduled', 'available', 'retryable') AND j.run_at <= clock_timestamp() AND j.attempts < j.max_attempts AND leases ? j.kind
        AND (j.session_id IS NULL OR app.session_open(j.session_id))
      ORDER BY j.priority, j.run_at LIMIT most FOR UPDATE SKIP LOCKED
    )
    UPDATE app.job j SET state = 'running', attempts = j.attempts + 1, fence = j.fence + 1,
      lease_until = clock_timestamp() + make_interval(secs => (leases ->> j.kind)::integer)
    FROM due d WHERE j.id = d.id RETURNING j.*;
  END IF;
END $$;
--> statement-breakpoint
-- Whoever holds an older fence, or let the lease run out, is too late to say how a job ended: with it goes the whole transaction.
CREATE FUNCTION app.hold_claim(job_id text, fence integer) RETURNS app.job LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE held app.job;
BEGIN
  SELECT j.* INTO held FROM app.job j WHERE j.id = job_id FOR NO KEY UPDATE;
  IF held.id IS NULL OR held.state <> 'running' OR held.fence <> hold_claim.fence OR held.lease_until <= clock_timestamp() THEN
    RAISE EXCEPTION 'too_late' USING ERRCODE = 'IM409';
  END IF;
  RETURN held;
END $$;
--> statement-breakpoint
-- Done: stands first in the transaction that holds the effect, so that both are there or neither. A session is held like a change does.
CREATE FUNCTION app.complete_job(job_id text, fence integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE held app.job := app.hold_claim(job_id, complete_job.fence);
BEGIN
  IF held.session_id IS NOT NULL THEN
    PERFORM FROM app.impersonation_session i WHERE i.id = held.session_id FOR NO KEY UPDATE;
    IF NOT app.session_open(held.session_id) THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;
  END IF;
  UPDATE app.job j SET state = 'completed', lease_until = NULL, finished_at = clock_timestamp(), last_error = NULL WHERE j.id = held.id;
END $$;
--> statement-breakpoint
-- Went wrong: again in so many ms, or given up where that is NULL, the attempts are used up, or the session is over.
CREATE FUNCTION app.fail_job(job_id text, fence integer, code text, again_in integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  held app.job := app.hold_claim(job_id, fail_job.fence);
  over boolean := held.session_id IS NOT NULL AND NOT app.session_open(held.session_id);
  becomes text := CASE WHEN over THEN 'cancelled' WHEN again_in IS NULL OR held.attempts >= held.max_attempts THEN 'discarded' ELSE 'retryable' END;
BEGIN
  UPDATE app.job j SET state = becomes, lease_until = NULL, last_error = CASE WHEN over THEN 'SESSION_ENDED' ELSE left(code, 100) END,
    finished_at = CASE WHEN becomes <> 'retryable' THEN clock_timestamp() END,
    run_at = CASE WHEN becomes = 'retryable' THEN clock_timestamp() + make_interval(secs => again_in / 1000.0) ELSE j.run_at END
  WHERE j.id = held.id;
  RETURN becomes;
END $$;
--> statement-breakpoint
-- By hand: what was given up or cancelled starts over, what waits is cancelled. The page asks first; this holds whoever does not.
CREATE FUNCTION app.move_job_by_hand() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NOT ((old.state IN ('discarded', 'cancelled') AND new.state = 'available') OR (old.state IN ('scheduled', 'available', 'retryable') AND new.state = 'cancelled')) THEN
    RAISE EXCEPTION 'illegal_move' USING ERRCODE = 'IM409';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER by_hand BEFORE UPDATE ON app.job FOR EACH ROW WHEN (session_user = 'portal_staff') EXECUTE FUNCTION app.move_job_by_hand();
--> statement-breakpoint
-- An event, in the transaction of its cause. `seq` counts per entity without gaps: whoever tells of the same entity waits here for the
-- other's commit. The lock comes after every row and head of the cause, and nobody asks for those while holding it.
CREATE FUNCTION app.publish(kind text, entity text, entity_id text, payload jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('outbox:' || publish.entity || ':' || publish.entity_id, 0));
  INSERT INTO app.outbox (event_id, entity, entity_id, seq, kind, payload, at)
  SELECT app.new_id('evt'), publish.entity, publish.entity_id, coalesce(max(o.seq), 0) + 1, publish.kind, publish.payload, clock_timestamp()
  FROM app.outbox o WHERE o.entity = publish.entity AND o.entity_id = publish.entity_id;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.tell_of_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE who jsonb := jsonb_build_object('operatorId', new.operator_id, 'tenantId', new.tenant_id);
BEGIN
  IF app.loads_directly(TG_RELID) THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM app.publish('session.started', 'impersonation', new.id, who || jsonb_build_object('mode', new.mode, 'seenAs', new.seen_as, 'breakGlass', new.break_glass));
    RETURN NULL;
  END IF;
  IF new.expires_at > old.expires_at THEN
    PERFORM app.publish('session.extended', 'impersonation', new.id,
      who || jsonb_build_object('minutes', round(extract(epoch FROM new.expires_at - old.expires_at) / 60)));
  END IF;
  IF old.ended_at IS NULL AND new.ended_at IS NOT NULL THEN
    PERFORM app.publish(CASE new.end_reason WHEN 'FORCE_LOGOUT' THEN 'session.killed' ELSE 'session.ended' END, 'impersonation', new.id,
      who || jsonb_build_object('endReason', new.end_reason));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.tell_of_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.loads_directly(TG_RELID) THEN RETURN NULL; END IF;
  IF new.role <> old.role OR new.lead <> old.lead THEN
    PERFORM app.publish('role.changed', 'internal_user', new.id,
      jsonb_build_object('role', new.role, 'lead', new.lead, 'fromRole', old.role, 'fromLead', old.lead));
  END IF;
  IF new.status = 'DEACTIVATED' AND old.status <> 'DEACTIVATED' THEN
    PERFORM app.publish('user.deactivated', 'internal_user', new.id, '{}');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.tell_of_config() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.loads_directly(TG_RELID) THEN
    PERFORM app.publish('tenant.config_changed', 'tenant', new.tenant_id, jsonb_build_object('document', new.document, 'version', new.version, 'by', new.changed_by));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.tell_of_ticket() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.loads_directly(TG_RELID) THEN
    PERFORM app.publish(CASE TG_OP WHEN 'INSERT' THEN 'ticket.opened' ELSE 'ticket.closed' END, 'ticket', new.id,
      jsonb_build_object('tenantId', new.tenant_id, 'number', new.number, 'priority', new.priority));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.tell_of_job() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.loads_directly(TG_RELID) THEN
    PERFORM app.publish('job.discarded', 'job', new.id, jsonb_build_object('kind', new.kind, 'code', new.last_error, 'attempts', new.attempts));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Triggers, so that no path can forget to tell.
CREATE TRIGGER tell_begun AFTER INSERT ON app.impersonation_session FOR EACH ROW EXECUTE FUNCTION app.tell_of_session();
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON app.impersonation_session FOR EACH ROW
WHEN (new.expires_at > old.expires_at OR (old.ended_at IS NULL AND new.ended_at IS NOT NULL)) EXECUTE FUNCTION app.tell_of_session();
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON app.internal_user FOR EACH ROW
WHEN (new.role <> old.role OR new.lead <> old.lead OR (new.status = 'DEACTIVATED' AND old.status <> 'DEACTIVATED')) EXECUTE FUNCTION app.tell_of_person();
--> statement-breakpoint
CREATE TRIGGER tell AFTER INSERT ON public.tenant_config FOR EACH ROW EXECUTE FUNCTION app.tell_of_config();
--> statement-breakpoint
CREATE TRIGGER tell_opened AFTER INSERT ON public.ticket FOR EACH ROW EXECUTE FUNCTION app.tell_of_ticket();
--> statement-breakpoint
CREATE TRIGGER tell_closed AFTER UPDATE ON public.ticket FOR EACH ROW WHEN (new.status = 'CLOSED' AND old.status <> 'CLOSED') EXECUTE FUNCTION app.tell_of_ticket();
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON app.job FOR EACH ROW WHEN (new.state = 'discarded' AND old.state <> 'discarded') EXECUTE FUNCTION app.tell_of_job();
--> statement-breakpoint
-- The events that nobody else is just delivering, the jobs that follow from them, and the mark: one statement. `jobs` may hold more than
-- what is still to be delivered; only what belongs to a held event is put in.
CREATE FUNCTION app.deliver_events(events text[], jobs jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE delivered integer;
BEGIN
  WITH held AS MATERIALIZED (
    SELECT o.event_id FROM app.outbox o WHERE o.event_id = ANY (events) AND o.delivered_at IS NULL ORDER BY o.at, o.event_id FOR UPDATE SKIP LOCKED
  ), put AS (
    INSERT INTO app.job (id, kind, priority, args, max_attempts, dedup)
    SELECT app.new_id('pjob'), f.kind, f.priority, f.args, f.max_attempts, f.dedup
    FROM jsonb_to_recordset(jobs) AS f(event_id text, kind text, priority integer, args jsonb, max_attempts integer, dedup text) JOIN held h ON h.event_id = f.event_id
    ON CONFLICT DO NOTHING
  ), told AS (
    UPDATE app.outbox o SET delivered_at = clock_timestamp() FROM held h WHERE o.event_id = h.event_id RETURNING 1
  )
  SELECT count(*) INTO delivered FROM told;
  RETURN delivered;
END $$;
--> statement-breakpoint
-- Housekeeping, at most so many of each at once so that a backlog does not outlast the statement's time. The newest event of an entity
-- stays: the next one counts on from it. Discarded jobs stay until a person has looked at them.
CREATE FUNCTION app.purge(most integer) RETURNS TABLE (answers integer, events integer, jobs integer, letters integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH old_answers AS (
    DELETE FROM app.answer WHERE ctid = ANY (ARRAY(
      SELECT a.ctid FROM app.answer a WHERE a.created_at < clock_timestamp() - interval '24 hours' LIMIT most)) RETURNING 1
  ), old_events AS (
    DELETE FROM app.outbox WHERE ctid = ANY (ARRAY(
      SELECT o.ctid FROM app.outbox o WHERE o.delivered_at < clock_timestamp() - interval '7 days'
        AND EXISTS (SELECT FROM app.outbox n WHERE n.entity = o.entity AND n.entity_id = o.entity_id AND n.seq > o.seq) LIMIT most)) RETURNING 1
  ), old_jobs AS (
    DELETE FROM app.job WHERE ctid = ANY (ARRAY(
      SELECT j.ctid FROM app.job j WHERE j.state IN ('completed', 'cancelled') AND j.finished_at < clock_timestamp() - interval '14 days' LIMIT most)) RETURNING 1
  ), old_letters AS (
    DELETE FROM app.kept_mail WHERE ctid = ANY (ARRAY(
      SELECT m.ctid FROM app.kept_mail m WHERE m.at < clock_timestamp() - interval '7 days' LIMIT most)) RETURNING 1
  ), n AS (
    SELECT (SELECT count(*)::integer FROM old_answers) AS answers, (SELECT count(*)::integer FROM old_events) AS events,
           (SELECT count(*)::integer FROM old_jobs) AS jobs, (SELECT count(*)::integer FROM old_letters) AS letters
  ), traced AS (
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    SELECT 'portal_job:sweep', 'Removed ' || n.answers + n.events + n.jobs + n.letters || ' rows of housekeeping that were past their time.', 'done', 'job', '{}', to_jsonb(n)
    FROM n WHERE n.answers + n.events + n.jobs + n.letters > 0
  )
  SELECT n.answers, n.events, n.jobs, n.letters FROM n;
END $$;
--> statement-breakpoint
-- Claims and marks are machinery and leave no row of the trail; a person's act does.
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.job FOR EACH STATEMENT WHEN (session_user <> 'portal_jobs') EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['job', 'outbox', 'kept_mail'] LOOP
    EXECUTE format('CREATE POLICY guard ON app.%I TO portal_guard USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, DELETE ON app.%I TO portal_guard', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT DELETE ON app.answer TO portal_guard;
--> statement-breakpoint
GRANT INSERT ON app.job, app.outbox TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (state, run_at, attempts, lease_until, fence, last_error, finished_at) ON app.job TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (delivered_at) ON app.outbox TO portal_guard;
--> statement-breakpoint
-- A job is put in by whoever acts, without a word on its state, session or lease.
GRANT INSERT (id, kind, tenant_id, priority, args, run_at, max_attempts, dedup) ON app.job TO portal_staff, portal_tenant_rw;
--> statement-breakpoint
CREATE POLICY put ON app.job FOR INSERT TO portal_staff WITH CHECK ((SELECT app.current_operator()) IS NOT NULL);
--> statement-breakpoint
CREATE POLICY put_inside ON app.job FOR INSERT TO portal_tenant_rw WITH CHECK (tenant_id = (SELECT app.current_tenant()));
--> statement-breakpoint
GRANT SELECT ON app.job, app.outbox TO portal_staff;
--> statement-breakpoint
CREATE POLICY looked_after ON app.job FOR SELECT TO portal_staff USING ((SELECT app.may('view_portal_jobs')));
--> statement-breakpoint
CREATE POLICY looked_after ON app.outbox FOR SELECT TO portal_staff USING ((SELECT app.may('view_portal_jobs')));
--> statement-breakpoint
GRANT UPDATE (state, attempts, run_at, finished_at) ON app.job TO portal_staff;
--> statement-breakpoint
CREATE POLICY by_hand ON app.job FOR UPDATE TO portal_staff USING ((SELECT app.may('manage_portal_jobs')))
  WITH CHECK ((SELECT app.may('manage_portal_jobs')) AND state IN ('available', 'cancelled'));
--> statement-breakpoint
GRANT SELECT ON app.outbox TO portal_jobs;
--> statement-breakpoint
CREATE POLICY deliver ON app.outbox FOR SELECT TO portal_jobs USING (true);
--> statement-breakpoint
-- A letter finds its reader's address when it is sent, and nobody who has left.
GRANT SELECT (id, email, role, status) ON app.internal_user TO portal_jobs;
--> statement-breakpoint
CREATE POLICY letters ON app.internal_user FOR SELECT TO portal_jobs USING (status <> 'DEACTIVATED');
--> statement-breakpoint
GRANT INSERT (key, operator_id, address, subject, letter) ON app.kept_mail TO portal_jobs;
--> statement-breakpoint
CREATE POLICY keep ON app.kept_mail FOR INSERT TO portal_jobs WITH CHECK (true);
--> statement-breakpoint
-- Read at /dev/mail. In production no letter is ever kept.
GRANT SELECT ON app.kept_mail TO portal_staff;
--> statement-breakpoint
CREATE POLICY signed_in ON app.kept_mail FOR SELECT TO portal_staff USING ((SELECT app.current_operator()) IS NOT NULL);
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'new_id', 'loads_directly', 'session_open', 'stamp_job', 'put_job', 'claim_jobs', 'hold_claim', 'complete_job', 'fail_job', 'move_job_by_hand', 'publish',
    'tell_of_session', 'tell_of_person', 'tell_of_config', 'tell_of_ticket', 'tell_of_job', 'deliver_events', 'purge') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.new_id(text) TO portal_staff, portal_tenant_rw;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.put_job(text, jsonb, integer, text, integer, timestamptz, text), app.claim_jobs(integer, boolean, jsonb), app.complete_job(text, integer),
  app.fail_job(text, integer, text, integer), app.deliver_events(text[], jsonb), app.purge(integer) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
