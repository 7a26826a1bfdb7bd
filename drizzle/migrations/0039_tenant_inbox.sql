-- The inbox of a tenant's own users. Their login sees one inbox, of a user for whom the product vouches and whom this database knows as an
-- active user of that tenant; an inbox of the staff is nothing it could name.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_tenant_user') THEN
    CREATE ROLE portal_tenant_user NOLOGIN NOINHERIT;
  END IF;
  ALTER ROLE portal_tenant_user LOGIN;
  ALTER ROLE portal_tenant_user SET statement_timeout = '5s';
  ALTER ROLE portal_tenant_user SET lock_timeout = '2s';
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO portal_tenant_user', current_database());
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO portal_tenant_user;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- Who entered by the login of tenants' users, looked up again at every use: what a setting says is believed only as far as it is so.
CREATE FUNCTION app.tenant_reader() RETURNS TABLE (user_id text, tenant_id text) LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE named jsonb := nullif(current_setting('app.tenant_user', true), '')::jsonb;
BEGIN
  IF session_user <> 'portal_tenant_user' THEN RETURN; END IF;
  RETURN QUERY SELECT u.id, u.tenant_id FROM public.tenant_user u
    WHERE u.tenant_id = named ->> 'tenant' AND u.id = named ->> 'user' AND u.status = 'ACTIVE';
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.inbox_owner() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF session_user = 'portal_tenant_user' THEN RETURN (SELECT r.user_id FROM app.tenant_reader() r); END IF;
  RETURN app.current_operator();
