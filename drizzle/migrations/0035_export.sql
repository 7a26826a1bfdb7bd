-- Whether the session of these keys may take content out of its tenant: it was approved, and its operator still may. The one place that says so.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
CREATE FUNCTION app.may_export() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN app.may('export_in_session') AND (app.live_session()).approval_id IS NOT NULL;
END $$;
--> statement-breakpoint
ALTER FUNCTION app.may_export() OWNER TO portal_guard;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.may_export() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.may_export() TO portal_tenant_ro, portal_tenant_rw;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
