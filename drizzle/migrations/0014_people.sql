-- Who works here and what they may do. Nobody changes a person but through these functions, and nobody changes themselves.
--
-- Every one of them locks people first: the one concerned and, where the last administrator could go, all administrators, by id. So two
-- administrators who demote each other meet at the first of the rows, and the slower one finds that they no longer may. NO KEY, because
-- sign-ins and sessions refer to these rows and need not wait. Then the order of 0009_kill.sql: sessions by id, sign-ins by id, heads.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
GRANT SELECT (held_at, held_reason, deactivated_at) ON app.internal_user TO portal_staff;
--> statement-breakpoint
GRANT UPDATE (role, lead, status, held_reason) ON app.internal_user TO portal_guard;
--> statement-breakpoint
GRANT SELECT, INSERT ON app.admin_grant TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (asked_by, reason, asked_at, expires_at, state, decided_by, decided_at) ON app.admin_grant TO portal_guard;
--> statement-breakpoint
GRANT SELECT ON app.admin_grant TO portal_staff;
--> statement-breakpoint
CREATE POLICY guard ON app.admin_grant TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY administrators ON app.admin_grant FOR SELECT TO portal_staff USING ((SELECT app.may('manage_users')));
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.admin_grant FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
-- How long a wish waits for a second administrator.
CREATE FUNCTION app.admin_grant_limit() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN interval '7 days';
--> statement-breakpoint
-- Who asks, if they may; else nothing happens at all.
CREATE FUNCTION app.required(permission text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE me text := app.current_operator();
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF NOT app.may(permission) THEN RAISE EXCEPTION 'not_permitted' USING ERRCODE = '42501'; END IF;
  RETURN me;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.hold_people(person text) RETURNS app.internal_user LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE found app.internal_user;
BEGIN
  PERFORM FROM app.internal_user u WHERE u.role = 'ADMIN' OR u.id = person ORDER BY u.id FOR NO KEY UPDATE;
  SELECT u.* INTO found FROM app.internal_user u WHERE u.id = person;
  RETURN found;
END $$;
--> statement-breakpoint
-- Whether nobody would be left to manage people without this one. True only of somebody who is an active administrator now. Whoever acts
-- on the answer holds people first.
CREATE FUNCTION app.is_last_admin(person text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM app.internal_user u WHERE u.id = person AND u.role = 'ADMIN' AND u.status = 'ACTIVE')
    AND NOT EXISTS (SELECT FROM app.internal_user u WHERE u.id <> person AND u.role = 'ADMIN' AND u.status = 'ACTIVE');
END $$;
--> statement-breakpoint
-- What the trail may know of a person: never a name or an address.
CREATE FUNCTION app.standing(u app.internal_user) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN jsonb_build_object((u).id, jsonb_build_object('role', (u).role, 'lead', (u).lead, 'status', (u).status));
--> statement-breakpoint
-- Sign-ins of somebody that a request would still be believed by.
CREATE FUNCTION app.open_sign_ins(person text) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.may('manage_users') THEN RETURN NULL; END IF;
  RETURN (SELECT count(*) FROM app.login_session l WHERE l.operator_id = person AND l.revoked_at IS NULL
    AND l.expires_at > clock_timestamp() AND l.seen_at > clock_timestamp() - app.sign_in_idle_limit());
END $$;
--> statement-breakpoint
-- A new person. Nobody begins as an administrator: that takes two. Two who add the same address or directory id at once meet at the unique
-- index (23505); whoever asks again is told which of the two is taken.
CREATE FUNCTION app.add_person(id text, directory_id text, email text, name text, role text, lead boolean, zone text) RETURNS TABLE (because text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.required('manage_users');
  added app.internal_user;
  refusal text;
BEGIN
  refusal := CASE
    WHEN add_person.role = 'ADMIN' THEN 'ASK_INSTEAD'
    WHEN EXISTS (SELECT FROM app.internal_user u WHERE lower(u.email) = lower(add_person.email)) THEN 'EMAIL_TAKEN'
    WHEN EXISTS (SELECT FROM app.internal_user u WHERE u.directory_id = add_person.directory_id) THEN 'DIRECTORY_ID_TAKEN'
  END;
  added.id := add_person.id;
  added.role := add_person.role;
  added.lead := add_person.lead;
  added.status := 'ACTIVE';
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES ('person:add', CASE WHEN refusal IS NULL THEN 'Added a member of staff.' ELSE 'Asked to add a member of staff and was refused.' END,
          CASE WHEN refusal IS NULL THEN 'done' ELSE 'refused' END, 'internal_user', CASE WHEN refusal IS NULL THEN ARRAY[added.id] ELSE '{}' END,
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'after', CASE WHEN refusal IS NULL THEN app.standing(added) END)));
  IF refusal IS NULL THEN
    INSERT INTO app.internal_user (id, directory_id, email, name, role, lead, zone)
    VALUES (add_person.id, add_person.directory_id, add_person.email, add_person.name, add_person.role, add_person.lead, add_person.zone);
  END IF;
  RETURN QUERY SELECT refusal;