END $$;
--> statement-breakpoint
-- Of a member of staff there is none.
CREATE FUNCTION app.inbox_tenant() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT r.tenant_id FROM app.tenant_reader() r);
END $$;
--> statement-breakpoint
-- The first statement of every batch of theirs, as app.enter is of the staff's.
CREATE FUNCTION app.enter_reader(asker jsonb, context jsonb, key text DEFAULT NULL, asked text DEFAULT NULL)
RETURNS TABLE (operator_id text, session_state text, session_id text, now timestamptz, touch_due boolean, unread integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE me text;
BEGIN
  PERFORM set_config('app.tenant_user', coalesce(asker::text, ''), true), set_config('app.context', coalesce(context::text, ''), true),
          set_config('app.key', coalesce(enter_reader.key, ''), true);
  me := app.inbox_owner();
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF enter_reader.key IS NOT NULL THEN
    INSERT INTO app.answer (operator_id, key, asked) VALUES (me, enter_reader.key, sha256(convert_to(enter_reader.asked, 'UTF8'))) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RAISE EXCEPTION 'repeated' USING ERRCODE = 'IK409'; END IF;
  END IF;
  RETURN QUERY SELECT me, 'none', NULL::text, clock_timestamp(), false, app.unread();
END $$;
--> statement-breakpoint
-- What a key was answered: now to a tenant's user, too.
CREATE OR REPLACE FUNCTION app.answer(key text, asked text) RETURNS TABLE (outcome text, entity_ids text[], facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE known app.answer;
BEGIN
  SELECT a.* INTO known FROM app.answer a
  WHERE a.key = answer.key AND a.operator_id = CASE session_user WHEN 'portal_jobs' THEN 'system' WHEN 'portal_tenant_user' THEN app.inbox_owner() ELSE app.asker() END;
  IF known.asked <> sha256(convert_to(answer.asked, 'UTF8')) THEN RAISE EXCEPTION 'another_question' USING ERRCODE = 'IK422'; END IF;
  RETURN QUERY SELECT t.outcome, t.entity_ids, t.facts FROM audit.trail t WHERE t.chain = known.chain AND t.seq = known.seq;
END $$;
--> statement-breakpoint
-- As before, and what a tenant's user does stands in the chain of the tenant.
CREATE OR REPLACE FUNCTION app.mark_notifications(mark text, ids text[], category text, snooze text, until timestamptz, attempts integer)
RETURNS TABLE (matched integer, changed integer, unread integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.inbox_owner();
  moment timestamptz := clock_timestamp();
  wake timestamptz;
  seen text[];
  moved text[];
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  wake := CASE WHEN mark = 'snooze' THEN coalesce(app.snooze_until(snooze, (SELECT u.zone FROM app.internal_user u WHERE u.id = me), moment), until) END;
  IF mark = 'snooze' AND (wake IS NULL OR wake <= moment OR wake > moment + interval '1 year') THEN RAISE EXCEPTION 'no_time_to_wake' USING ERRCODE = '22023'; END IF;
  PERFORM FROM app.notification_inbox i WHERE i.user_id = me FOR NO KEY UPDATE;
  IF ids IS NULL THEN
    seen := ARRAY(SELECT n.id FROM app.notification n WHERE n.user_id = me AND NOT n.is_read AND n.snoozed_until IS NULL
                    AND (mark_notifications.category IS NULL OR n.category = mark_notifications.category) ORDER BY n.id FOR NO KEY UPDATE);
  ELSE
    seen := ARRAY(SELECT n.id FROM app.notification n WHERE n.user_id = me AND n.id = ANY (ids) ORDER BY n.id FOR NO KEY UPDATE);
  END IF;
  moved := ARRAY(SELECT n.id FROM app.notification n WHERE n.id = ANY (seen) AND CASE mark
    WHEN 'read' THEN NOT n.is_read
    WHEN 'unread' THEN n.is_read
    WHEN 'archive' THEN n.archived_at IS NULL
    WHEN 'unarchive' THEN n.archived_at IS NOT NULL
    WHEN 'snooze' THEN n.snoozed_until IS DISTINCT FROM wake
    WHEN 'unsnooze' THEN n.snoozed_until IS NOT NULL END ORDER BY n.id);

  INSERT INTO audit.trail (operator_id, operator_role, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), app.inbox_tenant(), 'notification:' || mark,
          CASE mark
            WHEN 'read' THEN 'Marked ' || cardinality(moved) || ' of their notifications as read.'
            WHEN 'unread' THEN 'Marked ' || cardinality(moved) || ' of their notifications as unread.'
            WHEN 'archive' THEN 'Put ' || cardinality(moved) || ' of their notifications into the archive.'
            WHEN 'unarchive' THEN 'Took ' || cardinality(moved) || ' of their notifications out of the archive.'
            WHEN 'snooze' THEN 'Put ' || cardinality(moved) || ' of their notifications off.'
            WHEN 'unsnooze' THEN 'Brought back ' || cardinality(moved) || ' of their notifications that were put off.' END,
          CASE WHEN cardinality(seen) = 0 AND ids IS NOT NULL THEN 'not_found' WHEN cardinality(seen) < cardinality(ids) THEN 'partly' ELSE 'done' END,
          'notification', CASE WHEN ids IS NULL THEN '{}' WHEN cardinality(seen) = 0 THEN ids ELSE seen END,
          jsonb_build_object('found', cardinality(seen), 'changed', cardinality(moved)));

  UPDATE app.notification n SET
    is_read = CASE mark WHEN 'read' THEN true WHEN 'archive' THEN true WHEN 'unread' THEN false ELSE n.is_read END,
    archived_at = CASE mark WHEN 'archive' THEN moment WHEN 'unread' THEN NULL WHEN 'unarchive' THEN NULL WHEN 'snooze' THEN NULL ELSE n.archived_at END,
    snoozed_until = CASE mark WHEN 'snooze' THEN wake WHEN 'archive' THEN NULL WHEN 'unsnooze' THEN NULL ELSE n.snoozed_until END
  WHERE n.id = ANY (moved);
  IF cardinality(moved) > 0 THEN
    PERFORM app.put_job('push', jsonb_build_object('to', me, 'change', mark, 'ids', CASE WHEN ids IS NULL THEN '[]'::jsonb ELSE to_jsonb(moved) END), attempts,
                        NULL, 0);
  END IF;
  RETURN QUERY SELECT cardinality(seen), cardinality(moved), app.unread_of(me);
END $$;
--> statement-breakpoint
-- As before, and an inbox that begins with it knows whose tenant it is of: letters are for the staff.
CREATE OR REPLACE FUNCTION app.prefer(version integer, quiet_from integer, quiet_to integer, wishes jsonb) RETURNS TABLE (because text, now_version integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.inbox_owner();
  held app.notification_inbox;
  stale boolean;
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  -- Two tabs take turns also where there is no inbox yet.
  PERFORM pg_advisory_xact_lock(hashtextextended('inbox:' || me, 0));
  SELECT i.* INTO held FROM app.notification_inbox i WHERE i.user_id = me FOR NO KEY UPDATE;
  stale := coalesce(held.version, 0) <> prefer.version;
  INSERT INTO audit.trail (operator_id, operator_role, tenant_id, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), app.inbox_tenant(), 'notification:prefer', 'Chose what to be told and how.', CASE WHEN stale THEN 'refused' ELSE 'done' END,
          'notification_inbox', ARRAY[me],
          CASE WHEN stale THEN jsonb_build_object('because', 'STALE')
               ELSE jsonb_build_object('version', prefer.version + 1, 'quietFrom', prefer.quiet_from, 'quietTo', prefer.quiet_to, 'wishes', wishes) END);
  IF stale THEN RETURN QUERY SELECT 'STALE'::text, held.version; RETURN; END IF;
  INSERT INTO app.notification_inbox AS i (user_id, tenant_id, quiet_from, quiet_to, version) VALUES (me, app.inbox_tenant(), prefer.quiet_from, prefer.quiet_to, 1)
  ON CONFLICT (user_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, version = i.version + 1;
  INSERT INTO app.notification_preference AS p (user_id, tenant_id, category, in_app, by_letter, digest_minutes)
  SELECT me, app.inbox_tenant(), w.category, w."inApp", w.email, w."digestMinutes" FROM jsonb_to_recordset(wishes) AS w(category text, "inApp" boolean, email boolean, "digestMinutes" smallint)
  ON CONFLICT (user_id, category) DO UPDATE SET in_app = excluded.in_app, by_letter = excluded.by_letter, digest_minutes = excluded.digest_minutes;
  RETURN QUERY SELECT NULL::text, i.version FROM app.notification_inbox i WHERE i.user_id = me;
END $$;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['notification', 'notification_inbox', 'notification_preference'] LOOP
    EXECUTE format('CREATE POLICY own_of_tenant ON app.%I FOR SELECT TO portal_tenant_user USING (user_id = (SELECT app.inbox_owner()))', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT (id, user_id, category, severity, title, sentence, link, entity_ids, is_read, archived_at, snoozed_until, created_at) ON app.notification TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (user_id, unread, quiet_from, quiet_to, version) ON app.notification_inbox TO portal_tenant_user;
--> statement-breakpoint
GRANT SELECT (user_id, category, in_app, by_letter, digest_minutes) ON app.notification_preference TO portal_tenant_user;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace
    AND p.proname IN ('tenant_reader', 'inbox_owner', 'inbox_tenant', 'enter_reader', 'answer', 'mark_notifications', 'prefer') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.enter_reader(jsonb, jsonb, text, text), app.answer(text, text), app.inbox_owner(), app.unread(),
  app.mark_notifications(text, text[], text, text, timestamptz, integer), app.prefer(integer, integer, integer, jsonb) TO portal_tenant_user;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
