-- What open sockets rest on, asked by their rooms now and then: of these sign-ins and sessions in tenants, the ones that are open by the
-- clock of the database. An id that never was is not open either.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
CREATE FUNCTION app.still_open(asked jsonb) RETURNS TABLE (id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT l.id FROM app.login_session l
  WHERE l.id IN (SELECT jsonb_array_elements_text(asked -> 'logins')) AND l.revoked_at IS NULL
    AND l.expires_at > clock_timestamp() AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit()
  UNION ALL
  SELECT i.id FROM app.impersonation_session i
  WHERE i.id IN (SELECT jsonb_array_elements_text(asked -> 'sessions')) AND i.ended_at IS NULL AND app.session_due(i) > clock_timestamp()
$$;
--> statement-breakpoint
ALTER FUNCTION app.still_open(jsonb) OWNER TO portal_guard;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.still_open(jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.still_open(jsonb) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