END $$;
--> statement-breakpoint
-- Another role, or another status, of somebody else. `because` says why not; `sessions` are those that ended with it. Another role
-- or status ends sign-ins and sessions by the triggers on internal_user; their rows are taken here already, before the heads.
CREATE FUNCTION app.change_person(person text, what text, reason text, new_role text DEFAULT NULL, new_lead boolean DEFAULT NULL, seen integer DEFAULT NULL)
RETURNS TABLE (because text, sessions text[]) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  needs text := CASE what WHEN 'release' THEN 'release_holds' ELSE 'manage_users' END;
  me text := app.required(needs);
  was app.internal_user;
  will app.internal_user;
  refusal text;
  held app.impersonation_session[] := '{}';
  logins text[] := '{}';
BEGIN
  IF what IS NULL OR what NOT IN ('role', 'deactivate', 'reactivate', 'hold', 'release') THEN RAISE EXCEPTION 'no_such_change' USING ERRCODE = '22023'; END IF;
  IF length(trim(coalesce(reason, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  was := app.hold_people(person);
  -- What we waited for may have been the end of our own right.
  me := app.required(needs);
  will := was;
  IF what = 'role' THEN
    will.role := new_role;
    will.lead := new_lead;
  ELSE
    will.status := CASE what WHEN 'deactivate' THEN 'DEACTIVATED' WHEN 'hold' THEN 'HELD' ELSE 'ACTIVE' END;
  END IF;

  refusal := CASE
    WHEN was.id IS NULL THEN 'UNKNOWN'
    WHEN was.id = me THEN 'YOURSELF'
    WHEN what = 'role' AND seen IS DISTINCT FROM was.version THEN 'STALE'
    WHEN what = 'role' AND new_role = 'ADMIN' THEN 'ASK_INSTEAD'
    WHEN what = 'role' AND (was.role, was.lead) = (will.role, will.lead) THEN 'SAME_ROLE'
    WHEN what = 'deactivate' AND was.status = 'DEACTIVATED' THEN 'DEACTIVATED_ALREADY'
    WHEN what = 'reactivate' AND was.status <> 'DEACTIVATED' THEN 'NOT_DEACTIVATED'
    -- Two people make an administrator; coming back as one would take a single hand.
    WHEN what = 'reactivate' AND was.role = 'ADMIN' THEN 'ADMIN_COMES_BACK'
    WHEN what = 'hold' AND was.status <> 'ACTIVE' THEN 'NOT_ACTIVE'
    WHEN what = 'release' AND was.status <> 'HELD' THEN 'NOT_HELD'
    WHEN (will.role <> 'ADMIN' OR will.status <> 'ACTIVE') AND app.is_last_admin(person) THEN 'LAST_ADMIN'
  END;

  IF refusal IS NULL AND (was.status <> will.status OR was.role <> will.role) THEN
    held := app.hold_sessions('operator', ARRAY[person]);
    logins := ARRAY(SELECT l.id FROM app.login_session l WHERE l.operator_id = person AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE);
  END IF;
  PERFORM app.hold_heads('operator:' || me, held);
  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), 'person:' || what,
          CASE WHEN refusal IS NULL THEN CASE what
                 WHEN 'role' THEN 'Changed the role of a member of staff.'
                 WHEN 'deactivate' THEN 'Deactivated a member of staff; their sign-ins and sessions ended.'
                 WHEN 'reactivate' THEN 'Let a member of staff come back.'
                 WHEN 'hold' THEN 'Held a member of staff; their sign-ins and sessions ended.'
                 WHEN 'release' THEN 'Released a member of staff who was held.' END
               WHEN refusal = 'UNKNOWN' THEN 'Tried to change a member of staff who is not there.'
               ELSE 'Asked for a change of a member of staff and was refused.' END,
          CASE WHEN refusal IS NULL THEN 'done' WHEN refusal = 'UNKNOWN' THEN 'not_found' ELSE 'refused' END, 'internal_user', ARRAY[person],
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'before', CASE WHEN was.id IS NOT NULL THEN app.standing(was) END,
            'after', CASE WHEN refusal IS NULL THEN app.standing(will) END,
            'sessions', (SELECT jsonb_agg(s.id) FROM unnest(held) s), 'signIns', nullif(cardinality(logins), 0))), reason);
  IF refusal IS NULL THEN
    UPDATE app.internal_user u SET role = will.role, lead = will.lead, status = will.status,
      held_reason = CASE WHEN what = 'hold' THEN left(change_person.reason, 300) ELSE u.held_reason END WHERE u.id = person;
  END IF;
  RETURN QUERY SELECT refusal, ARRAY(SELECT s.id FROM unnest(held) s);
