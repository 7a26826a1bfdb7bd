-- The customer's side. Its login reads no table and writes none: it asks functions, each of which first finds out who asks, by a link's key or
-- by one of the tenant's own users for whom the product vouches, and then tells of that tenant alone.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_customer') THEN
    CREATE ROLE portal_customer NOLOGIN NOINHERIT;
  END IF;
  ALTER ROLE portal_customer LOGIN;
  ALTER ROLE portal_customer SET statement_timeout = '5s';
  ALTER ROLE portal_customer SET lock_timeout = '2s';
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO portal_customer', current_database());
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO portal_customer;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
ALTER TABLE app.customer_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON app.customer_link FROM PUBLIC;
--> statement-breakpoint
CREATE POLICY guard ON app.customer_link TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (revoked_at, revoked_by) ON app.customer_link TO portal_guard;
--> statement-breakpoint
-- Staff who look after accounts make links that show, and revoke any. One that may act is the customer's own to make.
GRANT SELECT (id, tenant_id, user_id, name, may_act, created_at, created_by, expires_at, revoked_at, revoked_by) ON app.customer_link TO portal_staff;
--> statement-breakpoint
GRANT INSERT (id, tenant_id, key_hash, name, created_by, expires_at) ON app.customer_link TO portal_staff;
--> statement-breakpoint
GRANT UPDATE (revoked_at, revoked_by) ON app.customer_link TO portal_staff;
--> statement-breakpoint
CREATE POLICY looked_after ON app.customer_link FOR SELECT TO portal_staff USING ((SELECT app.may('manage_accounts')));
--> statement-breakpoint
CREATE POLICY add ON app.customer_link FOR INSERT TO portal_staff
  WITH CHECK ((SELECT app.may('manage_accounts')) AND created_by = (SELECT app.current_operator()));
