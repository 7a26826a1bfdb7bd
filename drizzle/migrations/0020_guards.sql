-- Guards on the rows themselves, for a caller that asks what no form offers. `NULL BETWEEN 1 AND 30` is neither true nor false, and
-- least() passes NULL over: without minutes a session would have been given all the time there is.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- A session begins with an hour at most and grows by half an hour at most (worker/impersonation/rules/words.ts). Past four hours it never
-- gets: that is a CHECK of the table.
CREATE FUNCTION app.hold_window() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  since timestamptz := CASE TG_OP WHEN 'INSERT' THEN new.started_at ELSE old.expires_at END;
  most interval := CASE TG_OP WHEN 'INSERT' THEN interval '60 minutes' ELSE interval '30 minutes' END;
BEGIN
  IF NOT app.loads_directly(TG_RELID) AND new.expires_at - since > most THEN
    RAISE EXCEPTION 'window_too_long' USING ERRCODE = '23514';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_window BEFORE INSERT ON app.impersonation_session FOR EACH ROW EXECUTE FUNCTION app.hold_window();
--> statement-breakpoint
CREATE TRIGGER hold_window_extended BEFORE UPDATE ON app.impersonation_session FOR EACH ROW
WHEN (new.expires_at IS DISTINCT FROM old.expires_at) EXECUTE FUNCTION app.hold_window();
--> statement-breakpoint
-- A tenant's job is run again from where it failed or was given up, and from nowhere else (worker/support/rules/jobs.ts).
CREATE FUNCTION app.retry_tenant_job() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF old.state NOT IN ('RETRYABLE', 'DISCARDED') THEN RAISE EXCEPTION 'illegal_move' USING ERRCODE = 'IM409'; END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER by_hand BEFORE UPDATE ON public.tenant_job FOR EACH ROW WHEN (session_user = 'portal_staff') EXECUTE FUNCTION app.retry_tenant_job();
--> statement-breakpoint
ALTER FUNCTION app.hold_window() OWNER TO portal_guard;
--> statement-breakpoint
ALTER FUNCTION app.retry_tenant_job() OWNER TO portal_guard;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.hold_window(), app.retry_tenant_job() FROM PUBLIC;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
