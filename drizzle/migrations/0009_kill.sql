-- Ending other people's sessions: by a lead's hand, and because what they rest on no longer holds.
--
-- Lock order. A reading holds its session row, then the head of the tenant's chain; a change in a session likewise. So whoever ends
-- sessions takes, in this order and never backwards:
--   1. the entity that decides over them (operator, tenant, ticket), where one changes: its row is locked before any trigger runs;
--   2. all session rows concerned, by id; then sign-ins, by id;
--   3. all heads it will write to, by the name of their chain (`operator:` before `tenant:`).
-- The entity comes before the session because no trigger can come before it. That is safe as long as nobody holds a session row while
-- asking for one of those three entities: starting did (below it now asks in this order), and content of a tenant only ever takes their
-- key share lock, which a change of status, policy or role does not stand in the way of.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
DROP FUNCTION app.close_session(app.impersonation_session, text, text, text);
--> statement-breakpoint
-- Ends one locked row, its trail row first. A session found overdue ended when it was due, not when somebody looked; with `words` it is
-- somebody else's decision that ends it, and that decision did not end what had run out by itself. `said` is the reason they gave.
CREATE FUNCTION app.close_session(
  s app.impersonation_session, why text, by_whom text, the_act text DEFAULT 'impersonation:end', words text DEFAULT NULL, said text DEFAULT NULL
) RETURNS app.impersonation_session LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  due timestamptz := app.session_due(s);
  overdue boolean := due <= clock_timestamp();
  the_reason text := CASE WHEN NOT overdue THEN why WHEN s.expires_at <= due THEN 'TIMEOUT' ELSE 'IDLE' END;
  the_end timestamptz := greatest(s.started_at, least(clock_timestamp(), due));
BEGIN
  IF overdue AND words IS NOT NULL THEN
    by_whom := 'system';
    the_act := 'impersonation:end';
    said := NULL;
  END IF;
  INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (by_whom, (SELECT u.role FROM app.internal_user u WHERE u.id = by_whom), s.target_user_id, s.id, s.tenant_id, the_act,
          CASE WHEN the_act = 'impersonation:stolen' THEN 'The session was shown beside a foreign sign-in and was ended.'
               WHEN the_reason = 'MANUAL' THEN 'Left the tenant.'
               WHEN the_reason = 'TIMEOUT' THEN 'Was put out of the tenant when the time was up.'
               WHEN the_reason = 'IDLE' THEN 'Was put out of the tenant after ten idle minutes.'
               ELSE coalesce(words, 'Was put out of the tenant.') END,
          'done', 'impersonation', ARRAY[s.id], jsonb_build_object('endReason', the_reason, 'endedAt', the_end), said);
  UPDATE app.impersonation_session i SET ended_at = the_end, end_reason = the_reason WHERE i.id = s.id RETURNING * INTO s;
  RETURN s;
