-- The customer's yes and no. Their login is given two functions more, which first find out who asks, as the others do.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- Who asks to come in, what lapses first on top: what waits for the customer, and what they agreed to and has not begun. As of a session they are
-- told roles and codes; no name, no reason. `answerBy` is the clock of whoever is waited for: theirs, then the colleague's.
CREATE FUNCTION app.customer_access_requests(asker jsonb, context jsonb, most integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
DECLARE
  me record;
  page jsonb;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'operatorRole', r.operator_role, 'approverRole', r.approver_role, 'mode', r.mode, 'scope', r.scope,
      'seenAs', coalesce(r.seen_as, app.ceiling(r.operator_role)), 'category', r.category, 'ticket', r.ticket, 'minutes', r.minutes, 'askedAt', r.asked_at,
      'answerBy', CASE WHEN r.customer_approved_at IS NULL THEN r.customer_by ELSE r.answer_by END,
      'agreedAt', r.customer_approved_at, 'startBy', r.start_by) ORDER BY r.customer_by, r.id), '[]') INTO page
  FROM (
    SELECT a.*, u.role AS seen_as, k.number AS ticket FROM app.access_request a
    LEFT JOIN public.tenant_user u ON u.id = a.target_user_id AND u.tenant_id = a.tenant_id
    LEFT JOIN public.ticket k ON k.id = a.ticket_id AND k.tenant_id = a.tenant_id
    WHERE a.tenant_id = me.tenant_id AND a.customer_by IS NOT NULL AND a.state IN ('WAITING', 'APPROVED') AND app.access_state(a) IN ('WAITING', 'APPROVED')
    ORDER BY a.customer_by, a.id LIMIT least(most, 200)
  ) r;
  PERFORM app.trace_customer(me.tenant_id, me.actor, 'customer:read', 'The customer read who asks to come in (' || jsonb_array_length(page) || ' requests).', 'read',
    'access_request', ARRAY(SELECT e.each ->> 'id' FROM jsonb_array_elements(page) AS e(each)));
  RETURN page;
END $$;
--> statement-breakpoint
-- A tenant's administrator says yes or no, once for one key. `operator_id` and `session_id` are for telling whose session a no has ended.
CREATE FUNCTION app.customer_answer_access(asker jsonb, context jsonb, key text, asked text, request_id text, approved boolean, note text)
RETURNS TABLE (because text, operator_id text, session_id text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me record;
  before audit.trail;
  refusal text := 'NOT_PERMITTED';
  ended text;
BEGIN
  SELECT * INTO me FROM app.customer_enters(asker, context);
  before := app.customer_once(me.actor, customer_answer_access.key, customer_answer_access.asked);
  IF before.seq IS NOT NULL THEN
    RETURN QUERY SELECT before.facts ->> 'because', before.facts ->> 'operator', before.entity_ids[2];
    RETURN;
  END IF;
  IF me.may_act THEN
    SELECT a.because, a.session_id INTO refusal, ended
    FROM app.answer_for_customer(customer_answer_access.request_id, me.tenant_id, customer_answer_access.approved, me.actor, customer_answer_access.note) a;
  END IF;
  IF refusal IS NOT NULL THEN
    PERFORM app.trace_customer(me.tenant_id, me.actor, 'access:answer', CASE refusal WHEN 'NOT_PERMITTED' THEN 'The customer wanted to answer a request for access and may not.'
        WHEN 'NOT_FOUND' THEN 'The customer wanted to answer a request for access that is not there.' ELSE 'The customer wanted to answer a request for access that was decided.' END,
      CASE refusal WHEN 'NOT_FOUND' THEN 'not_found' ELSE 'refused' END, 'access_request', ARRAY[customer_answer_access.request_id], jsonb_build_object('because', refusal));
  END IF;
  RETURN QUERY SELECT refusal, (SELECT r.operator_id FROM app.access_request r WHERE refusal IS NULL AND r.id = customer_answer_access.request_id), ended;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN ('customer_access_requests', 'customer_answer_access') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_customer', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
