-- Signing in is a function, because before it nobody is signed in: it finds the person by directory id, never by email,
-- opens the login session and leaves the trace, of refusals too.
CREATE FUNCTION app.sign_in(directory_id text, login_id text, login_key text, context jsonb)
RETURNS TABLE (because text, operator_id text, name text, role text, lead boolean, zone text, version integer, expires_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  who app.internal_user;
  refusal text;
  until timestamptz := clock_timestamp() + interval '12 hours';
BEGIN
  PERFORM set_config('app.context', coalesce(context::text, ''), true);
  SELECT u.* INTO who FROM app.internal_user u WHERE u.directory_id = sign_in.directory_id FOR UPDATE;
  refusal := CASE WHEN who.id IS NULL THEN 'UNKNOWN' WHEN who.status <> 'ACTIVE' THEN who.status END;
  IF refusal IS NOT NULL THEN
    INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
    VALUES (coalesce(who.id, 'nobody'), who.role, 'sign_in:refuse', 'Was refused at sign-in.', 'refused', 'internal_user',
            ARRAY[coalesce(who.id, left(sign_in.directory_id, 80))], jsonb_build_object('because', refusal));
    RETURN QUERY SELECT refusal, NULL::text, NULL::text, NULL::text, NULL::boolean, NULL::text, NULL::integer, NULL::timestamptz;
    RETURN;
  END IF;
  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids)
  VALUES (who.id, who.role, 'sign_in:accept', 'Signed in.', 'done', 'login_session', ARRAY[login_id]);
  INSERT INTO app.login_session (id, operator_id, key_hash, created_at, expires_at, seen_at, ip, user_agent)
  VALUES (login_id, who.id, app.key_hash(login_key), clock_timestamp(), until, clock_timestamp(), context ->> 'ip', context ->> 'userAgent');
  UPDATE app.internal_user u SET last_login_at = clock_timestamp(), last_login_ip = context ->> 'ip', last_login_user_agent = context ->> 'userAgent' WHERE u.id = who.id;
  RETURN QUERY SELECT NULL::text, who.id, who.name, who.role, who.lead, who.zone, who.version, until;
