-- What staff keep and watch for a tenant. Each table asks for its permission itself: a page that forgot its door shows no row of it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenant_error', 'tenant_error_day', 'tenant_job', 'tenant_config', 'tenant_secret'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
    EXECUTE format('CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace()', t);
    EXECUTE format('CREATE POLICY signed_in ON public.%I FOR SELECT TO portal_staff USING ((SELECT app.current_operator()) IS NOT NULL AND (SELECT app.may(%L)))', t,
      CASE t WHEN 'tenant_job' THEN 'view_jobs' WHEN 'tenant_config' THEN 'view_config' WHEN 'tenant_secret' THEN 'view_config' ELSE 'view_errors' END);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON public.tenant_error, public.tenant_error_day, public.tenant_job, public.tenant_config TO portal_staff;
--> statement-breakpoint
-- A job is run again; nothing else of it is staff's to change.
GRANT UPDATE (state, attempts, run_at, finished_at, version) ON public.tenant_job TO portal_staff;
--> statement-breakpoint
CREATE POLICY retry ON public.tenant_job FOR UPDATE TO portal_staff
  USING ((SELECT app.may('manage_jobs'))) WITH CHECK ((SELECT app.may('manage_jobs')) AND state = 'AVAILABLE');
--> statement-breakpoint
-- A version of a document is added under one's own name and never touched again.
GRANT INSERT (id, tenant_id, document, version, body, reason, changed_by, changed_at) ON public.tenant_config TO portal_staff;
--> statement-breakpoint
CREATE POLICY add ON public.tenant_config FOR INSERT TO portal_staff
  WITH CHECK ((SELECT app.may('modify_config')) AND changed_by = (SELECT app.current_operator()));
--> statement-breakpoint
-- Secrets go in and never come out: no login may select what is sealed, nor compare it.
GRANT SELECT (id, tenant_id, kind, name, last_four, set_at, set_by) ON public.tenant_secret TO portal_staff;
--> statement-breakpoint
GRANT INSERT (id, tenant_id, kind, name, last_four, sealed, set_at, set_by) ON public.tenant_secret TO portal_staff;
--> statement-breakpoint
GRANT UPDATE (last_four, sealed, set_at, set_by) ON public.tenant_secret TO portal_staff;
--> statement-breakpoint
CREATE POLICY add ON public.tenant_secret FOR INSERT TO portal_staff
  WITH CHECK ((SELECT app.may('modify_config')) AND set_by = (SELECT app.current_operator()));
--> statement-breakpoint
CREATE POLICY replace ON public.tenant_secret FOR UPDATE TO portal_staff
  USING ((SELECT app.may('modify_config'))) WITH CHECK ((SELECT app.may('modify_config')) AND set_by = (SELECT app.current_operator()));
