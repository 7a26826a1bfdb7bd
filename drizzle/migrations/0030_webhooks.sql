-- Webhooks. What comes in is taken and done by functions of the jobs' login, whoever is at the other end: it reads no secret but to check a
-- message with, and writes nothing of a tenant but what the message says. Endpoints and secrets are staff's, with `manage_webhooks`.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['webhook_endpoint', 'webhook_secret', 'webhook_receipt', 'webhook_delivery'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('REVOKE ALL ON app.%I FROM PUBLIC', t);
    EXECUTE format('CREATE POLICY guard ON app.%I TO portal_guard USING (true) WITH CHECK (true)', t);
    EXECUTE format('CREATE POLICY looked_after ON app.%I FOR SELECT TO portal_staff USING ((SELECT app.may(''manage_webhooks'')))', t);
    EXECUTE format('GRANT SELECT ON app.%I TO portal_guard', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON app.webhook_endpoint TO portal_staff;
--> statement-breakpoint
GRANT INSERT (id, direction, tenant_id, name, url, created_by) ON app.webhook_endpoint TO portal_staff;
--> statement-breakpoint
GRANT UPDATE (status, version) ON app.webhook_endpoint TO portal_staff;
--> statement-breakpoint
CREATE POLICY add ON app.webhook_endpoint FOR INSERT TO portal_staff
  WITH CHECK ((SELECT app.may('manage_webhooks')) AND created_by = (SELECT app.current_operator()));
--> statement-breakpoint
CREATE POLICY change ON app.webhook_endpoint FOR UPDATE TO portal_staff
  USING ((SELECT app.may('manage_webhooks'))) WITH CHECK ((SELECT app.may('manage_webhooks')));
--> statement-breakpoint
-- What is sealed goes in and never comes out to staff.
GRANT SELECT (id, endpoint_id, version, public_key, last_four, created_at, created_by, expires_at) ON app.webhook_secret TO portal_staff;
--> statement-breakpoint
GRANT INSERT (id, endpoint_id, version, sealed, public_key, last_four, created_by) ON app.webhook_secret TO portal_staff;
--> statement-breakpoint
GRANT UPDATE (expires_at) ON app.webhook_secret TO portal_staff;
--> statement-breakpoint
CREATE POLICY add ON app.webhook_secret FOR INSERT TO portal_staff
  WITH CHECK ((SELECT app.may('manage_webhooks')) AND created_by = (SELECT app.current_operator()));
--> statement-breakpoint
-- A secret that was replaced ends within a day, and nobody brings one back.
CREATE POLICY expire ON app.webhook_secret FOR UPDATE TO portal_staff
  USING ((SELECT app.may('manage_webhooks')) AND (expires_at IS NULL OR expires_at > clock_timestamp()))
  WITH CHECK ((SELECT app.may('manage_webhooks')) AND expires_at <= clock_timestamp() + interval '24 hours 1 minute');
--> statement-breakpoint
-- What a message says is nobody's to read.
GRANT SELECT (id, endpoint_id, message_id, type, tenant_id, job_id, created_at, done_at) ON app.webhook_receipt TO portal_staff;
--> statement-breakpoint
GRANT SELECT (id, endpoint_id, event_id, kind, job_id, status, attempts, last_code, created_at, delivered_at) ON app.webhook_delivery TO portal_staff;
--> statement-breakpoint
-- Whom an event is told to.
GRANT SELECT (id, direction, tenant_id, status) ON app.webhook_endpoint TO portal_jobs;
--> statement-breakpoint
CREATE POLICY told ON app.webhook_endpoint FOR SELECT TO portal_jobs USING (direction = 'OUT' AND status = 'ACTIVE');
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.webhook_endpoint FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.webhook_secret FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
-- The secrets in force of one endpoint, to check a message with; no row for an endpoint that is not there, disabled, or of the other direction.
CREATE FUNCTION app.webhook_door(endpoint_id text) RETURNS TABLE (tenant_id text, secret_id text, version text, sealed bytea, public_key text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT e.tenant_id, s.id, s.version, s.sealed, s.public_key
  FROM app.webhook_endpoint e JOIN app.webhook_secret s ON s.endpoint_id = e.id AND (s.expires_at IS NULL OR s.expires_at > clock_timestamp())
  WHERE e.id = webhook_door.endpoint_id AND e.direction = 'IN' AND e.status = 'ACTIVE'
  ORDER BY s.created_at DESC, s.id DESC LIMIT 8;
END $$;
--> statement-breakpoint
-- A message that was found genuine: its row, its job and its trace, or what became of the id before. `same` is the message once more, `other`
-- another one under its id. Of two at once the second waits for the first at the unique index.
CREATE FUNCTION app.receive_webhook(endpoint_id text, message_id text, body_hash bytea, type text, tenant_id text, payload jsonb, max_attempts integer)
RETURNS TABLE (answer text, receipt_id text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  door app.webhook_endpoint;
  known app.webhook_receipt;
  said text := 'accepted';
  job text;
  new_id text := app.new_id('whr');
BEGIN
  SELECT e.* INTO door FROM app.webhook_endpoint e WHERE e.id = receive_webhook.endpoint_id AND e.direction = 'IN' AND e.status = 'ACTIVE';
  -- Nobody speaks of another's tenant, whatever the Worker let through.
  IF door.id IS NULL OR (door.tenant_id IS NOT NULL AND door.tenant_id IS DISTINCT FROM receive_webhook.tenant_id) THEN
    RAISE EXCEPTION 'not_of_this_endpoint' USING ERRCODE = '42501';
  END IF;
  INSERT INTO app.webhook_receipt AS w (id, endpoint_id, message_id, body_hash, type, tenant_id, payload, job_id)
  VALUES (new_id, door.id, receive_webhook.message_id, receive_webhook.body_hash, receive_webhook.type, receive_webhook.tenant_id, receive_webhook.payload, new_id)
  ON CONFLICT (endpoint_id, message_id) DO NOTHING;
  IF FOUND THEN
    -- What ends somebody's access goes before letters.
    job := app.put_job('webhook-effect', jsonb_build_object('receipt', new_id), receive_webhook.max_attempts,
      'wh:' || door.id || ':' || receive_webhook.message_id, CASE WHEN receive_webhook.type IN ('ticket.closed', 'tenant.suspended', 'tenant.policy_changed', 'user.deactivated') THEN 0 ELSE 1 END,
      NULL, receive_webhook.tenant_id);
    UPDATE app.webhook_receipt w SET job_id = job WHERE w.id = new_id;
  ELSE
    SELECT w.* INTO known FROM app.webhook_receipt w WHERE w.endpoint_id = door.id AND w.message_id = receive_webhook.message_id;
    said := CASE WHEN known.body_hash = receive_webhook.body_hash THEN 'same' ELSE 'other' END;
  END IF;
  IF said <> 'same' THEN
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, tenant_id)
    VALUES ('webhook:receive', CASE said WHEN 'accepted' THEN 'Received a webhook.' ELSE 'Refused a webhook that came under the id of another one.' END,
            CASE said WHEN 'accepted' THEN 'done' ELSE 'refused' END, 'webhook_receipt', ARRAY[coalesce(known.id, new_id), door.id],
            jsonb_strip_nulls(jsonb_build_object('type', receive_webhook.type, 'because', CASE said WHEN 'other' THEN 'WEBHOOK_ID_REUSED' END)), receive_webhook.tenant_id);
  END IF;
  RETURN QUERY SELECT said, coalesce(known.id, new_id);
END $$;
--> statement-breakpoint
-- The trace of an effect, in one place: which message, and which records.
CREATE FUNCTION app.trace_webhook(r app.webhook_receipt, entity text, ids text[], sentence text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, tenant_id)
  VALUES ('webhook:effect', trace_webhook.sentence, 'done', entity, ids || (r).id, jsonb_build_object('type', (r).type, 'endpoint', (r).endpoint_id), (r).tenant_id);
END $$;
--> statement-breakpoint
-- What a message does. A change of what sessions rest on and its trace are one statement: the sessions are locked before the row changes, and
-- ended after the trace (0009_kill.sql). Each effect finds done what is done already, and says with WH404 what is not there (yet).
CREATE FUNCTION app.webhook_ticket(r app.webhook_receipt) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  p jsonb := (r).payload;
  done bigint;
BEGIN
  IF (r).type = 'ticket.opened' THEN
    WITH added AS (
      INSERT INTO public.ticket (id, tenant_id, number, subject, requester_name, requester_email, status, priority, opened_at, updated_at)
      VALUES (app.new_id('tic'), (r).tenant_id, (p ->> 'number')::integer, p ->> 'subject', p ->> 'requesterName', p ->> 'requesterEmail', 'OPEN', p ->> 'priority',
              least((p ->> 'openedAt')::timestamptz, clock_timestamp()), clock_timestamp())
      ON CONFLICT (number) DO NOTHING RETURNING id
    ), traced AS (SELECT app.trace_webhook(r, 'ticket', ARRAY(SELECT a.id FROM added a), 'Opened a ticket that a webhook told of.') AS done)
    SELECT count(t.done) INTO done FROM traced t;
    IF NOT EXISTS (SELECT FROM public.ticket k WHERE k.tenant_id = (r).tenant_id AND k.number = (p ->> 'number')::integer) THEN
      RAISE EXCEPTION 'number_of_another_tenant' USING ERRCODE = 'WH409';
    END IF;
  ELSE
    WITH closed AS (
      UPDATE public.ticket k SET status = 'CLOSED', closed_at = greatest(clock_timestamp(), k.opened_at), updated_at = clock_timestamp(), version = k.version + 1
      WHERE k.tenant_id = (r).tenant_id AND k.number = (p ->> 'number')::integer AND k.status <> 'CLOSED' RETURNING k.id
    ), traced AS (SELECT app.trace_webhook(r, 'ticket', ARRAY(SELECT c.id FROM closed c), 'Closed a ticket that a webhook told of.') AS done)
    SELECT count(t.done) INTO done FROM traced t;
    IF NOT EXISTS (SELECT FROM public.ticket k WHERE k.tenant_id = (r).tenant_id AND k.number = (p ->> 'number')::integer) THEN
      RAISE EXCEPTION 'no_such_ticket' USING ERRCODE = 'WH404';
    END IF;
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.webhook_tenant(r app.webhook_receipt) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  p jsonb := (r).payload;
  done bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM public.tenant t WHERE t.id = (r).tenant_id) THEN RAISE EXCEPTION 'no_such_tenant' USING ERRCODE = 'WH404'; END IF;
  IF (r).type = 'tenant.suspended' THEN
    WITH changed AS (
      UPDATE public.tenant t SET status = 'SUSPENDED' WHERE t.id = (r).tenant_id AND t.status IN ('PROVISIONING', 'ACTIVE') RETURNING t.id
    ), traced AS (SELECT app.trace_webhook(r, 'tenant', ARRAY(SELECT c.id FROM changed c), 'Suspended a tenant that a webhook told of.') AS done)
    SELECT count(t.done) INTO done FROM traced t;
  ELSIF (r).type = 'tenant.policy_changed' THEN
    WITH changed AS (
      UPDATE public.tenant t SET access_policy = p ->> 'policy' WHERE t.id = (r).tenant_id AND t.access_policy <> p ->> 'policy' RETURNING t.id
    ), traced AS (SELECT app.trace_webhook(r, 'tenant', ARRAY(SELECT c.id FROM changed c), 'Changed the access policy of a tenant that a webhook told of.') AS done)
    SELECT count(t.done) INTO done FROM traced t;
  ELSE
    WITH changed AS (
      UPDATE public.tenant_user u SET status = 'DEACTIVATED' WHERE u.tenant_id = (r).tenant_id AND u.id = p ->> 'userId' AND u.status <> 'DEACTIVATED' RETURNING u.id
    ), traced AS (SELECT app.trace_webhook(r, 'tenant_user', ARRAY(SELECT c.id FROM changed c), 'Deactivated a user of the tenant whom a webhook told of.') AS done)
    SELECT count(t.done) INTO done FROM traced t;
    IF NOT EXISTS (SELECT FROM public.tenant_user u WHERE u.tenant_id = (r).tenant_id AND u.id = p ->> 'userId') THEN
      RAISE EXCEPTION 'no_such_user' USING ERRCODE = 'WH404';
    END IF;
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.webhook_record(r app.webhook_receipt) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  p jsonb := (r).payload;
  at timestamptz := least(((r).payload ->> 'at')::timestamptz, clock_timestamp());
  known text;
BEGIN
  IF NOT EXISTS (SELECT FROM public.tenant t WHERE t.id = (r).tenant_id) THEN RAISE EXCEPTION 'no_such_tenant' USING ERRCODE = 'WH404'; END IF;
  PERFORM app.trace_webhook(r, CASE (r).type WHEN 'report.received' THEN 'riu' ELSE 'tenant_error' END, '{}',
    CASE (r).type WHEN 'report.received' THEN 'Took in a report that a webhook told of.' ELSE 'Recorded errors of a tenant that a webhook told of.' END);
  IF (r).type = 'report.received' THEN
    INSERT INTO public.riu (id, tenant_id, number, type, status, category, severity, language, anonymous, narrative, created_at, updated_at)
    VALUES (app.new_id('riu'), (r).tenant_id, (p ->> 'number')::integer, p ->> 'type', 'NEW', p ->> 'category', p ->> 'severity', p ->> 'language',
            (p ->> 'anonymous')::boolean, p ->> 'narrative', at, at)
    ON CONFLICT (tenant_id, number) DO NOTHING;
  ELSE
    INSERT INTO public.tenant_error AS e (id, tenant_id, fingerprint, level, message, source, count, first_seen_at, last_seen_at)
    VALUES (app.new_id('err'), (r).tenant_id, p ->> 'fingerprint', p ->> 'level', p ->> 'message', p ->> 'source', (p ->> 'count')::integer, at, at)
    ON CONFLICT (tenant_id, fingerprint) DO UPDATE SET level = excluded.level, message = excluded.message, count = least(e.count::bigint + excluded.count, 2147483647)::integer,
      first_seen_at = least(e.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at)
    RETURNING e.id INTO known;
    INSERT INTO public.tenant_error_day AS d (error_id, day, count) VALUES (known, (at AT TIME ZONE 'UTC')::date, (p ->> 'count')::integer)
    ON CONFLICT (error_id, day) DO UPDATE SET count = least(d.count::bigint + excluded.count, 2147483647)::integer;
  END IF;
END $$;
--> statement-breakpoint
-- Whoever listens makes notifications of it (worker/webhooks/rules/notification.ts).
CREATE FUNCTION app.webhook_notification(r app.webhook_receipt) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE reader text := (r).payload #>> '{audience,userId}';
BEGIN
  IF reader IS NOT NULL AND NOT ((r).tenant_id IS NULL AND EXISTS (SELECT FROM app.internal_user u WHERE u.id = reader)
      OR EXISTS (SELECT FROM public.tenant_user u WHERE u.id = reader AND u.tenant_id = (r).tenant_id)) THEN
    RAISE EXCEPTION 'no_such_user' USING ERRCODE = 'WH404';
  END IF;
  PERFORM app.trace_webhook(r, 'notification', '{}', 'Asked for a notification, as a webhook did.');
  PERFORM app.publish('notification.asked', 'webhook_receipt', (r).id, (r).payload);
END $$;
--> statement-breakpoint
-- The effect of a message, once: stands in the transaction of the mark of its job. What it said is forgotten with it.
CREATE FUNCTION app.apply_webhook(receipt_id text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE r app.webhook_receipt;
BEGIN
  SELECT w.* INTO r FROM app.webhook_receipt w WHERE w.id = receipt_id FOR NO KEY UPDATE;
  IF r.id IS NULL THEN RAISE EXCEPTION 'gone' USING ERRCODE = 'WH410'; END IF;
  IF r.done_at IS NOT NULL THEN RETURN; END IF;
  -- Disabled meanwhile: its secret may be in the wrong hands.
  IF NOT EXISTS (SELECT FROM app.webhook_endpoint e WHERE e.id = r.endpoint_id AND e.status = 'ACTIVE') THEN RAISE EXCEPTION 'disabled' USING ERRCODE = 'WH403'; END IF;
  CASE
    WHEN r.type IN ('ticket.opened', 'ticket.closed') THEN PERFORM app.webhook_ticket(r);
    WHEN r.type IN ('tenant.suspended', 'tenant.policy_changed', 'user.deactivated') THEN PERFORM app.webhook_tenant(r);
    WHEN r.type IN ('report.received', 'tenant.error_recorded') THEN PERFORM app.webhook_record(r);
    WHEN r.type = 'notification.asked' THEN PERFORM app.webhook_notification(r);
  END CASE;
  UPDATE app.webhook_receipt w SET done_at = clock_timestamp(), payload = NULL WHERE w.id = r.id;
END $$;
--> statement-breakpoint
-- A message to a tenant, begun or begun again: what it says is made once, from the session as it is then, and is the same at every attempt.
-- Ids, roles, codes and counts; nobody's name, no case. One row per secret in force.
CREATE FUNCTION app.begin_delivery(job_id text, endpoint_id text, event_id text)
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
  UPDATE app.webhook_delivery d SET attempts = d.attempts + 1
  WHERE d.endpoint_id = told.id AND d.event_id = begin_delivery.event_id AND d.status <> 'DELIVERED' RETURNING d.* INTO known;
  RETURN QUERY SELECT known.id, told.url, known.message, s.id, s.sealed FROM app.webhook_secret s
  WHERE known.id IS NOT NULL AND s.endpoint_id = told.id AND s.version = 'v1' AND (s.expires_at IS NULL OR s.expires_at > clock_timestamp())
  ORDER BY s.created_at DESC, s.id DESC LIMIT 2;
END $$;
--> statement-breakpoint
-- How an attempt went. What was delivered stays so, whatever a slower runner says.
CREATE FUNCTION app.note_delivery(delivery_id text, delivered boolean, code text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE app.webhook_delivery d SET status = CASE WHEN delivered THEN 'DELIVERED' ELSE 'FAILED' END, last_code = left(code, 40),
    delivered_at = CASE WHEN delivered THEN clock_timestamp() END
  WHERE d.id = note_delivery.delivery_id AND d.status <> 'DELIVERED';
END $$;
--> statement-breakpoint
-- Receipts go after seven days, a good deal later than the last repetition of a message, and with them their jobs; deliveries after fourteen.
CREATE FUNCTION app.purge_webhooks(most integer) RETURNS TABLE (receipts integer, deliveries integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH old_receipts AS (
    DELETE FROM app.webhook_receipt WHERE ctid = ANY (ARRAY(
      SELECT w.ctid FROM app.webhook_receipt w WHERE w.created_at < clock_timestamp() - interval '7 days'
        AND NOT EXISTS (SELECT FROM app.job j WHERE j.id = w.job_id AND j.state NOT IN ('completed', 'cancelled', 'discarded')) LIMIT most)) RETURNING job_id
  ), their_jobs AS (
    DELETE FROM app.job j USING old_receipts o WHERE j.id = o.job_id
  ), old_deliveries AS (
    DELETE FROM app.webhook_delivery WHERE ctid = ANY (ARRAY(
      SELECT d.ctid FROM app.webhook_delivery d WHERE d.created_at < clock_timestamp() - interval '14 days' LIMIT most)) RETURNING 1
  ), n AS (
    SELECT (SELECT count(*)::integer FROM old_receipts) AS receipts, (SELECT count(*)::integer FROM old_deliveries) AS deliveries
  ), traced AS (
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    SELECT 'portal_job:sweep', 'Removed ' || n.receipts + n.deliveries || ' webhooks that were past their time.', 'done', 'job', '{}', to_jsonb(n)
    FROM n WHERE n.receipts + n.deliveries > 0
  )
  SELECT n.receipts, n.deliveries FROM n;
END $$;
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON app.webhook_receipt, app.webhook_delivery TO portal_guard;
--> statement-breakpoint
-- What messages may do to a tenant's own rows, by the functions above.
GRANT INSERT (id, tenant_id, number, subject, requester_name, requester_email, status, priority, opened_at, updated_at) ON public.ticket TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (status, closed_at, updated_at, version) ON public.ticket TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (status, access_policy) ON public.tenant TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (status) ON public.tenant_user TO portal_guard;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, number), INSERT (id, tenant_id, number, type, status, category, severity, language, anonymous, narrative, created_at, updated_at) ON public.riu TO portal_guard;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (level, message, count, first_seen_at, last_seen_at) ON public.tenant_error TO portal_guard;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (count) ON public.tenant_error_day TO portal_guard;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['riu', 'tenant_error', 'tenant_error_day'] LOOP
    EXECUTE format('CREATE POLICY guard ON public.%I TO portal_guard USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'webhook_door', 'receive_webhook', 'trace_webhook', 'webhook_ticket', 'webhook_tenant', 'webhook_record', 'webhook_notification', 'apply_webhook',
    'begin_delivery', 'note_delivery', 'purge_webhooks') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.webhook_door(text), app.receive_webhook(text, text, bytea, text, text, jsonb, integer), app.apply_webhook(text),
  app.begin_delivery(text, text, text), app.note_delivery(text, boolean, text), app.purge_webhooks(integer) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
