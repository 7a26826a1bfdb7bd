-- Writing from inside a tenant, revealing one hidden field, and cases that are kept from whoever is a party of them.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- As whom a session writes, as a rank (app.tenant_role_rank); 0 where it does not: only a READ_WRITE session of somebody who may, looking
-- with the eyes of a role that changes things. Nobody changes what the one they look as could not.
CREATE FUNCTION app.writes_as() RETURNS integer LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE s app.impersonation_session := app.live_session();
BEGIN
  RETURN CASE WHEN s.mode = 'READ_WRITE' AND app.may('write_in_session') THEN app.tenant_role_rank(s.seen_as) ELSE 0 END;
END $$;
--> statement-breakpoint
-- The cases that somebody of the staff is a party of, whatever their part: said to be so, as the user of the tenant with their work
-- address, or by the hash of that address or of their id in the directory.
CREATE FUNCTION app.party_cases(operator_id text) RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE o app.internal_user;
BEGIN
  SELECT u.* INTO o FROM app.internal_user u WHERE u.id = party_cases.operator_id;
  RETURN QUERY
  SELECT p.case_id FROM public.participant p WHERE p.internal_user_id = o.id
  UNION
  SELECT p.case_id FROM public.tenant_user u JOIN public.participant p ON p.tenant_id = u.tenant_id AND p.tenant_user_id = u.id WHERE lower(u.email) = lower(o.email)
  UNION
  SELECT p.case_id FROM public.participant p
  WHERE p.identity_hash = ANY (ARRAY[sha256(convert_to(lower(o.email), 'UTF8')), sha256(convert_to(o.directory_id, 'UTF8'))]);
END $$;
--> statement-breakpoint
-- For policies: what is kept from the operator of the session.
CREATE FUNCTION app.kept_cases() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT app.party_cases((app.live_session()).operator_id);
END $$;
--> statement-breakpoint
CREATE FUNCTION app.kept_investigations() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT i.id FROM public.investigation i WHERE i.case_id IN (SELECT app.party_cases((app.live_session()).operator_id));
END $$;
--> statement-breakpoint
-- For the search: of all tenants, the cases and the reports that hang on them.
CREATE FUNCTION app.kept_records() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE cases text[] := ARRAY(SELECT app.party_cases(app.current_operator()));
BEGIN
  RETURN cases || ARRAY(SELECT r.id FROM public.riu r WHERE r.case_id = ANY (cases));
END $$;
--> statement-breakpoint
ALTER POLICY in_session ON public."case"
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR assignee_id = (SELECT app.current_subject())
         OR id IN (SELECT app.investigated_cases())) AND id NOT IN (SELECT app.kept_cases()));
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['public.riu', 'public.investigation', 'public.note', 'public.participant'] LOOP
    EXECUTE format('ALTER POLICY in_session ON %s
      USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR EXISTS (SELECT FROM public."case" c WHERE c.id = case_id))
             AND (case_id IS NULL OR case_id NOT IN (SELECT app.kept_cases())))', t);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER POLICY in_session ON public.investigation_step
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR EXISTS (SELECT FROM public.investigation i WHERE i.id = investigation_id))
         AND investigation_id NOT IN (SELECT app.kept_investigations()));
--> statement-breakpoint
-- Of a hash one could ask whose it is.
REVOKE SELECT ON public.participant FROM portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, case_id, role, name, tenant_user_id, internal_user_id) ON public.participant TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
GRANT SELECT (role, internal_user_id, identity_hash) ON public.participant TO portal_guard;
--> statement-breakpoint
-- Whoever enters a tenant with a case of their own: recorded in the tenant's chain by `system`, and told to those who lead. Which cases
-- it is about stands nowhere: among those who read the trail may be the party.
CREATE FUNCTION app.note_conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE cases integer;
BEGIN
  IF app.loads_directly(TG_RELID) THEN RETURN NULL; END IF;
  SELECT count(*) INTO cases FROM public."case" c WHERE c.tenant_id = new.tenant_id AND c.id IN (SELECT app.party_cases(new.operator_id));
  IF cases = 0 THEN RETURN NULL; END IF;
  INSERT INTO audit.trail (operator_id, session_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('system', new.id, new.tenant_id, 'conflict:keep', format('Keeps %s cases from the operator, who is a party of them.', cases), 'done', 'impersonation',
          ARRAY[new.id], jsonb_build_object('cases', cases));
  PERFORM app.publish('session.conflict', 'impersonation', new.id, jsonb_build_object('operatorId', new.operator_id, 'tenantId', new.tenant_id, 'cases', cases));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_conflict AFTER INSERT ON app.impersonation_session FOR EACH ROW EXECUTE FUNCTION app.note_conflict();
--> statement-breakpoint
-- What may be written. A rank in `with check` is the last guard: the change itself asks first and answers with the reason.
GRANT UPDATE (status, priority, assignee_id) ON public."case" TO portal_tenant_rw;
--> statement-breakpoint
CREATE POLICY write_in_session ON public."case" FOR UPDATE TO portal_tenant_rw
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR assignee_id = (SELECT app.current_subject())
         OR id IN (SELECT app.investigated_cases())) AND id NOT IN (SELECT app.kept_cases()))
  WITH CHECK (tenant_id = (SELECT app.current_tenant()) AND (SELECT app.writes_as()) >= app.tenant_role_rank('INVESTIGATOR'));
