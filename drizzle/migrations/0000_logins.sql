-- One login per duty; none owns anything, none is a member of another, so there is no role to switch back to.
-- Passwords come from the deploy script. On Neon create logins by SQL: console roles join neon_superuser.
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['portal_staff', 'portal_tenant_ro', 'portal_tenant_rw', 'portal_jobs', 'portal_guard', 'portal_search', 'portal_archive'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', r);
    END IF;
    IF r NOT IN ('portal_guard', 'portal_search', 'portal_archive') THEN
      EXECUTE format('ALTER ROLE %I LOGIN', r);
      EXECUTE format('ALTER ROLE %I SET statement_timeout = ''5s''', r);
      EXECUTE format('ALTER ROLE %I SET lock_timeout = ''2s''', r);
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), r);
    END IF;
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); -- temporary tables too
END $$;
--> statement-breakpoint
-- The owner must be a member to hand objects over to the roles that own functions.
GRANT portal_guard, portal_search, portal_archive TO CURRENT_USER;
--> statement-breakpoint
REVOKE ALL ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
