-- Notes that are written from inside a tenant, and what a tenant's own users may have read to a model.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- When it was written is not the writer's to say.
GRANT INSERT (id, tenant_id, case_id, author_id, written_by, drafted_by, visibility, body) ON public.note TO portal_tenant_rw;
--> statement-breakpoint
-- On a case that the session sees, under the operator's own name, in the place of the one they look as.
CREATE POLICY add_in_session ON public.note FOR INSERT TO portal_tenant_rw
  WITH CHECK (tenant_id = (SELECT app.current_tenant()) AND (SELECT app.writes_as()) >= app.tenant_role_rank('INVESTIGATOR')
              AND written_by = (SELECT app.current_operator()) AND author_id IS NOT DISTINCT FROM (SELECT app.current_subject())
              AND EXISTS (SELECT FROM public."case" c WHERE c.id = case_id));
--> statement-breakpoint
-- The tenant of whoever entered by the login of tenants' users, as long as it is served and has not closed itself to the vendor: a model is
-- the vendor's, whoever asks it.
CREATE FUNCTION app.reader_tenant() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT t.id FROM app.tenant_reader() r JOIN public.tenant t ON t.id = r.tenant_id WHERE t.status = 'ACTIVE' AND t.access_policy <> 'closed');
END $$;
--> statement-breakpoint
-- As in a session that looks as them; the lesser of what this database and the product's token say of their role.
CREATE FUNCTION app.reader_sees_every_case() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
DECLARE said text := nullif(current_setting('app.tenant_user', true), '')::jsonb ->> 'role';
BEGIN
  RETURN EXISTS (SELECT FROM app.tenant_reader() r JOIN public.tenant_user u ON u.id = r.user_id
    WHERE u.role IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN') AND said IN ('COMPLIANCE_OFFICER', 'TENANT_ADMIN'));
END $$;
--> statement-breakpoint
CREATE FUNCTION app.reader_investigated() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT i.case_id FROM app.tenant_reader() r JOIN public.investigation i ON i.tenant_id = r.tenant_id AND i.assignee_id = r.user_id;
END $$;
--> statement-breakpoint
-- Kept from them: the cases that they are a party of.
CREATE FUNCTION app.reader_party() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT p.case_id FROM app.tenant_reader() r JOIN public.participant p ON p.tenant_id = r.tenant_id AND p.tenant_user_id = r.user_id;
END $$;
--> statement-breakpoint
-- What a model is told of, and nothing else: no name, nobody's own words.
GRANT USAGE ON SCHEMA public TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, number, title, status, priority, severity, category, outcome, assignee_id, created_at, updated_at, due_at, closed_at)
  ON public."case" TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, number, type, status, category, severity, language, anonymous, case_id, created_at, updated_at) ON public.riu TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, case_id, title, status, created_at, started_at, closed_at) ON public.investigation TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, investigation_id, position, title, done_at) ON public.investigation_step TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, case_id, visibility, created_at) ON public.note TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (id, tenant_id, case_id, role) ON public.participant TO portal_tenant_user;
--> statement-breakpoint
CREATE POLICY of_reader ON public."case" FOR SELECT TO portal_tenant_user
  USING (tenant_id = (SELECT app.reader_tenant()) AND ((SELECT app.reader_sees_every_case()) OR assignee_id = (SELECT app.inbox_owner())
         OR id IN (SELECT app.reader_investigated())) AND id NOT IN (SELECT app.reader_party()));
--> statement-breakpoint
-- What hangs on a case is seen with the case; what hangs on none only by those who see every case.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['riu', 'investigation', 'note', 'participant'] LOOP
    EXECUTE format('CREATE POLICY of_reader ON public.%I FOR SELECT TO portal_tenant_user
      USING (tenant_id = (SELECT app.reader_tenant()) AND CASE WHEN case_id IS NULL THEN (SELECT app.reader_sees_every_case())
             ELSE EXISTS (SELECT FROM public."case" c WHERE c.id = case_id) END)', t);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY of_reader ON public.investigation_step FOR SELECT TO portal_tenant_user
  USING (tenant_id = (SELECT app.reader_tenant()) AND EXISTS (SELECT FROM public.investigation i WHERE i.id = investigation_id));
--> statement-breakpoint
-- That something was read for them, in the chain of their tenant and under their own name. Their login writes no trail by itself.
CREATE FUNCTION app.trace_reading(act text, sentence text, outcome text, entity_type text, entity_ids text[], facts jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE me text := app.inbox_owner();
BEGIN
  IF me IS NULL OR app.inbox_tenant() IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF act NOT IN ('ai:load', 'ai:ask') OR outcome NOT IN ('read', 'not_found') THEN RAISE EXCEPTION 'not_theirs_to_say' USING ERRCODE = '42501'; END IF;
  INSERT INTO audit.trail (operator_id, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me, app.inbox_tenant(), act, sentence, outcome, entity_type, entity_ids, facts);
  RETURN true;
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace
    AND p.proname IN ('reader_tenant', 'reader_sees_every_case', 'reader_investigated', 'reader_party', 'trace_reading') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_tenant_user', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