--> statement-breakpoint
GRANT UPDATE (status, invited_at) ON public.tenant_user TO portal_tenant_rw;
--> statement-breakpoint
CREATE POLICY write_in_session ON public.tenant_user FOR UPDATE TO portal_tenant_rw
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_user()) OR id = (SELECT app.current_subject())))
  WITH CHECK (tenant_id = (SELECT app.current_tenant()) AND (SELECT app.writes_as()) >= greatest(app.tenant_role_rank('COMPLIANCE_OFFICER'), app.tenant_role_rank(role)));
--> statement-breakpoint
GRANT SELECT ON public.tenant_config TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
CREATE POLICY in_session ON public.tenant_config FOR SELECT TO portal_tenant_ro, portal_tenant_rw USING (tenant_id = (SELECT app.current_tenant()));
--> statement-breakpoint
GRANT INSERT (id, tenant_id, document, version, body, reason, changed_by, changed_at) ON public.tenant_config TO portal_tenant_rw;
--> statement-breakpoint
CREATE POLICY add_in_session ON public.tenant_config FOR INSERT TO portal_tenant_rw
  WITH CHECK (tenant_id = (SELECT app.current_tenant()) AND (SELECT app.writes_as()) >= app.tenant_role_rank('COMPLIANCE_OFFICER')
              AND changed_by = (SELECT app.current_operator()));
--> statement-breakpoint
-- From which status a case goes where (worker/tenant/rules/moves.ts); what follows from it is not the writer's to say.
CREATE FUNCTION app.move_case() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF old.status = 'CLOSED' AND new.status = 'OPEN' THEN RAISE EXCEPTION 'illegal_move' USING ERRCODE = 'IM409'; END IF;
  new.closed_at := CASE WHEN new.status = 'CLOSED' THEN coalesce(old.closed_at, greatest(old.created_at, clock_timestamp())) END;
  new.updated_at := greatest(old.updated_at, clock_timestamp());
  new.version := old.version + 1;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER in_session BEFORE UPDATE ON public."case" FOR EACH ROW WHEN (session_user = 'portal_tenant_rw') EXECUTE FUNCTION app.move_case();
--> statement-breakpoint
-- Whoever changes a user, the version counts it; from inside a tenant only along the moves of the rules.
CREATE FUNCTION app.move_user() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF session_user = 'portal_tenant_rw' AND (old.status, new.status) NOT IN (('INVITED', 'INVITED'), ('INVITED', 'DEACTIVATED'), ('ACTIVE', 'DEACTIVATED'), ('DEACTIVATED', 'ACTIVE')) THEN
    RAISE EXCEPTION 'illegal_move' USING ERRCODE = 'IM409';
  END IF;
  new.version := old.version + 1;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER counted BEFORE UPDATE ON public.tenant_user FOR EACH ROW
WHEN (new.status <> old.status OR new.invited_at IS DISTINCT FROM old.invited_at) EXECUTE FUNCTION app.move_user();
--> statement-breakpoint
-- Whoever has the record open is told that it is another one now; what it says is asked for, and that is on record.
CREATE FUNCTION app.tell_of_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.loads_directly(TG_RELID) THEN
    PERFORM app.publish(TG_TABLE_NAME || '.changed', TG_TABLE_NAME, new.id, jsonb_build_object('tenantId', new.tenant_id, 'version', new.version));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON public."case" FOR EACH ROW WHEN (new.version > old.version) EXECUTE FUNCTION app.tell_of_record();