END $$;
--> statement-breakpoint
-- Locks the open sessions of a scope, all of them and by id before anything else, and hands them out in the order of their chains.
CREATE FUNCTION app.hold_sessions(scope text, subjects text[]) RETURNS app.impersonation_session[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE held app.impersonation_session[];
BEGIN
  SELECT coalesce(array_agg(l.i ORDER BY (l.i).tenant_id, (l.i).id), '{}') INTO held FROM (
    SELECT i FROM app.impersonation_session i
    WHERE i.ended_at IS NULL AND CASE hold_sessions.scope
      WHEN 'session' THEN i.id = ANY (subjects)
      WHEN 'operator' THEN i.operator_id = ANY (subjects)
      WHEN 'tenant' THEN i.tenant_id = ANY (subjects)
      WHEN 'role' THEN i.operator_role = ANY (subjects)
      WHEN 'ticket' THEN i.ticket_id = ANY (subjects)
      WHEN 'sign_in' THEN i.login_session_id = ANY (subjects)
      WHEN 'overdue' THEN app.session_due(i) <= clock_timestamp()
      WHEN 'all' THEN true END
    ORDER BY i.id FOR NO KEY UPDATE
  ) l;
  RETURN held;
END $$;
--> statement-breakpoint
-- Locks the heads that a transaction is about to move, in the one order that everybody keeps who moves more than one.
CREATE FUNCTION app.hold_heads(own_chain text, sessions app.impersonation_session[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE chains text[] := array_remove(ARRAY(SELECT 'tenant:' || s.tenant_id FROM unnest(sessions) s) || own_chain, NULL);
BEGIN
  INSERT INTO audit.trail_head (chain, seq, hash)
  SELECT c.chain, 0, decode(repeat('00', 32), 'hex') FROM (SELECT DISTINCT unnest(chains) AS chain) c ORDER BY c.chain ON CONFLICT DO NOTHING;
  PERFORM FROM audit.trail_head h WHERE h.chain = ANY (chains) ORDER BY h.chain FOR UPDATE;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.close_sessions(sessions app.impersonation_session[], why text, by_whom text, the_act text, words text, said text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session;
BEGIN
  FOREACH s IN ARRAY sessions LOOP
    PERFORM app.close_session(s, why, by_whom, the_act, words, said);
  END LOOP;
END $$;
--> statement-breakpoint
-- A lead ends one session, an operator's, a tenant's, a role's, or all that are open at this moment. Twice is the same as once. The summary
-- in the lead's own chain comes first: it is what a repeated form is answered with. No row of a session stands after its end row,
-- because a reading and a change take the session row too, before the head, and look again once they have it.
CREATE FUNCTION app.kill_sessions(scope text, subject text, reason text) RETURNS TABLE (id text, operator_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.current_operator();
  known boolean;
  held app.impersonation_session[];
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF NOT app.may('kill_sessions') THEN RAISE EXCEPTION 'not_permitted' USING ERRCODE = '42501'; END IF;
  IF length(trim(coalesce(reason, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  IF scope IS NULL OR scope NOT IN ('session', 'operator', 'tenant', 'role', 'all') THEN RAISE EXCEPTION 'no_such_scope' USING ERRCODE = '22023'; END IF;
  held := app.hold_sessions(scope, ARRAY[subject]);
  known := scope = 'all' OR cardinality(held) > 0 OR CASE scope
    WHEN 'session' THEN EXISTS (SELECT FROM app.impersonation_session i WHERE i.id = subject)
    WHEN 'operator' THEN EXISTS (SELECT FROM app.internal_user u WHERE u.id = subject)
    WHEN 'tenant' THEN EXISTS (SELECT FROM public.tenant t WHERE t.id = subject)
    WHEN 'role' THEN EXISTS (SELECT FROM app.role_permission p WHERE p.role = subject) END;
  PERFORM app.hold_heads('operator:' || me, held);

  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  SELECT me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), 'impersonation:kill',
         CASE WHEN known THEN 'Ended ' || cardinality(held) || CASE WHEN cardinality(held) = 1 THEN ' open session' ELSE ' open sessions' END || ' by hand.' ELSE 'Tried to end sessions of somebody or something that is not there.' END,
         CASE WHEN known THEN 'done' ELSE 'not_found' END, 'impersonation', coalesce(array_agg(s.id), '{}'),
         jsonb_strip_nulls(jsonb_build_object('scope', scope, 'subject', CASE WHEN scope <> 'all' THEN subject END, 'sessions', cardinality(held),
           'operators', to_jsonb(array_agg(s.operator_id)))), kill_sessions.reason
  FROM unnest(held) s;
  PERFORM app.close_sessions(held, 'FORCE_LOGOUT', me, 'impersonation:kill', 'Was put out of the tenant by hand.', reason);
  RETURN QUERY SELECT s.id, s.operator_id FROM unnest(held) s;
END $$;
--> statement-breakpoint
-- Timers and the minute sweep: the database clock judges, whoever asks and whenever. Now with all rows first and the heads in order.
CREATE OR REPLACE FUNCTION app.end_overdue(only_session text DEFAULT NULL) RETURNS TABLE (id text, operator_id text, ended boolean, remaining integer, idle_remaining integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  s app.impersonation_session;
  held app.impersonation_session[] := app.hold_sessions(CASE WHEN only_session IS NULL THEN 'overdue' ELSE 'session' END, ARRAY[only_session]);
BEGIN
  PERFORM app.hold_heads(NULL, ARRAY(SELECT d::app.impersonation_session FROM unnest(held) d WHERE app.session_due(d) <= clock_timestamp()));
  FOREACH s IN ARRAY held LOOP
    IF app.session_due(s) <= clock_timestamp() THEN
      s := app.close_session(s, 'TIMEOUT', 'system');
    END IF;
    RETURN QUERY SELECT s.id, s.operator_id, s.ended_at IS NOT NULL,
      greatest(0, extract(epoch FROM s.expires_at - clock_timestamp()) * 1000)::integer,
      greatest(0, extract(epoch FROM a.last_act_at + app.session_idle_limit() - clock_timestamp()) * 1000)::integer
      FROM app.impersonation_activity a WHERE a.session_id = s.id;
  END LOOP;
END $$;
--> statement-breakpoint
-- Starting, in the lock order above: first the operator (whose role may be changing), the tenant and the ticket, then the operator's own
-- open session, then heads. Before, it held that session while it waited for a tenant that was just being closed.
CREATE OR REPLACE FUNCTION app.start_impersonation(
  session_id text, session_key text, tenant_id text, target_user_id text, ticket_id text, category text, reason text, minutes integer
) RETURNS TABLE (because text, id text, expires_at timestamptz) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me app.internal_user;
  login app.login_session;
  mine app.impersonation_session;
  begun app.impersonation_session;
  place public.tenant;
  seen public.tenant_user;
  basis public.ticket;
  refusal text;
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.current_operator() FOR SHARE;
  SELECT t.* INTO place FROM public.tenant t WHERE t.id = start_impersonation.tenant_id FOR SHARE;
  SELECT k.* INTO basis FROM public.ticket k WHERE k.id = start_impersonation.ticket_id AND k.tenant_id = place.id FOR SHARE;
  SELECT u.* INTO seen FROM public.tenant_user u WHERE u.id = start_impersonation.target_user_id AND u.tenant_id = place.id FOR SHARE;
  SELECT i.* INTO mine FROM app.impersonation_session i WHERE i.operator_id = me.id AND i.ended_at IS NULL FOR NO KEY UPDATE;
  IF me.id IS NULL OR app.current_operator() IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  SELECT l.* INTO login FROM app.login_session l WHERE l.key_hash = app.key_hash(current_setting('app.login_key', true));

  IF mine.id IS NOT NULL AND app.session_due(mine) <= clock_timestamp() THEN
    PERFORM app.hold_heads(coalesce('tenant:' || place.id, 'operator:' || me.id), ARRAY[mine]);
    PERFORM app.close_session(mine, 'TIMEOUT', 'system');
    mine := NULL;
  END IF;

  refusal := CASE
    WHEN place.id IS NULL THEN 'TENANT_UNKNOWN'
    WHEN NOT app.may('impersonate') THEN 'NOT_PERMITTED'
    WHEN mine.id IS NOT NULL THEN 'ALREADY_IN_SESSION'
    WHEN place.status NOT IN ('ACTIVE', 'PROVISIONING') THEN 'TENANT_NOT_ACTIVE'
    WHEN place.access_policy = 'closed' THEN 'TENANT_CLOSED'
    WHEN place.access_policy = 'approve' THEN 'APPROVAL_NEEDED'
    WHEN basis.id IS NULL THEN 'TICKET_UNKNOWN'
    WHEN basis.status = 'CLOSED' THEN 'TICKET_CLOSED'
    WHEN basis.assignee_id IS DISTINCT FROM me.id THEN 'TICKET_NOT_YOURS'
    WHEN target_user_id IS NOT NULL AND seen.id IS NULL THEN 'USER_UNKNOWN'
    WHEN seen.status <> 'ACTIVE' THEN 'USER_NOT_ACTIVE'
    WHEN app.tenant_role_rank(seen.role) > app.tenant_role_rank(app.ceiling(me.role)) THEN 'ABOVE_CEILING'
  END;

  -- One statement, because no row may appear without its trace; sibling parts run when they are read, so the trail reads `begun`.
  WITH begun AS (
    INSERT INTO app.impersonation_session (id, key_hash, operator_id, login_session_id, operator_role, tenant_id, target_user_id, seen_as, category,
                                           reason, ticket_id, started_at, expires_at, ip, user_agent)
    SELECT session_id, app.key_hash(session_key), me.id, login.id, me.role, place.id, seen.id, coalesce(seen.role, app.ceiling(me.role)), category,
           reason, basis.id, clock_timestamp(), least(clock_timestamp() + make_interval(mins => minutes), login.expires_at),
           app.context() ->> 'ip', app.context() ->> 'userAgent'
    WHERE refusal IS NULL
    ON CONFLICT (operator_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING *
  ), traced AS (
    INSERT INTO audit.trail (operator_id, operator_role, on_behalf_of, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts, reason)
    SELECT me.id, me.role, b.target_user_id, b.id, place.id, 'impersonation:start',
           CASE WHEN b.id IS NULL THEN 'Asked to enter the tenant and was refused.' ELSE 'Entered the tenant.' END,
           CASE WHEN b.id IS NULL THEN 'refused' ELSE 'done' END, 'impersonation', ARRAY[coalesce(b.id, start_impersonation.tenant_id)],
           jsonb_strip_nulls(jsonb_build_object('because', CASE WHEN b.id IS NULL THEN coalesce(refusal, 'ALREADY_IN_SESSION') END, 'mode', b.mode,
             'seenAs', b.seen_as, 'category', category, 'ticket', basis.number, 'minutes', minutes, 'expiresAt', b.expires_at)), reason
    FROM (SELECT 1) one LEFT JOIN begun b ON true
  )
  SELECT b.* INTO begun FROM begun b;
  IF begun.id IS NULL THEN
    refusal := coalesce(refusal, 'ALREADY_IN_SESSION');
  ELSE
    INSERT INTO app.impersonation_activity VALUES (begun.id, clock_timestamp());
  END IF;
  RETURN QUERY SELECT refusal, begun.id, begun.expires_at::timestamptz;
END $$;
--> statement-breakpoint
-- Who changed what a session rests on: the member of staff behind the keys, or `system` for jobs and for the owner of the database.
CREATE FUNCTION app.whose_change() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN CASE WHEN session_user IN ('portal_staff', 'portal_tenant_ro', 'portal_tenant_rw') THEN coalesce(app.current_operator(), 'system') ELSE 'system' END;
END $$;
--> statement-breakpoint
-- Two steps. BEFORE each row its sessions are locked; AFTER the statement they are ended. In between the statement writes its own trail
-- row (withTrail): had the sessions been asked for only then, a reading that holds one of them and waits for that head would deadlock
-- with us. A statement that changes several rows locks them all first (withTrail's `seen` does); across several operators, tenants or
-- tickets it may still meet a kill half-way, and then one of the two is told 40P01 and asks again with nothing changed. A tenant is
-- suspended before it is deleted, because a deletion also waits for whoever adds content to it.
CREATE FUNCTION app.hold_before_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM app.hold_sessions(TG_ARGV[0], ARRAY[old.id]);
  IF TG_ARGV[0] = 'operator' THEN
    PERFORM FROM app.login_session l WHERE l.operator_id = old.id AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN old; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
-- The rows that are written here are no trace of the change itself, so the next asker (audit.require_trace) must not take them for it.
CREATE FUNCTION app.end_what_rests_on(scope text, subjects text[], why text, words text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  held app.impersonation_session[];
  traced text := current_setting('audit.chain', true);
  key text := current_setting('app.key', true);
BEGIN
  held := app.hold_sessions(scope, subjects);
  IF cardinality(held) = 0 THEN RETURN; END IF;
  PERFORM app.hold_heads(NULL, held), set_config('app.key', '', true);
  PERFORM app.close_sessions(held, why, app.whose_change(), 'impersonation:end', words);
  PERFORM set_config('audit.chain', coalesce(traced, ''), true), set_config('app.key', coalesce(key, ''), true);
END $$;
--> statement-breakpoint
CREATE FUNCTION app.end_with_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM app.end_what_rests_on('tenant', ARRAY(SELECT b.id FROM before b), 'POLICY_CHANGED', 'Was put out of the tenant because the tenant was deleted.');
  ELSE
    PERFORM app.end_what_rests_on('tenant',
      ARRAY(SELECT a.id FROM after a WHERE a.status NOT IN ('ACTIVE', 'PROVISIONING') OR a.access_policy IN ('approve', 'closed')),
      'POLICY_CHANGED', 'Was put out of the tenant because its status or access policy changed.');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.end_with_ticket() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM app.end_what_rests_on('ticket', ARRAY(SELECT a.id FROM after a WHERE a.status = 'CLOSED'),
    'TICKET_CLOSED', 'Was put out of the tenant because the ticket was closed.');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.end_with_operator() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  gone text[] := ARRAY(SELECT a.id FROM after a JOIN before b ON b.id = a.id WHERE (a.status <> 'ACTIVE' AND b.status = 'ACTIVE') OR a.role <> b.role ORDER BY a.id);
  held app.impersonation_session[];
  who text := app.whose_change();
  logins text[];
  traced text := current_setting('audit.chain', true);
  key text := current_setting('app.key', true);
BEGIN
  IF cardinality(gone) = 0 THEN RETURN NULL; END IF;
  held := app.hold_sessions('operator', gone);
  logins := ARRAY(SELECT l.id FROM app.login_session l WHERE l.operator_id = ANY (gone) AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE);
  PERFORM app.hold_heads(CASE WHEN cardinality(logins) > 0 THEN 'operator:' || who END, held), set_config('app.key', '', true);
  IF cardinality(logins) > 0 THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES (who, (SELECT u.role FROM app.internal_user u WHERE u.id = who), 'sign_in:revoke', 'Ended sign-ins because the person’s role or status changed.', 'done',
            'login_session', logins, jsonb_build_object('people', to_jsonb(gone)));
    UPDATE app.login_session l SET revoked_at = clock_timestamp() WHERE l.id = ANY (logins);
  END IF;
  PERFORM app.close_sessions(held, 'FORCE_LOGOUT', who, 'impersonation:end', 'Was put out of the tenant because the operator’s role or status changed.');
  PERFORM set_config('audit.chain', coalesce(traced, ''), true), set_config('app.key', coalesce(key, ''), true);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_sessions BEFORE UPDATE ON public.tenant FOR EACH ROW
WHEN (new.status NOT IN ('ACTIVE', 'PROVISIONING') OR new.access_policy IN ('approve', 'closed')) EXECUTE FUNCTION app.hold_before_change('tenant');
--> statement-breakpoint
CREATE TRIGGER hold_sessions_of_deleted BEFORE DELETE ON public.tenant FOR EACH ROW EXECUTE FUNCTION app.hold_before_change('tenant');
--> statement-breakpoint
CREATE TRIGGER end_sessions AFTER UPDATE ON public.tenant REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION app.end_with_tenant();
--> statement-breakpoint
CREATE TRIGGER end_sessions_of_deleted AFTER DELETE ON public.tenant REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION app.end_with_tenant();
--> statement-breakpoint
CREATE TRIGGER hold_sessions BEFORE UPDATE ON public.ticket FOR EACH ROW WHEN (new.status = 'CLOSED') EXECUTE FUNCTION app.hold_before_change('ticket');
--> statement-breakpoint
CREATE TRIGGER end_sessions AFTER UPDATE ON public.ticket REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION app.end_with_ticket();
--> statement-breakpoint
CREATE TRIGGER hold_sessions BEFORE UPDATE ON app.internal_user FOR EACH ROW
WHEN ((new.status <> 'ACTIVE' AND old.status = 'ACTIVE') OR new.role <> old.role) EXECUTE FUNCTION app.hold_before_change('operator');
--> statement-breakpoint
CREATE TRIGGER end_sessions AFTER UPDATE ON app.internal_user REFERENCING NEW TABLE AS after OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION app.end_with_operator();
--> statement-breakpoint
-- Whoever may end sessions sees those that are open, of everybody, and nothing more: no ended session, no row of their trail.
CREATE POLICY open_to_end ON app.impersonation_session FOR SELECT TO portal_staff USING (ended_at IS NULL AND (SELECT app.may('kill_sessions')));
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'close_session', 'hold_sessions', 'hold_heads', 'close_sessions', 'kill_sessions', 'whose_change', 'hold_before_change', 'end_what_rests_on',
    'end_with_tenant', 'end_with_ticket', 'end_with_operator') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.kill_sessions(text, text, text) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