--> statement-breakpoint
-- What is revoked stays so.
CREATE POLICY revoke ON app.customer_link FOR UPDATE TO portal_staff USING ((SELECT app.may('manage_accounts')))
  WITH CHECK ((SELECT app.may('manage_accounts')) AND revoked_at IS NOT NULL AND revoked_by = (SELECT app.current_operator()));
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.customer_link FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
-- Who is a party of which case, and what hangs on it; never a word of it.
GRANT SELECT (id, tenant_id, case_id, tenant_user_id) ON public.participant TO portal_guard;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, case_id) ON public.note, public.riu TO portal_guard;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, investigation_id) ON public.investigation_step TO portal_guard;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, kind, email) ON public.tenant_contact TO portal_guard;
--> statement-breakpoint
CREATE POLICY parties ON public.participant FOR SELECT TO portal_guard USING (true);
--> statement-breakpoint
CREATE POLICY parties ON public.note FOR SELECT TO portal_guard USING (true);
--> statement-breakpoint
CREATE POLICY parties ON public.investigation_step FOR SELECT TO portal_guard USING (true);
--> statement-breakpoint
CREATE POLICY told ON public.tenant_contact FOR SELECT TO portal_guard USING (true);
--> statement-breakpoint
-- The one who asks. The product vouches for a user; this database still says whose user that is, in which role, and whether they are active.
-- A link dies with the user it belongs to.
CREATE FUNCTION app.customer(asker jsonb) RETURNS TABLE (tenant_id text, actor text, user_id text, may_act boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  IF asker ? 'link' THEN
    RETURN QUERY SELECT k.tenant_id, k.id, k.user_id, k.may_act AND u.role = 'TENANT_ADMIN'
    FROM app.customer_link k LEFT JOIN public.tenant_user u ON u.tenant_id = k.tenant_id AND u.id = k.user_id
    WHERE k.key_hash = app.key_hash(asker ->> 'link') AND k.revoked_at IS NULL AND k.expires_at > clock_timestamp()
      AND (k.user_id IS NULL OR u.status = 'ACTIVE' AND u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'));
  ELSE
    RETURN QUERY SELECT u.tenant_id, u.id, u.id, u.role = 'TENANT_ADMIN' FROM public.tenant_user u
    WHERE u.tenant_id = asker ->> 'tenant' AND u.id = asker ->> 'user' AND u.status = 'ACTIVE' AND u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN');
  END IF;
END $$;
--> statement-breakpoint
-- First in every function below: who asks, kept for the trail and for what a change ends; nobody is told more than that there is nothing.
CREATE FUNCTION app.customer_enters(asker jsonb, context jsonb) RETURNS TABLE (tenant_id text, actor text, user_id text, may_act boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE me record;
BEGIN
  SELECT * INTO me FROM app.customer(asker);
  IF me.actor IS NULL THEN RAISE EXCEPTION 'no_such_reader' USING ERRCODE = 'IM404'; END IF;
  PERFORM set_config('app.context', coalesce(context::text, ''), true), set_config('app.customer', me.actor, true), set_config('app.key', '', true);
  RETURN QUERY SELECT me.tenant_id, me.actor, me.user_id, me.may_act;
END $$;
--> statement-breakpoint
-- One press is one act. NULL the first time; afterwards the row of the trail that is its answer.
CREATE FUNCTION app.customer_once(actor text, key text, asked text) RETURNS audit.trail LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  known app.answer;
  answer audit.trail;
BEGIN
  INSERT INTO app.answer (operator_id, key, asked) VALUES (actor, customer_once.key, sha256(convert_to(customer_once.asked, 'UTF8'))) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    PERFORM set_config('app.key', customer_once.key, true);
    RETURN NULL;
  END IF;
  SELECT a.* INTO known FROM app.answer a WHERE a.operator_id = actor AND a.key = customer_once.key;
  IF known.asked <> sha256(convert_to(customer_once.asked, 'UTF8')) THEN RAISE EXCEPTION 'another_question' USING ERRCODE = 'IK422'; END IF;
  SELECT t.* INTO answer FROM audit.trail t WHERE t.chain = known.chain AND t.seq = known.seq;
  RETURN answer;
END $$;
--> statement-breakpoint
-- A row of what a customer did, in the tenant's chain.
CREATE FUNCTION app.trace_customer(tenant_id text, actor text, act text, sentence text, outcome text, entity text, ids text[], facts jsonb DEFAULT '{}')
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO audit.trail (operator_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (trace_customer.actor, trace_customer.tenant_id, trace_customer.act, trace_customer.sentence, trace_customer.outcome, entity, coalesce(ids, '{}'), trace_customer.facts);
END $$;
--> statement-breakpoint
-- The cases of which the reader is a party, with all that hangs on them. Who reads by a link that is nobody's may be any of those who may read
-- at all: hidden is what any of them is a party of.
CREATE FUNCTION app.hidden_from_customer(tenant text, reader text) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  cases text[] := ARRAY(
    SELECT DISTINCT p.case_id FROM public.participant p
    WHERE p.tenant_id = tenant AND p.tenant_user_id IS NOT NULL AND (p.tenant_user_id = reader OR reader IS NULL AND EXISTS (
      SELECT FROM public.tenant_user u WHERE u.tenant_id = tenant AND u.id = p.tenant_user_id AND u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'))));
BEGIN
  IF cardinality(cases) = 0 THEN RETURN '{}'; END IF;
  RETURN cases || ARRAY(
    SELECT r.id FROM public.riu r WHERE r.case_id = ANY (cases)
    UNION ALL SELECT n.id FROM public.note n WHERE n.case_id = ANY (cases)
    UNION ALL SELECT p.id FROM public.participant p WHERE p.case_id = ANY (cases)
    UNION ALL SELECT i.id FROM public.investigation i WHERE i.case_id = ANY (cases)
    UNION ALL SELECT s.id FROM public.investigation i JOIN public.investigation_step s ON s.investigation_id = i.id WHERE i.case_id = ANY (cases));
END $$;
--> statement-breakpoint
-- Who was inside, the latest first. Counted is what is left once the hidden is out, so that no number has a gap; a page of a list is told
-- without the hidden records on it, a look at one of them not at all.
CREATE FUNCTION app.customer_sessions(asker jsonb, context jsonb, before_at timestamptz, before_id text, most integer, most_ids integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
DECLARE
  me record;
  hidden text[];
  page jsonb;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  hidden := app.hidden_from_customer(me.tenant_id, me.user_id);
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'startedAt', s.started_at, 'expiresAt', s.expires_at, 'endedAt', s.ended_at, 'endReason', s.end_reason,
      'isOpen', s.ended_at IS NULL AND app.session_due(s.whole) > clock_timestamp(), 'operatorRole', s.operator_role, 'approverRole', (SELECT r.approver_role FROM app.access_request r WHERE r.id = s.approval_id), 'mode', s.mode,
      'breakGlass', s.break_glass, 'seenAs', s.seen_as, 'category', s.category, 'ticket', s.ticket, 'acts', seen.acts, 'records', seen.records)
      ORDER BY s.started_at DESC, s.id DESC), '[]') INTO page
  FROM (
    SELECT i.*, i AS whole, k.number AS ticket FROM app.impersonation_session i LEFT JOIN public.ticket k ON k.id = i.ticket_id AND k.tenant_id = i.tenant_id
    WHERE i.tenant_id = me.tenant_id AND (before_at IS NULL OR (i.started_at, i.id) < (before_at, before_id))
    ORDER BY i.started_at DESC, i.id DESC LIMIT least(most, 200)
  ) s CROSS JOIN LATERAL (
    WITH told AS (
      SELECT t.entity_ids FROM audit.trail t
      WHERE t.session_id = s.id AND t.entity_type <> 'impersonation' AND t.outcome IN ('read', 'done', 'partly')
        AND NOT CASE WHEN t.act LIKE '%:list' THEN t.entity_ids <> '{}' AND t.entity_ids <@ hidden ELSE t.entity_ids && hidden END
    )
    SELECT (SELECT count(*) FROM told) AS acts, coalesce(jsonb_agg(jsonb_build_object('type', g.type, 'count', g.records, 'ids', to_jsonb(g.ids[1:most_ids])) ORDER BY g.type), '[]') AS records
    FROM (
      SELECT app.kind_of_record(e.id) AS type, count(*) AS records, array_agg(e.id ORDER BY e.id) AS ids
      FROM (SELECT DISTINCT unnest(told.entity_ids) AS id FROM told) e WHERE e.id <> ALL (hidden) GROUP BY 1
    ) g
  ) seen;
  PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer:read', 'The customer read who was inside (' || jsonb_array_length(page) || ' sessions).', 'read',
    'impersonation', ARRAY(SELECT e.each ->> 'id' FROM jsonb_array_elements(page) AS e(each)));
  RETURN (SELECT jsonb_build_object('tenantId', t.id, 'tenantName', t.name, 'policy', t.access_policy, 'mayAct', me.may_act, 'sessions', page)
    FROM public.tenant t WHERE t.id = me.tenant_id);
END $$;
--> statement-breakpoint
-- What an id names, by its prefix (worker/rules/ids.ts).
CREATE FUNCTION app.kind_of_record(id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE split_part(id, '_', 1) WHEN 'case' THEN 'case' WHEN 'riu' THEN 'report' WHEN 'inv' THEN 'investigation' WHEN 'step' THEN 'investigation_step'
  WHEN 'note' THEN 'note' WHEN 'par' THEN 'participant' WHEN 'usr' THEN 'user' ELSE 'other' END;
--> statement-breakpoint
-- The tenant's chain as far as the reader may know it. Every row is there with its number and its seal. Withheld as a whole is what touches the
-- hidden, and what others of the customer's side read: the one does not stand out among the other. Of the rest is told what happened; who of the
-- staff, from where, and in which words is not. The sealed text itself is given where it holds nothing of that.
CREATE FUNCTION app.customer_trail(asker jsonb, context jsonb, after bigint, most integer)
RETURNS TABLE (chain text, seq bigint, prev text, hash text, canonical text, shown jsonb) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  me record;
  hidden text[];
  last bigint;
  rows integer;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  hidden := app.hidden_from_customer(me.tenant_id, me.user_id);
  SELECT max(t.seq), count(*) INTO last, rows
  FROM (SELECT t.seq FROM audit.trail t WHERE t.chain = 'tenant:' || me.tenant_id AND t.seq > after ORDER BY t.seq LIMIT least(most, 1000)) t;
  PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer:export', 'The customer took ' || rows || ' rows of their chain.', 'read', 'trail', '{}',
    jsonb_build_object('after', after, 'to', last, 'rows', rows));
  -- One row is always there: also who is told of nothing new hears whose chain that is.
  RETURN QUERY
  SELECT 'tenant:' || me.tenant_id, t.seq, encode(t.prev, 'hex'), encode(t.hash, 'hex'),
    CASE WHEN w.told AND t.operator_id = 'system' AND t.ip IS NULL AND t.user_agent IS NULL AND t.reason IS NULL THEN t.canonical END,
    CASE WHEN w.told THEN jsonb_strip_nulls(jsonb_build_object('at', t.at, 'act', t.act, 'sentence', t.sentence, 'outcome', t.outcome,
      'by', CASE WHEN t.operator_id = 'system' THEN 'system' WHEN w.theirs THEN 'customer' ELSE 'staff' END, 'operatorRole', t.operator_role, 'sessionId', t.session_id,
      'entityType', t.entity_type, 'entityIds', to_jsonb(t.entity_ids), 'facts', (
        SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(t.facts) f WHERE f.key IN ('because', 'mode', 'seenAs', 'category', 'ticket', 'minutes', 'expiresAt',
          'endReason', 'endedAt', 'fromPolicy', 'toPolicy', 'case', 'riu', 'investigation', 'investigation_step', 'note', 'participant', 'tenant_user', 'after', 'to', 'rows')
          AND jsonb_typeof(f.value) <> 'object'))) END
  FROM (SELECT 1) one LEFT JOIN audit.trail t ON t.chain = 'tenant:' || me.tenant_id AND t.seq > after AND t.seq <= last CROSS JOIN LATERAL (
    SELECT NOT (t.entity_ids && hidden OR t.operator_id ~ '^(usr|lnk)_' AND t.act IN ('customer:read', 'customer:export', 'customer_link:list') AND t.operator_id <> me.actor) AS told,
      t.operator_id ~ '^(usr|lnk)_' AS theirs
  ) w
  ORDER BY t.seq;
END $$;
--> statement-breakpoint
-- Where the tenant's chain stood in the last checkpoint that speaks of it.
CREATE FUNCTION app.customer_checkpoint(asker jsonb, context jsonb) RETURNS TABLE (number bigint, at timestamptz, document text, chain text, seq bigint, hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE me record;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  RETURN QUERY SELECT c.number, c.at::timestamptz, encode(c.hash, 'hex'), h.chain, h.seq, encode(h.hash, 'hex')
  FROM audit.covered_head h JOIN audit.checkpoint c ON c.number = h.number WHERE h.chain = 'tenant:' || me.tenant_id;
END $$;
--> statement-breakpoint
-- A tenant's administrator ends a session: the row first, as a kill does it. Over already is no mistake, and a second press no second act.
CREATE FUNCTION app.customer_end(asker jsonb, context jsonb, key text, asked text, session_id text)
RETURNS TABLE (because text, id text, operator_id text, ended_at timestamptz, end_reason text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me record;
  before audit.trail;
  s app.impersonation_session;
  refusal text;
  by_them boolean := false;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  before := app.customer_once(me.actor, customer_end.key, customer_end.asked);
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.id = customer_end.session_id AND i.tenant_id = me.tenant_id FOR NO KEY UPDATE;
  refusal := CASE WHEN NOT me.may_act THEN 'NOT_PERMITTED' WHEN s.id IS NULL THEN 'NOT_FOUND' END;
  -- One that had run out is written down as that, and the press beside it.
  IF before.seq IS NULL AND refusal IS NULL AND s.ended_at IS NULL THEN
    s := app.close_session(s, 'CUSTOMER_ENDED', me.actor, 'impersonation:end', 'Was put out of the tenant by the customer.');
    by_them := s.end_reason = 'CUSTOMER_ENDED';
  END IF;
  IF before.seq IS NULL AND NOT by_them THEN
    PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer:end', CASE refusal WHEN 'NOT_PERMITTED' THEN 'The customer asked to end a session and may not.'
        WHEN 'NOT_FOUND' THEN 'The customer asked to end a session that is not there.' ELSE 'The customer asked to end a session that was over.' END,
      CASE refusal WHEN 'NOT_PERMITTED' THEN 'refused' WHEN 'NOT_FOUND' THEN 'not_found' ELSE 'done' END, 'impersonation', ARRAY[customer_end.session_id]);
  END IF;
  RETURN QUERY SELECT refusal, s.id, s.operator_id, s.ended_at::timestamptz, s.end_reason;
END $$;
--> statement-breakpoint
-- The access policy, as it was seen and as it shall be. In the order of 0009_kill.sql: the tenant, its sessions, the head; the triggers of the
-- tenant end what no longer conforms, behind the trace.
CREATE FUNCTION app.customer_set_policy(asker jsonb, context jsonb, key text, asked text, seen text, policy text)
RETURNS TABLE (because text, now_policy text, ended jsonb) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me record;
  before audit.trail;
  place public.tenant;
  held app.impersonation_session[] := '{}';
  refusal text;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  before := app.customer_once(me.actor, customer_set_policy.key, customer_set_policy.asked);
  SELECT t.* INTO place FROM public.tenant t WHERE t.id = me.tenant_id FOR NO KEY UPDATE;
  IF before.seq IS NOT NULL THEN
    RETURN QUERY SELECT before.facts ->> 'because', coalesce(before.facts ->> 'toPolicy', place.access_policy), '[]'::jsonb;
    RETURN;
  END IF;
  refusal := CASE WHEN NOT me.may_act THEN 'NOT_PERMITTED' WHEN place.access_policy <> seen THEN 'STALE' END;
  IF refusal IS NULL THEN held := app.hold_sessions('tenant', ARRAY[me.tenant_id]); END IF;
  PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer:policy', CASE WHEN refusal IS NULL THEN 'The customer set the access policy.' ELSE 'The customer asked for another access policy and was refused.' END,
    CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END, 'tenant', ARRAY[me.tenant_id],
    jsonb_strip_nulls(jsonb_build_object('because', refusal, 'fromPolicy', place.access_policy, 'toPolicy', CASE WHEN refusal IS NULL THEN customer_set_policy.policy END)));
  IF refusal IS NULL AND place.access_policy <> customer_set_policy.policy THEN
    UPDATE public.tenant t SET access_policy = customer_set_policy.policy WHERE t.id = me.tenant_id RETURNING t.* INTO place;
  END IF;
  RETURN QUERY SELECT refusal, place.access_policy, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'operatorId', i.operator_id, 'endReason', i.end_reason)), '[]')
    FROM app.impersonation_session i JOIN unnest(held) h ON h.id = i.id WHERE i.ended_at IS NOT NULL);
