-- Notifications: written by jobs, read and put away by whom they are for, and counted in the transaction of every change. Whoever changes
-- notifications of a person holds that person's inbox first, then the notifications, then the head of a chain.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- Whose inbox the asker may see: their own.
CREATE FUNCTION app.inbox_owner() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN app.current_operator();
END $$;
--> statement-breakpoint
-- What the bell shows. It is asked with the first statement of every batch, so that it costs no round trip of its own.
CREATE FUNCTION app.unread() RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF session_user = 'portal_jobs' THEN RETURN 0; END IF;
  RETURN coalesce((SELECT i.unread FROM app.notification_inbox i WHERE i.user_id = app.inbox_owner()), 0);
END $$;
--> statement-breakpoint
-- A zone that PostgreSQL knows, or UTC. Asked of the conversion itself: the view of all zones reads every file of them.
CREATE FUNCTION app.known_zone(zone text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
  PERFORM now() AT TIME ZONE zone;
  RETURN coalesce(zone, 'UTC');
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN 'UTC';
END $$;
--> statement-breakpoint
-- Until when somebody's quiet hours last, or NULL where it is not quiet: by the clock on their wall, whatever becomes of it in between.
-- Minutes after midnight. An end that the clock passes twice is its later one; one that it leaps over is as far behind the leap.
CREATE FUNCTION app.quiet_until(zone text, quiet_from integer, quiet_to integer, at timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  known text := app.known_zone(zone);
  wall timestamp := at AT TIME ZONE known;
  minute integer := extract(hour FROM wall) * 60 + extract(minute FROM wall);
  is_quiet boolean := CASE WHEN quiet_from < quiet_to THEN minute >= quiet_from AND minute < quiet_to ELSE minute >= quiet_from OR minute < quiet_to END;
BEGIN
  IF is_quiet IS NOT TRUE THEN RETURN NULL; END IF;
  RETURN (date_trunc('day', wall) + make_interval(days => CASE WHEN minute < quiet_to THEN 0 ELSE 1 END, mins => quiet_to)) AT TIME ZONE known;
END $$;
--> statement-breakpoint
-- When what is put off comes back: in an hour, or at eight in the morning where the reader is.
CREATE FUNCTION app.snooze_until(word text, zone text, at timestamptz) RETURNS timestamptz LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  known text := app.known_zone(zone);
  wall timestamp := at AT TIME ZONE known;
BEGIN
  RETURN CASE word
    WHEN 'hour' THEN at + interval '1 hour'
    WHEN 'tomorrow' THEN (date_trunc('day', wall) + interval '1 day 8 hours') AT TIME ZONE known
    WHEN 'monday' THEN (date_trunc('week', wall) + interval '7 days 8 hours') AT TIME ZONE known
  END;
END $$;
--> statement-breakpoint
-- The counter of every inbox moves with its notifications, whoever changes them.
CREATE FUNCTION app.count_unread() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO app.notification_inbox AS i (user_id, tenant_id, unread)
    SELECT n.user_id, max(n.tenant_id), count(*) FILTER (WHERE NOT n.is_read AND n.snoozed_until IS NULL) FROM after n GROUP BY n.user_id ORDER BY n.user_id
    ON CONFLICT (user_id) DO UPDATE SET unread = i.unread + excluded.unread;
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE app.notification_inbox i SET unread = i.unread + d.more FROM (
      SELECT m.user_id, sum(m.one)::integer AS more FROM (
        SELECT n.user_id, 1 AS one FROM after n WHERE NOT n.is_read AND n.snoozed_until IS NULL
        UNION ALL SELECT o.user_id, -1 FROM before o WHERE NOT o.is_read AND o.snoozed_until IS NULL) m
      GROUP BY m.user_id) d
    WHERE i.user_id = d.user_id AND d.more <> 0;
  ELSE
    UPDATE app.notification_inbox i SET unread = i.unread - d.less FROM (
      SELECT o.user_id, count(*)::integer AS less FROM before o WHERE NOT o.is_read AND o.snoozed_until IS NULL GROUP BY o.user_id) d
    WHERE i.user_id = d.user_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_added AFTER INSERT ON app.notification REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION app.count_unread();
--> statement-breakpoint
CREATE TRIGGER count_changed AFTER UPDATE ON app.notification REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION app.count_unread();
--> statement-breakpoint
CREATE TRIGGER count_removed AFTER DELETE ON app.notification REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION app.count_unread();
--> statement-breakpoint
-- Who is meant by an audience (worker/notifications/rules/audience.ts), as people are now. Nobody who has left, and nobody who is held
-- but for themselves.
CREATE FUNCTION app.audience(audience text) RETURNS TABLE (user_id text, tenant_id text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  sort text := split_part(audience.audience, ':', 1);
  word text := split_part(audience.audience, ':', 2);
BEGIN
  IF sort = 'tenant' THEN
    RETURN QUERY SELECT u.id, u.tenant_id FROM public.tenant_user u JOIN public.tenant t ON t.id = u.tenant_id
      WHERE u.tenant_id = word AND u.role = 'TENANT_ADMIN' AND u.status = 'ACTIVE' AND t.access_policy <> 'open';
    RETURN;
  END IF;
  IF sort = 'user' THEN
    RETURN QUERY SELECT u.id, u.tenant_id FROM public.tenant_user u WHERE u.id = word AND u.status = 'ACTIVE';
    RETURN;
  END IF;
  IF sort = 'users' THEN
    RETURN QUERY SELECT u.id, u.tenant_id FROM public.tenant_user u WHERE u.tenant_id = word AND u.status = 'ACTIVE';
    RETURN;
  END IF;
  RETURN QUERY SELECT u.id, NULL::text FROM app.internal_user u
    WHERE (u.status = 'ACTIVE' OR (u.status = 'HELD' AND sort = 'person')) AND CASE sort
      WHEN 'person' THEN u.id = word
      WHEN 'leads' THEN u.lead AND u.id <> word AND u.role = (SELECT o.role FROM app.internal_user o WHERE o.id = word)
      WHEN 'may' THEN EXISTS (SELECT FROM app.role_permission p WHERE p.role = u.role AND p.lead = u.lead AND p.permission = word)
      WHEN 'role' THEN u.role = word
      WHEN 'success' THEN u.id = (SELECT t.csm_id FROM public.tenant t WHERE t.id = word)
      WHEN 'staff' THEN true
      ELSE false END;
END $$;
--> statement-breakpoint
-- One notice of an event for everybody of an audience: at most one row per event and person, and with the rows whatever follows from them.
-- `said`: {notice, category, severity, title, sentence, link, about, byLetter}; `usual`: {email, digestMinutes} of who chose nothing;
-- `attempts`: how often each kind of job is tried. A letter about something severe goes now (or after the quiet hours, unless it is
-- CRITICAL); the others of a category are collected by the first of them.
CREATE FUNCTION app.notify(event_id text, audience text, except_id text, said jsonb, usual jsonb, attempts jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  severe boolean := said ->> 'severity' IN ('HIGH', 'CRITICAL');
  moment timestamptz := clock_timestamp();
  people text[] := ARRAY(SELECT a.user_id FROM app.audience(notify.audience) a WHERE a.user_id IS DISTINCT FROM except_id);
  rows_written integer;
  shown boolean;
BEGIN
  INSERT INTO app.notification_inbox (user_id, tenant_id)
  SELECT a.user_id, a.tenant_id FROM app.audience(notify.audience) a WHERE a.user_id = ANY (people) ORDER BY a.user_id ON CONFLICT DO NOTHING;
  PERFORM FROM app.notification_inbox i WHERE i.user_id = ANY (people) ORDER BY i.user_id FOR NO KEY UPDATE;

  WITH meant AS (
    SELECT i.user_id, i.tenant_id, coalesce(p.in_app, true) AS in_app,
      i.tenant_id IS NULL AND (said ->> 'byLetter')::boolean AND coalesce(p.by_letter, (usual ->> 'email')::boolean) AS email,
      coalesce(p.digest_minutes, (usual ->> 'digestMinutes')::integer) AS digest_minutes,
      CASE WHEN said ->> 'severity' <> 'CRITICAL' THEN app.quiet_until(u.zone, i.quiet_from, i.quiet_to, moment) END AS quiet
    FROM app.notification_inbox i
    LEFT JOIN app.internal_user u ON u.id = i.user_id
    LEFT JOIN app.notification_preference p ON p.user_id = i.user_id AND p.category = said ->> 'category'
    WHERE i.user_id = ANY (people)
  ), written AS (
    INSERT INTO app.notification (id, user_id, tenant_id, event_id, notice, category, severity, title, sentence, link, entity_ids, is_read, archived_at, created_at,
                                  letter_due, letter_at)
    SELECT app.new_id('ntf'), m.user_id, m.tenant_id, notify.event_id, said ->> 'notice', said ->> 'category', said ->> 'severity', said ->> 'title',
      said ->> 'sentence', said ->> 'link', ARRAY[said ->> 'about'], NOT m.in_app, CASE WHEN NOT m.in_app THEN moment END, moment,
      CASE WHEN m.email THEN moment END, CASE WHEN m.email AND (severe OR m.digest_minutes = 0) THEN moment END
    FROM meant m WHERE m.in_app OR m.email ORDER BY m.user_id
    ON CONFLICT (event_id, user_id) DO NOTHING RETURNING id, user_id, is_read, letter_due, letter_at
  ), letters AS (
    INSERT INTO app.job (id, kind, priority, args, run_at, max_attempts, dedup)
    SELECT app.new_id('pjob'), 'mail', 1, jsonb_build_object('letter', said ->> 'notice', 'to', w.user_id, 'about', said ->> 'about'),
      coalesce(m.quiet, moment), (attempts ->> 'mail')::integer, notify.event_id || ':letter:' || w.user_id
    FROM written w JOIN meant m ON m.user_id = w.user_id WHERE w.letter_at IS NOT NULL ON CONFLICT DO NOTHING
  ), digests AS (
    INSERT INTO app.job (id, kind, priority, args, run_at, max_attempts, dedup)
    SELECT app.new_id('pjob'), 'digest', 2, jsonb_build_object('to', w.user_id, 'category', said ->> 'category'),
      greatest(moment + make_interval(mins => m.digest_minutes), m.quiet), (attempts ->> 'digest')::integer, notify.event_id || ':digest:' || w.user_id
    FROM written w JOIN meant m ON m.user_id = w.user_id
    WHERE w.letter_due IS NOT NULL AND w.letter_at IS NULL AND NOT EXISTS (
      SELECT FROM app.notification o WHERE o.user_id = w.user_id AND o.category = said ->> 'category' AND o.letter_due IS NOT NULL AND o.letter_at IS NULL)
    ON CONFLICT DO NOTHING
  )
  SELECT count(*), coalesce(bool_or(NOT w.is_read), false) INTO rows_written, shown FROM written w;
  IF shown THEN
    PERFORM app.put_job('push', jsonb_build_object('event', notify.event_id), (attempts ->> 'push')::integer, notify.event_id || ':push:' || notify.audience, 0);
  END IF;
  RETURN rows_written;
END $$;
--> statement-breakpoint
-- The notifications of an event that are to be shown to whoever has a page open, with what stands on their bell now. `is_quiet`: it is in
-- their quiet hours.
CREATE FUNCTION app.notified(event_id text, after text, most integer)
RETURNS TABLE (id text, user_id text, tenant_id text, category text, severity text, title text, sentence text, link text, entity_ids text[], created_at timestamptz,
               unread integer, is_quiet boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT n.id, n.user_id, n.tenant_id, n.category, n.severity, n.title, n.sentence, n.link, n.entity_ids, n.created_at::timestamptz, i.unread,
      app.quiet_until(u.zone, i.quiet_from, i.quiet_to, clock_timestamp()) IS NOT NULL
    FROM app.notification n JOIN app.notification_inbox i ON i.user_id = n.user_id LEFT JOIN app.internal_user u ON u.id = n.user_id
    WHERE n.event_id = notified.event_id AND n.archived_at IS NULL AND n.user_id > coalesce(after, '') ORDER BY n.user_id LIMIT most;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.unread_of(user_id text) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN coalesce((SELECT i.unread FROM app.notification_inbox i WHERE i.user_id = unread_of.user_id), 0);
END $$;
--> statement-breakpoint
-- What somebody does with their own: `ids`, or where that is NULL all that is unread (of one category). `matched` says how many of the ids
-- are theirs, `changed` how many are another now; what is so already stays so. Other pages of theirs are told by a job.
CREATE FUNCTION app.mark_notifications(mark text, ids text[], category text, snooze text, until timestamptz, attempts integer)
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

  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), 'notification:' || mark,
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
-- What was put off and whose time has come lies in the inbox again, unread. Whoever it belongs to is told by a job.
CREATE FUNCTION app.wake_notifications(most integer, attempts integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  due text[] := ARRAY(SELECT n.id FROM app.notification n WHERE n.snoozed_until <= clock_timestamp() ORDER BY n.snoozed_until LIMIT most);
  woken integer;
BEGIN
  IF cardinality(due) = 0 THEN RETURN 0; END IF;
  PERFORM FROM app.notification_inbox i WHERE i.user_id IN (SELECT n.user_id FROM app.notification n WHERE n.id = ANY (due)) ORDER BY i.user_id FOR NO KEY UPDATE;
  WITH awake AS (
    UPDATE app.notification n SET snoozed_until = NULL, is_read = false WHERE n.id = ANY (due) AND n.snoozed_until <= clock_timestamp() RETURNING n.id, n.user_id
  ), told AS (
    INSERT INTO app.job (id, kind, priority, args, max_attempts)
    SELECT app.new_id('pjob'), 'push', 0, jsonb_build_object('to', a.user_id, 'change', 'unsnooze', 'ids', jsonb_agg(a.id ORDER BY a.id)), attempts FROM awake a GROUP BY a.user_id
  )
  SELECT count(*) INTO woken FROM awake;
  RETURN woken;
END $$;
--> statement-breakpoint
-- One letter for what was collected of a category and is still unread, or, in quiet hours, the same again at their end.
CREATE FUNCTION app.write_digest(user_id text, category text, attempts jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  held app.notification_inbox;
  quiet timestamptz;
  owed integer;
  first_id text;
  first_notice text;
  first_about text;
BEGIN
  SELECT i.* INTO held FROM app.notification_inbox i WHERE i.user_id = write_digest.user_id FOR NO KEY UPDATE;
  quiet := app.quiet_until((SELECT u.zone FROM app.internal_user u WHERE u.id = held.user_id), held.quiet_from, held.quiet_to, clock_timestamp());
  IF quiet IS NOT NULL THEN
    PERFORM app.put_job('digest', jsonb_build_object('to', held.user_id, 'category', write_digest.category), (attempts ->> 'digest')::integer, NULL, 2, quiet);
    RETURN 0;
  END IF;
  WITH collected AS (
    UPDATE app.notification n SET letter_at = clock_timestamp()
    WHERE n.user_id = held.user_id AND n.category = write_digest.category AND n.letter_due IS NOT NULL AND n.letter_at IS NULL RETURNING n.*
  ), worth AS (
    -- Recorded as read from the beginning: by letter is the only way that they wish to hear of it.
    SELECT c.* FROM collected c WHERE NOT c.is_read OR c.archived_at = c.created_at
  )
  SELECT (SELECT count(*) FROM worth), w.id, w.notice, w.entity_ids[1] INTO owed, first_id, first_notice, first_about
  FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT o.id, o.notice, o.entity_ids FROM worth o ORDER BY o.created_at, o.id LIMIT 1) w ON true;
  IF owed > 0 THEN
    PERFORM app.put_job('mail', CASE owed
      WHEN 1 THEN jsonb_build_object('letter', first_notice, 'to', held.user_id, 'about', first_about)
      ELSE jsonb_build_object('letter', 'digest', 'to', held.user_id, 'about', first_id, 'count', owed) END,
      (attempts ->> 'mail')::integer, first_id || ':letter');
  END IF;
  RETURN owed;
END $$;
--> statement-breakpoint
-- What somebody wishes to be told, as a whole: `wishes` is [{category, inApp, email, digestMinutes}]. `because` is STALE where it was changed
-- since it was seen.
CREATE FUNCTION app.prefer(version integer, quiet_from integer, quiet_to integer, wishes jsonb) RETURNS TABLE (because text, now_version integer)
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
  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), 'notification:prefer', 'Chose what to be told and how.', CASE WHEN stale THEN 'refused' ELSE 'done' END,
          'notification_inbox', ARRAY[me],
          CASE WHEN stale THEN jsonb_build_object('because', 'STALE')
               ELSE jsonb_build_object('version', prefer.version + 1, 'quietFrom', prefer.quiet_from, 'quietTo', prefer.quiet_to, 'wishes', wishes) END);
  IF stale THEN RETURN QUERY SELECT 'STALE'::text, held.version; RETURN; END IF;
  INSERT INTO app.notification_inbox AS i (user_id, quiet_from, quiet_to, version) VALUES (me, prefer.quiet_from, prefer.quiet_to, 1)
  ON CONFLICT (user_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, version = i.version + 1;
  INSERT INTO app.notification_preference AS p (user_id, category, in_app, by_letter, digest_minutes)
  SELECT me, w.category, w."inApp", w.email, w."digestMinutes" FROM jsonb_to_recordset(wishes) AS w(category text, "inApp" boolean, email boolean, "digestMinutes" smallint)
  ON CONFLICT (user_id, category) DO UPDATE SET in_app = excluded.in_app, by_letter = excluded.by_letter, digest_minutes = excluded.digest_minutes;
  RETURN QUERY SELECT NULL::text, i.version FROM app.notification_inbox i WHERE i.user_id = me;
END $$;
--> statement-breakpoint
-- Half a year after they were written, whatever became of them.
CREATE FUNCTION app.purge_notifications(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  old text[] := ARRAY(SELECT n.id FROM app.notification n WHERE n.created_at < clock_timestamp() - interval '180 days' ORDER BY n.created_at LIMIT most);
BEGIN
  IF cardinality(old) = 0 THEN RETURN 0; END IF;
  PERFORM FROM app.notification_inbox i WHERE i.user_id IN (SELECT n.user_id FROM app.notification n WHERE n.id = ANY (old)) ORDER BY i.user_id FOR NO KEY UPDATE;
  DELETE FROM app.notification n WHERE n.id = ANY (old);
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('notification:sweep', 'Removed ' || cardinality(old) || ' notifications that were past their time.', 'done', 'notification', '{}',
          jsonb_build_object('notifications', cardinality(old)));
  RETURN cardinality(old);
END $$;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['notification', 'notification_inbox', 'notification_preference'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY guard ON app.%I TO portal_guard USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT ON app.%I TO portal_guard', t);
    EXECUTE format('CREATE POLICY own ON app.%I FOR SELECT TO portal_staff USING (user_id = (SELECT app.inbox_owner()))', t);
    -- What jobs write is machinery, like their own marks; what a person does leaves its trace.
    EXECUTE format('CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.%I FOR EACH STATEMENT WHEN (session_user <> ''portal_jobs'') EXECUTE FUNCTION audit.require_trace()', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT DELETE ON app.notification TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (is_read, archived_at, snoozed_until, letter_at) ON app.notification TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (unread, quiet_from, quiet_to, version) ON app.notification_inbox TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (in_app, by_letter, digest_minutes) ON app.notification_preference TO portal_guard;
--> statement-breakpoint
GRANT SELECT (id, user_id, category, severity, title, sentence, link, entity_ids, is_read, archived_at, snoozed_until, created_at) ON app.notification TO portal_staff;
--> statement-breakpoint
GRANT SELECT (user_id, unread, quiet_from, quiet_to, version) ON app.notification_inbox TO portal_staff;
--> statement-breakpoint
GRANT SELECT (user_id, category, in_app, by_letter, digest_minutes) ON app.notification_preference TO portal_staff;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'inbox_owner', 'unread', 'known_zone', 'quiet_until', 'snooze_until', 'count_unread', 'audience', 'notify', 'notified', 'unread_of', 'mark_notifications', 'wake_notifications',
    'write_digest', 'prefer', 'purge_notifications') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.unread() TO portal_staff, portal_tenant_ro, portal_tenant_rw, portal_jobs;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.inbox_owner(), app.mark_notifications(text, text[], text, text, timestamptz, integer), app.prefer(integer, integer, integer, jsonb) TO portal_staff;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.notify(text, text, text, jsonb, jsonb, jsonb), app.notified(text, text, integer), app.unread_of(text), app.wake_notifications(integer, integer),
  app.write_digest(text, text, jsonb), app.purge_notifications(integer) TO portal_jobs;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
