-- Who may touch what. Row-level security is forced everywhere; rows of a tenant open only through a live session.
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'app', 'audit') LOOP
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', t.schemaname, t.tablename);
    EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', t.schemaname, t.tablename);
    EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC', t.schemaname, t.tablename);
  END LOOP;
END $$;
--> statement-breakpoint
-- The guard owns the functions that decide; it reads what they need and changes sessions and sign-ins, nothing else.
GRANT SELECT ON app.internal_user, app.login_session, app.role_permission, app.impersonation_session, app.impersonation_activity, app.answer,
  public.tenant, public.tenant_user, public.ticket, public."case", public.investigation, audit.trail, audit.trail_head TO portal_guard;
--> statement-breakpoint
GRANT INSERT ON app.internal_user, app.login_session, app.impersonation_session, app.impersonation_activity, app.answer, audit.trail, audit.trail_head TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (last_login_at, last_login_ip, last_login_user_agent) ON app.internal_user TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (seen_at, revoked_at) ON app.login_session TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (expires_at, ended_at, end_reason) ON app.impersonation_session TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (last_act_at) ON app.impersonation_activity TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (chain, seq) ON app.answer TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (seq, hash, xact) ON audit.trail_head TO portal_guard;
--> statement-breakpoint
-- A row lock asks for the right to update some column; the key is one that nothing ever changes.
GRANT UPDATE (id) ON public.tenant, public.ticket, public.tenant_user TO portal_guard;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['app.internal_user', 'app.login_session', 'app.role_permission', 'app.impersonation_session', 'app.impersonation_activity', 'app.answer',
    'public.tenant', 'public.tenant_user', 'public.ticket', 'public."case"', 'public.investigation', 'audit.trail', 'audit.trail_head'] LOOP
    EXECUTE format('CREATE POLICY guard ON %s TO portal_guard USING (true) WITH CHECK (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['public.tenant', 'public.tenant_domain', 'public.tenant_contact', 'public.tenant_phone'] LOOP
    EXECUTE format('GRANT SELECT ON %s TO portal_search', t);
    EXECUTE format('CREATE POLICY search ON %s FOR SELECT TO portal_search USING (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- The register: for staff who are signed in. A batch that forgot to enter sees no row of it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['public.tenant', 'public.tenant_domain', 'public.tenant_contact', 'public.tenant_phone', 'public.ticket', 'app.internal_user', 'app.role_permission'] LOOP
    EXECUTE format('CREATE POLICY signed_in ON %s FOR SELECT TO portal_staff USING ((SELECT app.current_operator()) IS NOT NULL)', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON public.tenant, public.tenant_domain, public.tenant_contact, public.tenant_phone, public.ticket, app.role_permission TO portal_staff;
--> statement-breakpoint
GRANT SELECT (id, email, name, role, lead, status, zone, last_login_at, version, created_at) ON app.internal_user TO portal_staff;
--> statement-breakpoint
GRANT UPDATE (assignee_id, updated_at, version) ON public.ticket TO portal_staff;
--> statement-breakpoint
CREATE POLICY take ON public.ticket FOR UPDATE TO portal_staff USING ((SELECT app.current_operator()) IS NOT NULL) WITH CHECK ((SELECT app.current_operator()) IS NOT NULL);
--> statement-breakpoint
-- One's own sign-ins and sessions; sessions also for those who may read the trail about them.
GRANT SELECT (id, operator_id, created_at, expires_at, seen_at, revoked_at, ip, user_agent) ON app.login_session TO portal_staff;
--> statement-breakpoint
CREATE POLICY own ON app.login_session FOR SELECT TO portal_staff USING (operator_id = (SELECT app.current_operator()));
--> statement-breakpoint
GRANT SELECT (id, operator_id, operator_role, tenant_id, target_user_id, seen_as, mode, break_glass, category, reason, ticket_id, started_at, expires_at, ended_at, end_reason)
  ON app.impersonation_session TO portal_staff;
--> statement-breakpoint
CREATE POLICY own_led_or_audited ON app.impersonation_session FOR SELECT TO portal_staff
  USING (operator_id = (SELECT app.current_operator()) OR operator_role = (SELECT app.led_role()) OR (SELECT app.may('view_audit')));
--> statement-breakpoint
-- Tenant content: only through a live session of that tenant; the deadline is asked here, whatever timers did.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['public.tenant', 'public.tenant_user', 'public."case"', 'public.riu', 'public.investigation', 'public.investigation_step', 'public.note', 'public.participant'] LOOP
    EXECUTE format('GRANT SELECT ON %s TO portal_tenant_ro, portal_tenant_rw', t);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY in_session ON public.tenant FOR SELECT TO portal_tenant_ro, portal_tenant_rw USING (id = (SELECT app.current_tenant()));
--> statement-breakpoint
CREATE POLICY in_session ON public.tenant_user FOR SELECT TO portal_tenant_ro, portal_tenant_rw
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_user()) OR id = (SELECT app.current_subject())));
--> statement-breakpoint
CREATE POLICY in_session ON public."case" FOR SELECT TO portal_tenant_ro, portal_tenant_rw
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR assignee_id = (SELECT app.current_subject())
         OR id IN (SELECT app.investigated_cases())));