END $$;
--> statement-breakpoint
-- A link that one of the tenant's own users makes is theirs. One that may act is made by who may act; none is made by a link.
CREATE FUNCTION app.customer_add_link(asker jsonb, context jsonb, key text, asked text, link_id text, key_hash bytea, name text, days integer, may_act boolean)
RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me record;
  before audit.trail;
  made app.customer_link;
  refusal text;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  before := app.customer_once(me.actor, customer_add_link.key, customer_add_link.asked);
  IF before.seq IS NULL THEN
    PERFORM FROM public.tenant t WHERE t.id = me.tenant_id FOR SHARE;
    refusal := CASE WHEN asker ? 'link' OR customer_add_link.may_act AND NOT me.may_act THEN 'NOT_PERMITTED'
      WHEN (SELECT count(*) FROM app.customer_link k WHERE k.tenant_id = me.tenant_id AND k.revoked_at IS NULL AND k.expires_at > clock_timestamp()) >= 50 THEN 'TOO_MANY_LINKS' END;
    PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer_link:add', CASE WHEN refusal IS NULL THEN 'Made a link for the customer.' ELSE 'Asked for a link and was refused.' END,
      CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END, 'customer_link', CASE WHEN refusal IS NULL THEN ARRAY[link_id] ELSE '{}' END,
      jsonb_strip_nulls(jsonb_build_object('because', refusal, 'mayAct', customer_add_link.may_act, 'days', days)));
    IF refusal IS NULL THEN
      INSERT INTO app.customer_link AS k (id, tenant_id, user_id, key_hash, name, may_act, created_by, expires_at)
      VALUES (link_id, me.tenant_id, me.user_id, customer_add_link.key_hash, customer_add_link.name, customer_add_link.may_act, me.actor, clock_timestamp() + make_interval(days => days));
    END IF;
  END IF;
  SELECT k.* INTO made FROM app.customer_link k WHERE k.tenant_id = me.tenant_id AND k.id = CASE WHEN before.seq IS NULL THEN link_id ELSE before.entity_ids[1] END;
  RETURN QUERY SELECT coalesce(refusal, before.facts ->> 'because'), made.id, made.expires_at::timestamptz;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.customer_links(asker jsonb, context jsonb, most integer)