--> statement-breakpoint
CREATE TRIGGER tell AFTER UPDATE ON public.tenant_user FOR EACH ROW WHEN (new.version > old.version) EXECUTE FUNCTION app.tell_of_record();
--> statement-breakpoint
-- How many fields one session may reveal.
CREATE FUNCTION app.reveal_limit() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 10;
--> statement-breakpoint
-- How long a value is shown.
CREATE FUNCTION app.reveal_time() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '60 seconds';
--> statement-breakpoint
-- The leave to reveal one field of one record, and its row of the trail, which never holds the value. The statement around it reads the
-- value, under the policies of the session, and only where nothing is in the way. The session row is held, so that two at once are
-- counted one after the other. What is sealed is no field that could be asked for.
CREATE FUNCTION app.reveal(entity text, entity_id text, field text, reason text, is_there boolean) RETURNS TABLE (because text, number integer, shown_until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  s app.impersonation_session;
  taken integer;
  refusal text;
  until timestamptz := clock_timestamp() + app.reveal_time();
BEGIN
  SELECT i.* INTO s FROM app.impersonation_session i WHERE i.key_hash = app.key_hash(current_setting('app.session_key', true)) FOR NO KEY UPDATE;
  IF s.id IS NULL OR (app.live_session()).id IS DISTINCT FROM s.id THEN RAISE EXCEPTION 'impersonation_ended' USING ERRCODE = 'IM401'; END IF;
  SELECT count(*) INTO taken FROM audit.trail t WHERE t.session_id = s.id AND t.act = 'field:reveal' AND t.outcome = 'done';
  IF taken = 0 AND EXISTS (SELECT FROM app.login_session l WHERE l.id = s.login_session_id AND l.proved_at <= clock_timestamp() - app.fresh_limit()) THEN
    RAISE EXCEPTION 'sign_in_not_fresh' USING ERRCODE = 'IM428';
  END IF;
  refusal := CASE
    WHEN NOT app.may('reveal') THEN 'NOT_PERMITTED'
    WHEN (entity, field) NOT IN (('riu', 'narrative'), ('note', 'body'), ('investigation_step', 'finding'), ('participant', 'name'),
                                 ('tenant_user', 'name'), ('tenant_user', 'email'), ('tenant_user', 'employeeNumber'))
      OR (entity = 'participant' AND EXISTS (SELECT FROM public.participant p WHERE p.id = entity_id AND p.role = 'REPORTER')) THEN 'SEALED'
    WHEN is_there IS NOT TRUE THEN 'NOT_FOUND'
    WHEN taken >= app.reveal_limit() THEN 'REVEALS_USED_UP'
  END;
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES ('field:reveal', CASE WHEN refusal IS NULL THEN 'Revealed one hidden field of a record.' ELSE 'Asked to reveal a hidden field and was refused.' END,
          CASE refusal WHEN 'NOT_FOUND' THEN 'not_found' ELSE CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END END, entity, ARRAY[entity_id],
          jsonb_strip_nulls(jsonb_build_object('field', field, 'because', refusal, 'number', CASE WHEN refusal IS NULL THEN taken + 1 END, 'shownUntil', CASE WHEN refusal IS NULL THEN until END)),
          reveal.reason);
  RETURN QUERY SELECT refusal, CASE WHEN refusal IS NULL THEN taken + 1 ELSE taken END, until;
END $$;
--> statement-breakpoint
-- How many there are of a kind. Of a customer's own records fewer than five are too few to be told apart from single ones.
CREATE FUNCTION app.facet(kind text, count bigint) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN kind IN ('case', 'riu', 'tenant_user') AND count BETWEEN 1 AND 4 THEN to_jsonb('<5'::text) ELSE to_jsonb(count) END;
--> statement-breakpoint
-- As before, without what is kept from the asker, and with facets for counts.
CREATE OR REPLACE FUNCTION app.search_everywhere(words text, kinds text[], only_tenant text, most integer)
RETURNS TABLE (
  kind text, entity_id text, tenant_id text, tenant_name text, tenant_status text, number text, snippet text, at timestamptz, exact boolean, counts jsonb
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET jit = off SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  every_kind constant text[] := ARRAY['tenant', 'ticket', 'case', 'riu', 'tenant_user'];
  bound constant integer := 5000;
  kept text[] := app.kept_records();
  typed text[];
  word text;
  place integer := 0;
  free tsquery;
  wanted tsquery;
  precise tsquery;
BEGIN
  IF app.current_operator() IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF NOT app.may('search_all_tenants') THEN RAISE EXCEPTION 'not_permitted' USING ERRCODE = '42501'; END IF;

  typed := ARRAY(
    SELECT s.bare FROM (
      SELECT btrim(t.word, ',.;:!?"()<>[]{}') AS bare, t.i FROM regexp_split_to_table(lower(left(search_everywhere.words, 200)), '\s+') WITH ORDINALITY t (word, i)
    ) s WHERE s.bare ~ '[^[:punct:]]' ORDER BY s.i LIMIT 8);

  FOREACH word IN ARRAY typed LOOP
    place := place + 1;
    free := plainto_tsquery('pg_catalog.simple', word);
    IF place = cardinality(typed) AND char_length(word) >= 3 AND numnode(free) > 0 THEN free := (free::text || ':*')::tsquery; END IF;
    precise := coalesce(precise || app.search_lexeme('=' || word), app.search_lexeme('=' || word));
    free := CASE WHEN numnode(free) > 0 THEN app.search_lexeme('=' || word) || free ELSE app.search_lexeme('=' || word) END;
    wanted := coalesce(wanted && free, free);
  END LOOP;
  IF only_tenant IS NOT NULL THEN wanted := wanted && app.search_lexeme('#' || left(only_tenant, 60)); END IF;
  precise := wanted && precise;

  RETURN QUERY
  WITH met AS MATERIALIZED (
    SELECT k.name AS kind, m.* FROM unnest(every_kind) k (name) CROSS JOIN LATERAL (
      SELECT e.entity_id, e.tenant_id, e.number, e.snippet, e.at, e.words @@ precise AS exact
      FROM app.search_entry e WHERE e.words @@ (wanted && app.search_lexeme('#' || k.name)) AND NOT e.entity_id = ANY (kept) LIMIT bound
    ) m
  ), of_kind AS (
    SELECT coalesce(jsonb_object_agg(c.kind, app.facet(c.kind, c.count)), '{}') AS counts FROM (SELECT m.kind, count(*) FROM met m GROUP BY m.kind) c
  ), everything AS (
    SELECT m.* FROM met m WHERE NOT m.exact
    UNION ALL
    SELECT p.* FROM (
      SELECT e.kind, e.entity_id, e.tenant_id, e.number, e.snippet, e.at, true FROM app.search_entry e WHERE e.words @@ precise AND NOT e.entity_id = ANY (kept) LIMIT bound
    ) p
  ), shown AS MATERIALIZED (
    SELECT r.* FROM (
      SELECT o.*, row_number() OVER (PARTITION BY o.kind ORDER BY o.exact DESC, o.at DESC, o.entity_id DESC) AS rank FROM everything o
      WHERE search_everywhere.kinds IS NULL OR o.kind = ANY (search_everywhere.kinds)
    ) r WHERE r.rank <= least(greatest(coalesce(most, 1), 1), 100)
  ), traced AS (
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    SELECT 'search:everywhere', format('Searched all tenants and was shown %s records.', cardinality(s.ids)), 'read', 'search_entry', s.ids,
           jsonb_build_object(
             'words', app.search_words_for_trail(typed),
             'kinds', (SELECT jsonb_agg(k.name) FROM unnest(every_kind) k (name) WHERE k.name = ANY (search_everywhere.kinds)),
             'tenant', (SELECT t.id FROM public.tenant t WHERE t.id = only_tenant),
             'found', (SELECT o.counts FROM of_kind o))
    FROM (SELECT coalesce(array_agg(h.entity_id ORDER BY h.exact DESC, h.at DESC, h.entity_id DESC), '{}') AS ids FROM shown h) s
  )
  SELECT h.kind, h.entity_id, h.tenant_id, t.name, t.status, h.number, h.snippet, h.at::timestamptz, h.exact, o.counts
  FROM of_kind o LEFT JOIN (shown h JOIN public.tenant t ON t.id = h.tenant_id) ON true
  ORDER BY h.exact DESC, h.at DESC, h.entity_id DESC;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature, p.proname FROM pg_proc p
    WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN ('writes_as', 'party_cases', 'kept_cases', 'kept_investigations', 'kept_records', 'note_conflict', 'move_case',
      'move_user', 'tell_of_record', 'reveal_limit', 'reveal_time', 'reveal', 'facet') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.kept_cases(), app.kept_investigations() TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.reveal(text, text, text, text, boolean) TO portal_tenant_ro;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.writes_as(), app.tenant_role_rank(text) TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.kept_records(), app.facet(text, bigint) TO portal_search;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