END $$;
--> statement-breakpoint
-- A wish that somebody becomes an administrator. One that lapsed is asked for anew under its old key: its history tells of both.
CREATE FUNCTION app.ask_admin(grant_id text, person text, reason text) RETURNS TABLE (because text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.required('manage_users');
  subject app.internal_user;
  known app.admin_grant;
  refusal text;
BEGIN
  IF length(trim(coalesce(reason, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  SELECT u.* INTO subject FROM app.internal_user u WHERE u.id = person FOR NO KEY UPDATE;
  me := app.required('manage_users');
  SELECT g.* INTO known FROM app.admin_grant g WHERE g.subject_id = person AND g.state = 'asked' FOR UPDATE;
  refusal := CASE
    WHEN subject.id IS NULL THEN 'UNKNOWN'
    WHEN subject.id = me THEN 'YOURSELF'
    WHEN subject.status <> 'ACTIVE' THEN 'NOT_ACTIVE'
    WHEN subject.role = 'ADMIN' THEN 'ADMIN_ALREADY'
    WHEN known.expires_at > clock_timestamp() THEN 'ASKED_ALREADY'
  END;
  INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES ('admin:ask', CASE WHEN refusal IS NULL THEN 'Asked that a member of staff becomes an administrator.'
            WHEN refusal = 'UNKNOWN' THEN 'Asked that somebody who is not there becomes an administrator.'
            ELSE 'Asked that a member of staff becomes an administrator and was refused.' END,
          CASE WHEN refusal IS NULL THEN 'done' WHEN refusal = 'UNKNOWN' THEN 'not_found' ELSE 'refused' END, 'admin_grant',
          CASE WHEN refusal IS NULL THEN ARRAY[coalesce(known.id, grant_id), person] ELSE ARRAY[person] END,
          jsonb_strip_nulls(jsonb_build_object('because', refusal)), reason);
  IF refusal IS NULL AND known.id IS NOT NULL THEN
    UPDATE app.admin_grant g SET asked_by = me, reason = ask_admin.reason, asked_at = clock_timestamp(), expires_at = clock_timestamp() + app.admin_grant_limit()
    WHERE g.id = known.id;
  ELSIF refusal IS NULL THEN
    INSERT INTO app.admin_grant (id, subject_id, asked_by, reason, asked_at, expires_at)
    VALUES (grant_id, person, me, ask_admin.reason, clock_timestamp(), clock_timestamp() + app.admin_grant_limit());
  END IF;
  RETURN QUERY SELECT refusal;
END $$;
--> statement-breakpoint
-- A second administrator decides: neither who asked nor whom it is about. `seen` is when the wish they read was asked, so that one which
-- was asked anew is read anew. Granting changes the role in the same transaction, and the person signs in again.
CREATE FUNCTION app.decide_admin(grant_id text, granted boolean, seen timestamptz, reason text DEFAULT NULL)
RETURNS TABLE (because text, subject_id text, sessions text[]) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  me text := app.required('manage_users');
  wish app.admin_grant;
  was app.internal_user;
  will app.internal_user;
  asker app.internal_user;
  refusal text;
  held app.impersonation_session[] := '{}';
BEGIN
  IF granted IS NULL THEN RAISE EXCEPTION 'no_decision' USING ERRCODE = '22023'; END IF;
  IF NOT granted AND length(trim(coalesce(reason, ''))) < 10 THEN RAISE EXCEPTION 'no_reason' USING ERRCODE = '22023'; END IF;
  -- People before wishes, as in asking; all administrators, because the one who asked must still be one.
  was := app.hold_people((SELECT g.subject_id FROM app.admin_grant g WHERE g.id = grant_id));
  me := app.required('manage_users');
  SELECT g.* INTO wish FROM app.admin_grant g WHERE g.id = grant_id FOR UPDATE;
  SELECT u.* INTO asker FROM app.internal_user u WHERE u.id = wish.asked_by;
  will := was;
  will.role := 'ADMIN';
  will.lead := false;
  refusal := CASE
    WHEN wish.id IS NULL THEN 'UNKNOWN'
    WHEN wish.subject_id = me THEN 'YOURSELF'
    WHEN wish.asked_by = me THEN 'ASKED_BY_YOU'
    WHEN wish.state <> 'asked' THEN 'DECIDED_ALREADY'
    WHEN wish.asked_at IS DISTINCT FROM seen THEN 'STALE'
    WHEN wish.expires_at <= clock_timestamp() THEN 'LAPSED'
    WHEN granted AND was.status <> 'ACTIVE' THEN 'NOT_ACTIVE'
    WHEN granted AND was.role = 'ADMIN' THEN 'ADMIN_ALREADY'
    WHEN granted AND (asker.role <> 'ADMIN' OR asker.status <> 'ACTIVE') THEN 'ASKER_GONE'
  END;
  IF refusal IS NULL AND granted THEN
    held := app.hold_sessions('operator', ARRAY[was.id]);
    PERFORM FROM app.login_session l WHERE l.operator_id = was.id AND l.revoked_at IS NULL ORDER BY l.id FOR NO KEY UPDATE;
  END IF;
  PERFORM app.hold_heads('operator:' || me, held);
  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts, reason)
  VALUES (me, (SELECT u.role FROM app.internal_user u WHERE u.id = me), CASE WHEN granted THEN 'admin:grant' ELSE 'admin:refuse' END,
          CASE WHEN refusal = 'UNKNOWN' THEN 'Tried to decide on a wish that is not there.'
               WHEN refusal IS NOT NULL THEN 'Wanted to decide on a wish for an administrator and was refused.'
               WHEN granted THEN 'Granted, as a second person, that a member of staff becomes an administrator.'
               ELSE 'Refused that a member of staff becomes an administrator.' END,
          CASE WHEN refusal IS NULL THEN 'done' WHEN refusal = 'UNKNOWN' THEN 'not_found' ELSE 'refused' END, 'admin_grant',
          array_remove(ARRAY[grant_id, wish.subject_id], NULL),
          jsonb_strip_nulls(jsonb_build_object('because', refusal, 'askedBy', wish.asked_by,
            'before', CASE WHEN refusal IS NULL AND granted THEN app.standing(was) END,
            'after', CASE WHEN refusal IS NULL AND granted THEN app.standing(will) END,
            'sessions', (SELECT jsonb_agg(s.id) FROM unnest(held) s))), reason);
  IF refusal IS NULL THEN
    UPDATE app.admin_grant g SET state = CASE WHEN granted THEN 'granted' ELSE 'refused' END, decided_by = me, decided_at = clock_timestamp() WHERE g.id = wish.id;
    IF granted THEN
      UPDATE app.internal_user u SET role = will.role, lead = will.lead WHERE u.id = was.id;
    END IF;
  END IF;
  RETURN QUERY SELECT refusal, wish.subject_id, ARRAY(SELECT s.id FROM unnest(held) s);
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN (
    'admin_grant_limit', 'required', 'hold_people', 'is_last_admin', 'standing', 'open_sign_ins', 'add_person', 'change_person', 'ask_admin', 'decide_admin') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_guard', f.signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.open_sign_ins(text), app.add_person(text, text, text, text, text, boolean, text),
  app.change_person(text, text, text, text, boolean, integer), app.ask_admin(text, text, text), app.decide_admin(text, boolean, timestamptz, text) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