END $$;
--> statement-breakpoint
-- The first people, and every later one by the command line: traced, actor `system`. Only the database's owner may call it.
CREATE FUNCTION app.add_staff(id text, directory_id text, email text, name text, role text, lead boolean) RETURNS app.internal_user
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE added app.internal_user;
BEGIN
  INSERT INTO audit.trail (operator_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('system', 'staff:add', 'Added a member of staff.', 'done', 'internal_user', ARRAY[add_staff.id],
          jsonb_build_object('after', jsonb_build_object('role', add_staff.role, 'lead', add_staff.lead)));
  INSERT INTO app.internal_user (id, directory_id, email, name, role, lead)
  VALUES (add_staff.id, add_staff.directory_id, add_staff.email, add_staff.name, add_staff.role, add_staff.lead) RETURNING * INTO added;
  RETURN added;
END $$;
--> statement-breakpoint
-- Who a person is in the directory never changes: a new directory id is a new person.
CREATE FUNCTION app.keep_directory_id() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION 'directory_id_is_immutable' USING ERRCODE = '23514';
END $$;
--> statement-breakpoint
CREATE TRIGGER directory_id_is_immutable BEFORE UPDATE ON app.internal_user FOR EACH ROW
WHEN (old.directory_id IS DISTINCT FROM new.directory_id) EXECUTE FUNCTION app.keep_directory_id();
--> statement-breakpoint
-- A cookie knows a person by their version: whoever changes what a person may do counts it, or it is counted for them.
CREATE FUNCTION app.count_version() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  new.version := old.version + 1;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER version_counts BEFORE UPDATE ON app.internal_user FOR EACH ROW
WHEN (old.version = new.version AND (old.role, old.lead, old.status) IS DISTINCT FROM (new.role, new.lead, new.status)) EXECUTE FUNCTION app.count_version();
--> statement-breakpoint
-- The role matrix. Its source is worker/auth/rules/roles.ts; a test compares the two.
INSERT INTO app.role_permission (role, lead, permission)
SELECT m.role, m.lead, unnest(m.permissions) FROM (VALUES
  ('SUPPORT_L1', false, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal']),
  ('SUPPORT_L1', true, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_audit', 'review_sessions', 'kill_sessions', 'release_holds']),
  ('SUPPORT_L2', false, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_errors', 'view_jobs', 'search_all_tenants']),
  ('SUPPORT_L2', true, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_errors', 'view_jobs', 'search_all_tenants', 'view_audit', 'review_sessions', 'kill_sessions', 'release_holds']),
  ('SUPPORT_L3', false, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_errors', 'view_jobs', 'search_all_tenants', 'modify_config', 'manage_jobs', 'write_in_session', 'export_in_session', 'approve_access', 'kill_sessions']),
  ('SUPPORT_L3', true, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_errors', 'view_jobs', 'search_all_tenants', 'modify_config', 'manage_jobs', 'write_in_session', 'export_in_session', 'approve_access', 'kill_sessions', 'view_audit', 'review_sessions', 'release_holds']),
  ('IMPLEMENTATION', false, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'manage_projects', 'run_migrations', 'write_in_session']),
  ('IMPLEMENTATION', true, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'manage_projects', 'run_migrations', 'write_in_session', 'override_plan', 'manage_templates', 'waive_gates', 'approve_migration', 'rollback_migration', 'approve_access']),
  ('HOTLINE_OPS', false, ARRAY['view_tenants', 'view_global_qa', 'review_qa', 'bulk_qa_actions', 'manage_directives', 'view_operator_status']),
  ('HOTLINE_OPS', true, ARRAY['view_tenants', 'view_global_qa', 'review_qa', 'bulk_qa_actions', 'manage_directives', 'view_operator_status', 'approve_directives', 'override_qa', 'force_operator_status']),
  ('CLIENT_SUCCESS', false, ARRAY['view_tenants', 'view_health_scores', 'view_usage_metrics', 'view_benchmarks', 'manage_accounts']),
  ('CLIENT_SUCCESS', true, ARRAY['view_tenants', 'view_health_scores', 'view_usage_metrics', 'view_benchmarks', 'manage_accounts', 'manage_health_model']),
  ('ADMIN', false, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_errors', 'view_jobs', 'search_all_tenants', 'modify_config', 'manage_jobs', 'write_in_session', 'export_in_session', 'approve_access', 'kill_sessions', 'view_audit', 'review_sessions', 'release_holds', 'manage_projects', 'run_migrations', 'override_plan', 'manage_templates', 'waive_gates', 'approve_migration', 'rollback_migration', 'view_global_qa', 'review_qa', 'bulk_qa_actions', 'manage_directives', 'view_operator_status', 'approve_directives', 'override_qa', 'force_operator_status', 'view_health_scores', 'view_usage_metrics', 'view_benchmarks', 'manage_accounts', 'manage_health_model', 'manage_users', 'manage_flags', 'manage_settings', 'manage_training', 'manage_webhooks', 'view_portal_jobs', 'manage_portal_jobs']),
  ('ADMIN', true, ARRAY['view_tenants', 'impersonate', 'view_config', 'reveal', 'view_errors', 'view_jobs', 'search_all_tenants', 'modify_config', 'manage_jobs', 'write_in_session', 'export_in_session', 'approve_access', 'kill_sessions', 'view_audit', 'review_sessions', 'release_holds', 'manage_projects', 'run_migrations', 'override_plan', 'manage_templates', 'waive_gates', 'approve_migration', 'rollback_migration', 'view_global_qa', 'review_qa', 'bulk_qa_actions', 'manage_directives', 'view_operator_status', 'approve_directives', 'override_qa', 'force_operator_status', 'view_health_scores', 'view_usage_metrics', 'view_benchmarks', 'manage_accounts', 'manage_health_model', 'manage_users', 'manage_flags', 'manage_settings', 'manage_training', 'manage_webhooks', 'view_portal_jobs', 'manage_portal_jobs'])
) m (role, lead, permissions);