--> statement-breakpoint
-- What hangs on a case is seen with the case; the sub-select asks the case's own policy.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['public.riu', 'public.investigation', 'public.note', 'public.participant'] LOOP
    EXECUTE format('CREATE POLICY in_session ON %s FOR SELECT TO portal_tenant_ro, portal_tenant_rw
      USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR EXISTS (SELECT FROM public."case" c WHERE c.id = case_id)))', t);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY in_session ON public.investigation_step FOR SELECT TO portal_tenant_ro, portal_tenant_rw
  USING (tenant_id = (SELECT app.current_tenant()) AND ((SELECT app.sees_every_case()) OR EXISTS (SELECT FROM public.investigation i WHERE i.id = investigation_id)));
--> statement-breakpoint
-- The trail: everybody may add to it what their keys make true; one reads one's own acts, a lead the role's, auditors all.
GRANT INSERT (act, sentence, outcome, entity_type, entity_ids, facts, reason) ON audit.trail TO portal_staff, portal_tenant_ro, portal_tenant_rw, portal_jobs;
--> statement-breakpoint
GRANT INSERT (tenant_id) ON audit.trail TO portal_staff, portal_jobs;
--> statement-breakpoint
GRANT SELECT ON audit.trail TO portal_staff;
--> statement-breakpoint
CREATE POLICY add ON audit.trail FOR INSERT TO portal_staff, portal_tenant_ro, portal_tenant_rw, portal_jobs WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY own_led_or_audited ON audit.trail FOR SELECT TO portal_staff
  USING (operator_id = (SELECT app.current_operator()) OR operator_role = (SELECT app.led_role()) OR (SELECT app.may('view_audit')));
--> statement-breakpoint
-- No change without its trace, on every table an application login may change.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['app.internal_user', 'app.impersonation_session', 'public.ticket', 'public.tenant', 'public.tenant_domain', 'public.tenant_contact',
    'public.tenant_phone', 'public.tenant_user', 'public."case"', 'public.riu', 'public.riu_reporter', 'public.investigation', 'public.investigation_step', 'public.note', 'public.participant'] LOOP
    EXECUTE format('CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace()', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- Functions belong to the roles that may do what they do; nobody else may execute them but those named.
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature, p.proname, n.nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('app', 'audit') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO %I', f.signature, CASE WHEN f.proname = 'look_up_tenants' THEN 'portal_search' ELSE 'portal_guard' END);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.key_hash(text), app.context(), app.current_operator(), app.may(text), app.led_role() TO portal_search;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.enter(text, text, jsonb, text, text), app.touch(), app.answer(text, text), app.current_operator(), app.context()
  TO portal_staff, portal_tenant_ro, portal_tenant_rw, portal_jobs;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.current_tenant(), app.current_subject(), app.sees_every_case(), app.sees_every_user(), app.investigated_cases() TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.may(text), app.led_role(), app.sign_in(text, text, text, jsonb), app.sign_out(text, jsonb),
  app.start_impersonation(text, text, text, text, text, text, text, integer), app.extend_impersonation(text, integer, text),
  app.end_impersonation(text, text, text, jsonb), app.note_impersonation(text, text), app.report_stolen(text, text, jsonb), app.tenant_access(text), app.possible_subjects(text, integer),
  app.look_up_tenants(text, text, integer) TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.end_overdue(text) TO portal_jobs;
--> statement-breakpoint
DO $$ BEGIN EXECUTE format('GRANT EXECUTE ON FUNCTION app.add_staff(text, text, text, text, text, boolean) TO %I', current_user); END $$;
--> statement-breakpoint
-- The archive role owns the trail and no function: nobody works as it.
ALTER TABLE audit.trail OWNER TO portal_archive;
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON audit.trail FROM portal_archive;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app, audit FROM portal_guard, portal_search, portal_archive;