RETURNS TABLE (id text, name text, may_act boolean, is_staffs boolean, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, is_open boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE me record;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer_link:list', 'Read which links are open.', 'read', 'customer_link', '{}');
  RETURN QUERY SELECT k.id, k.name, k.may_act, k.user_id IS NULL, k.created_at::timestamptz, k.expires_at::timestamptz, k.revoked_at::timestamptz,
    k.revoked_at IS NULL AND k.expires_at > clock_timestamp()
  FROM app.customer_link k WHERE k.tenant_id = me.tenant_id ORDER BY k.created_at DESC, k.id DESC LIMIT most;
END $$;
--> statement-breakpoint
-- Revoked twice is revoked once. A link revokes none, not even itself: whoever it was given to would lock the others out.
CREATE FUNCTION app.customer_revoke_link(asker jsonb, context jsonb, key text, asked text, link_id text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  me record;
  before audit.trail;
  link app.customer_link;
  refusal text;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  before := app.customer_once(me.actor, customer_revoke_link.key, customer_revoke_link.asked);
  IF before.seq IS NOT NULL THEN RETURN before.facts ->> 'because'; END IF;
  SELECT k.* INTO link FROM app.customer_link k WHERE k.id = link_id AND k.tenant_id = me.tenant_id FOR NO KEY UPDATE;
  refusal := CASE WHEN asker ? 'link' OR NOT me.may_act AND link.user_id IS DISTINCT FROM me.user_id THEN 'NOT_PERMITTED' WHEN link.id IS NULL THEN 'NOT_FOUND' END;
  PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer_link:revoke', CASE WHEN refusal IS NULL THEN 'Revoked a link of the customer.' ELSE 'Asked to revoke a link and was refused.' END,
    CASE refusal WHEN 'NOT_FOUND' THEN 'not_found' WHEN 'NOT_PERMITTED' THEN 'refused' ELSE 'done' END, 'customer_link', ARRAY[link_id],
    jsonb_strip_nulls(jsonb_build_object('because', refusal)));
  IF refusal IS NULL THEN
    UPDATE app.customer_link k SET revoked_at = clock_timestamp(), revoked_by = me.actor WHERE k.id = link.id AND k.revoked_at IS NULL;
  END IF;
  RETURN refusal;
END $$;
--> statement-breakpoint
-- Who changed what a session rests on: now a customer, too.
CREATE OR REPLACE FUNCTION app.whose_change() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN CASE WHEN session_user IN ('portal_staff', 'portal_tenant_ro', 'portal_tenant_rw') THEN coalesce(app.current_operator(), 'system')
    WHEN session_user = 'portal_customer' THEN coalesce(nullif(current_setting('app.customer', true), ''), 'system') ELSE 'system' END;
END $$;
--> statement-breakpoint
-- Contacts who get a letter of a session that began: where the tenant wants to be told or to approve, and whenever the glass was broken. Who
-- looks after security; where there is none, the first contact.
CREATE FUNCTION app.contacts_to_tell(events text[]) RETURNS TABLE (event_id text, contact_id text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT o.event_id, c.id
  FROM app.outbox o JOIN app.impersonation_session i ON i.id = o.entity_id JOIN public.tenant t ON t.id = i.tenant_id
  CROSS JOIN LATERAL (
    SELECT c.id FROM public.tenant_contact c WHERE c.tenant_id = t.id AND (c.kind = (
      SELECT x.kind FROM public.tenant_contact x WHERE x.tenant_id = t.id AND x.kind IN ('SECURITY', 'PRIMARY') ORDER BY x.kind DESC LIMIT 1)
      OR (i.break_glass AND c.kind IN ('SECURITY', 'PRIMARY')))
    ORDER BY c.id LIMIT 5
  ) c
  WHERE o.event_id = ANY (events) AND o.entity = 'impersonation' AND o.kind = 'session.started' AND (t.access_policy IN ('notify', 'approve') OR i.break_glass);
END $$;
--> statement-breakpoint
-- What that letter says, and where it goes, as both are when it is sent. No name, no reason, no record.
CREATE FUNCTION app.customer_letter(event_id text, contact_id text)
RETURNS TABLE (address text, operator_role text, mode text, break_glass boolean, category text, ticket integer, started_at timestamptz, expires_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT c.email, i.operator_role, i.mode, i.break_glass, i.category, k.number, i.started_at::timestamptz, i.expires_at::timestamptz
  FROM app.outbox o JOIN app.impersonation_session i ON o.entity = 'impersonation' AND i.id = o.entity_id
  JOIN public.tenant_contact c ON c.id = customer_letter.contact_id AND c.tenant_id = i.tenant_id
  LEFT JOIN public.ticket k ON k.id = i.ticket_id AND k.tenant_id = i.tenant_id
  WHERE o.event_id = customer_letter.event_id AND o.kind = 'session.started';
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature, p.proname FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'customer', 'customer_enters', 'customer_once', 'trace_customer', 'hidden_from_customer', 'kind_of_record', 'customer_sessions', 'customer_trail', 'customer_checkpoint',
    'customer_end', 'customer_set_policy', 'customer_add_link', 'customer_links', 'customer_revoke_link', 'contacts_to_tell', 'customer_letter') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
    IF f.proname IN ('customer_sessions', 'customer_trail', 'customer_checkpoint', 'customer_end', 'customer_set_policy', 'customer_add_link', 'customer_links', 'customer_revoke_link') THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_customer', f.signature);
    ELSIF f.proname IN ('contacts_to_tell', 'customer_letter') THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_jobs', f.signature);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
