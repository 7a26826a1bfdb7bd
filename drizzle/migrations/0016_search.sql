-- What the search across tenants knows. An entry is written by the change of what it is about, in the same transaction: by triggers of
-- the statement, with all its rows at once, so that COPY of a quarter of a million reports is one set of entries and not as many calls.
--
-- Two kinds of lexemes stand in `words`. Free words are as the parser makes them. Exact things (ids, numbers, addresses, domains) stand
-- as they are, in small letters, behind a `=`: they are met whole or not at all, and somebody who types `cas` does not meet the id of
-- every case. `#riu` and `#ten_…` say kind and tenant, so that narrowing happens in the index: a word that is common everywhere and rare
-- in one tenant would else be looked up row by row.
--
-- Narratives, notes, findings and reporters are not in it, for nobody's eyes and no permission. A search that met them would answer
-- "does any report of this customer name her?" by the number of its hits, without ever showing a line; so would sorting or counting.
--
-- The snippet is made of the portal's own words only (a category, a role, a status) and can therefore hold nobody's name: titles and
-- subjects are written by people about people, are searched, and are read where they belong.
GRANT CREATE ON SCHEMA app TO portal_guard, portal_search;
--> statement-breakpoint
GRANT SELECT, DELETE ON app.search_entry TO portal_guard;
--> statement-breakpoint
GRANT INSERT (kind, entity_id, tenant_id, number, words, snippet, at) ON app.search_entry TO portal_guard;
--> statement-breakpoint
GRANT UPDATE (tenant_id, number, words, snippet, at) ON app.search_entry TO portal_guard;
--> statement-breakpoint
CREATE POLICY guard ON app.search_entry TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT ON public.tenant_domain TO portal_guard;
--> statement-breakpoint
CREATE POLICY guard ON public.tenant_domain FOR SELECT TO portal_guard USING (true);
--> statement-breakpoint
GRANT SELECT ON app.search_entry TO portal_search;
--> statement-breakpoint
CREATE POLICY search ON app.search_entry FOR SELECT TO portal_search USING (true);
--> statement-breakpoint
GRANT INSERT (act, sentence, outcome, entity_type, entity_ids, facts) ON audit.trail TO portal_search;
--> statement-breakpoint
CREATE POLICY add_search ON audit.trail FOR INSERT TO portal_search WITH CHECK (true);
--> statement-breakpoint
-- Free text is cut: nobody looks for the end of a title that long, and a tsvector has its limits.
CREATE FUNCTION app.search_words(kind text, tenant_id text, exact text[], free text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(array_remove(exact, NULL) || ARRAY['#' || kind, '#' || tenant_id]) || strip(to_tsvector('pg_catalog.simple', left(coalesce(free, ''), 4000)));
--> statement-breakpoint
-- A thing that is met whole. Longer than any address, it is nobody's.
CREATE FUNCTION app.search_whole(thing text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '=' || lower(left(thing, 320));
--> statement-breakpoint
CREATE FUNCTION app.in_words(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE code WHEN 'IN_QA' THEN 'in QA' ELSE lower(replace(code, '_', ' ')) END;
--> statement-breakpoint
CREATE FUNCTION app.language_name(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE code WHEN 'en' THEN 'English' WHEN 'de' THEN 'German' WHEN 'fr' THEN 'French' WHEN 'es' THEN 'Spanish' WHEN 'pt' THEN 'Portuguese' WHEN 'ja' THEN 'Japanese' ELSE code END;
--> statement-breakpoint
CREATE FUNCTION app.search_snippet(VARIADIC parts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN upper(left(array_to_string(parts, ', '), 1)) || substr(array_to_string(parts, ', '), 2);
--> statement-breakpoint
-- Tenants and their domains: one entry, made anew from both.
CREATE FUNCTION app.search_tenants(ids text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO app.search_entry AS e (kind, entity_id, tenant_id, number, words, snippet, at)
  SELECT 'tenant', t.id, t.id, NULL,
         app.search_words('tenant', t.id, ARRAY[app.search_whole(t.id), app.search_whole(t.slug)]
           || ARRAY(SELECT app.search_whole(d.domain) FROM public.tenant_domain d WHERE d.tenant_id = t.id), t.name || ' ' || t.slug),
         t.name || ', ' || t.slug, t.created_at
  FROM public.tenant t WHERE t.id = ANY (ids)
  ON CONFLICT (kind, entity_id) DO UPDATE SET words = excluded.words, snippet = excluded.snippet, at = excluded.at
  WHERE (e.words, e.snippet, e.at) IS DISTINCT FROM (excluded.words, excluded.snippet, excluded.at);
END $$;
--> statement-breakpoint
CREATE FUNCTION app.search_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM app.search_tenants(ARRAY(SELECT n.id FROM new_rows n));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Two who add a domain at once would each make the entry without the other's: the tenant's row lets one after the other.
CREATE FUNCTION app.search_tenant_domain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE ids text[];
BEGIN
  IF TG_OP = 'INSERT' THEN ids := ARRAY(SELECT DISTINCT n.tenant_id FROM new_rows n);
  ELSIF TG_OP = 'DELETE' THEN ids := ARRAY(SELECT DISTINCT o.tenant_id FROM old_rows o);
  ELSE ids := ARRAY(SELECT n.tenant_id FROM new_rows n UNION SELECT o.tenant_id FROM old_rows o);
  END IF;
  PERFORM FROM public.tenant t WHERE t.id = ANY (ids) ORDER BY t.id FOR NO KEY UPDATE;
  PERFORM app.search_tenants(ids);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.search_tenant_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO app.search_entry AS e (kind, entity_id, tenant_id, number, words, snippet, at)
  SELECT 'tenant_user', n.id, n.tenant_id, NULL,
         app.search_words('tenant_user', n.tenant_id,
           ARRAY[app.search_whole(n.id), app.search_whole(n.email), app.search_whole(n.employee_number)], n.name),
         app.search_snippet(app.in_words(n.role), app.in_words(n.status)), n.created_at
  FROM new_rows n
  ON CONFLICT (kind, entity_id) DO UPDATE SET tenant_id = excluded.tenant_id, words = excluded.words, snippet = excluded.snippet, at = excluded.at
  WHERE (e.tenant_id, e.words, e.snippet, e.at) IS DISTINCT FROM (excluded.tenant_id, excluded.words, excluded.snippet, excluded.at);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.search_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO app.search_entry AS e (kind, entity_id, tenant_id, number, words, snippet, at)
  SELECT 'case', n.id, n.tenant_id, 'C-' || n.number,
         app.search_words('case', n.tenant_id, ARRAY[app.search_whole(n.id), app.search_whole('C-' || n.number)], n.title || ' ' || app.in_words(n.category)),
         app.search_snippet(app.in_words(n.category), app.in_words(n.severity) || ' severity', app.in_words(n.status)), n.created_at
  FROM new_rows n
  ON CONFLICT (kind, entity_id) DO UPDATE SET tenant_id = excluded.tenant_id, number = excluded.number, words = excluded.words, snippet = excluded.snippet, at = excluded.at
  WHERE (e.tenant_id, e.number, e.words, e.snippet, e.at) IS DISTINCT FROM (excluded.tenant_id, excluded.number, excluded.words, excluded.snippet, excluded.at);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Of a report: what it is, never what it says.
CREATE FUNCTION app.search_riu() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO app.search_entry AS e (kind, entity_id, tenant_id, number, words, snippet, at)
  SELECT 'riu', n.id, n.tenant_id, 'R-' || n.number,
         app.search_words('riu', n.tenant_id, ARRAY[app.search_whole(n.id), app.search_whole('R-' || n.number)],
           concat_ws(' ', app.in_words(n.type), app.in_words(n.category), n.language, app.language_name(n.language))),
         app.search_snippet(app.in_words(n.category), app.in_words(n.severity) || ' severity', app.in_words(n.type) || ' in ' || app.language_name(n.language),
           app.in_words(n.status)), n.created_at
  FROM new_rows n
  ON CONFLICT (kind, entity_id) DO UPDATE SET tenant_id = excluded.tenant_id, number = excluded.number, words = excluded.words, snippet = excluded.snippet, at = excluded.at
  WHERE (e.tenant_id, e.number, e.words, e.snippet, e.at) IS DISTINCT FROM (excluded.tenant_id, excluded.number, excluded.words, excluded.snippet, excluded.at);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.search_ticket() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO app.search_entry AS e (kind, entity_id, tenant_id, number, words, snippet, at)
  SELECT 'ticket', n.id, n.tenant_id, 'T-' || n.number,
         app.search_words('ticket', n.tenant_id, ARRAY[app.search_whole(n.id), app.search_whole('T-' || n.number), app.search_whole(n.requester_email)],
           left(n.requester_name, 1000) || ' ' || n.subject),
         app.search_snippet(app.in_words(n.priority) || ' priority', app.in_words(n.status)), n.opened_at
  FROM new_rows n
  ON CONFLICT (kind, entity_id) DO UPDATE SET tenant_id = excluded.tenant_id, number = excluded.number, words = excluded.words, snippet = excluded.snippet, at = excluded.at
  WHERE (e.tenant_id, e.number, e.words, e.snippet, e.at) IS DISTINCT FROM (excluded.tenant_id, excluded.number, excluded.words, excluded.snippet, excluded.at);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.search_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM app.search_entry e USING old_rows o WHERE e.kind = TG_TABLE_NAME AND e.entity_id = o.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A tenant's entry goes first: it refers to the tenant, and after the statement the foreign key would have refused it already.
CREATE FUNCTION app.search_forget_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM app.search_entry e WHERE e.kind = 'tenant' AND e.entity_id = old.id;
  RETURN old;
END $$;
--> statement-breakpoint
-- Without a list of columns, which transition tables do not allow: a change of what does not matter makes the same entry, which is not
-- written again.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenant', 'tenant_domain', 'tenant_user', 'case', 'riu', 'ticket'] LOOP
    EXECUTE format('CREATE TRIGGER searched_insert AFTER INSERT ON public.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.%I()', t, 'search_' || t);
    EXECUTE format('CREATE TRIGGER searched_update AFTER UPDATE ON public.%I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.%I()', t, 'search_' || t);
    IF t = 'tenant' THEN
      CREATE TRIGGER searched_delete BEFORE DELETE ON public.tenant FOR EACH ROW EXECUTE FUNCTION app.search_forget_tenant();
    ELSE
      EXECUTE format('CREATE TRIGGER searched_delete AFTER DELETE ON public.%I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.%I()', t,
        CASE t WHEN 'tenant_domain' THEN 'search_tenant_domain' ELSE 'search_forget' END);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
-- The words of the portal itself: they may stand in the trail as they were typed, because they can be nobody's name. A test compares
-- them with the word lists they come from.
CREATE FUNCTION app.search_vocabulary() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY['accounting', 'active', 'admin', 'and', 'antitrust', 'assets', 'bribery', 'bullying', 'case', 'churned', 'closed', 'compliance', 'confidentiality',
  'conflict', 'control', 'critical', 'cybersecurity', 'data', 'de', 'deactivated', 'disclosure', 'discrimination', 'employee', 'en', 'english',
  'environment', 'es', 'expense', 'export', 'fr', 'fraud', 'french', 'german', 'gifts', 'harassment', 'health', 'high', 'hotline', 'hour', 'in', 'insider',
  'interest', 'investigator', 'invited', 'ja', 'japanese', 'linked', 'low', 'manager', 'medium', 'misuse', 'new', 'of', 'officer', 'open', 'pending',
  'portuguese', 'privacy', 'product', 'progress', 'provisioning', 'proxy', 'pt', 'qa', 'released', 'retaliation', 'safety', 'sexual', 'spanish', 'substance',
  'suspended', 'tenant', 'theft', 'trading', 'urgent', 'violence', 'voided', 'wage', 'web', 'workplace', 'abuse'];
--> statement-breakpoint
-- One lexeme as a question, whatever signs it is made of.
CREATE FUNCTION app.search_lexeme(lexeme text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''')::tsquery;
--> statement-breakpoint
-- Searching across tenants: asks for the permission, shows what is masked already, and leaves its trace, all in this call.
--
-- Every word must be met: whole, as an exact thing, or as a free word, the last one also as a beginning. What is met exactly comes first,
-- then the newest. Of each kind at most 5 000 are met and sorted, so that a word that is everywhere costs no more than one that is common;
-- `counts` says how many of each kind, 5 000 meaning that or more. It stands in every row, and alone in one where nothing was met.
--
-- The trail keeps the ids shown and the words asked for: an id, a number or a word of ours as it is, everything else as its SHA-256, because
-- it may be somebody's name. Without a salt, as the trail's own filters are kept: "who has looked for this address?" must have an answer.
CREATE FUNCTION app.search_everywhere(words text, kinds text[], only_tenant text, most integer)
RETURNS TABLE (
  kind text, entity_id text, tenant_id text, tenant_name text, tenant_status text, number text, snippet text, at timestamptz, exact boolean, counts jsonb
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET jit = off SET client_min_messages = warning AS $$
#variable_conflict use_column
DECLARE
  every_kind constant text[] := ARRAY['tenant', 'ticket', 'case', 'riu', 'tenant_user'];
  bound constant integer := 5000;
  typed text[];
  word text;
  place integer := 0;
  free tsquery;
  wanted tsquery;
  precise tsquery;
BEGIN
  IF app.current_operator() IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  IF NOT app.may('search_all_tenants') THEN RAISE EXCEPTION 'not_permitted' USING ERRCODE = '42501'; END IF;

  typed := ARRAY(
    SELECT s.bare FROM (
      SELECT btrim(t.word, ',.;:!?"()<>[]{}') AS bare, t.i FROM regexp_split_to_table(lower(left(search_everywhere.words, 200)), '\s+') WITH ORDINALITY t (word, i)
    ) s WHERE s.bare ~ '[^[:punct:]]' ORDER BY s.i LIMIT 8);

  FOREACH word IN ARRAY typed LOOP
    place := place + 1;
    free := plainto_tsquery('pg_catalog.simple', word);
    IF place = cardinality(typed) AND char_length(word) >= 3 AND numnode(free) > 0 THEN free := (free::text || ':*')::tsquery; END IF;
    precise := coalesce(precise || app.search_lexeme('=' || word), app.search_lexeme('=' || word));
    free := CASE WHEN numnode(free) > 0 THEN app.search_lexeme('=' || word) || free ELSE app.search_lexeme('=' || word) END;
    wanted := coalesce(wanted && free, free);
  END LOOP;
  IF only_tenant IS NOT NULL THEN wanted := wanted && app.search_lexeme('#' || left(only_tenant, 60)); END IF;
  precise := wanted && precise;

  RETURN QUERY
  WITH met AS MATERIALIZED (
    SELECT k.name AS kind, m.* FROM unnest(every_kind) k (name) CROSS JOIN LATERAL (
      SELECT e.entity_id, e.tenant_id, e.number, e.snippet, e.at, e.words @@ precise AS exact
      FROM app.search_entry e WHERE e.words @@ (wanted && app.search_lexeme('#' || k.name)) LIMIT bound
    ) m
  ), of_kind AS (
    SELECT coalesce(jsonb_object_agg(c.kind, c.count), '{}') AS counts FROM (SELECT m.kind, count(*) FROM met m GROUP BY m.kind) c
  ), everything AS (
    SELECT m.* FROM met m WHERE NOT m.exact
    UNION ALL
    SELECT p.* FROM (
      SELECT e.kind, e.entity_id, e.tenant_id, e.number, e.snippet, e.at, true FROM app.search_entry e WHERE e.words @@ precise LIMIT bound
    ) p
  ), shown AS MATERIALIZED (
    SELECT r.* FROM (
      SELECT o.*, row_number() OVER (PARTITION BY o.kind ORDER BY o.exact DESC, o.at DESC, o.entity_id DESC) AS rank FROM everything o
      WHERE search_everywhere.kinds IS NULL OR o.kind = ANY (search_everywhere.kinds)
    ) r WHERE r.rank <= least(greatest(coalesce(most, 1), 1), 100)
  ), traced AS (
    INSERT INTO audit.trail (act, sentence, outcome, entity_type, entity_ids, facts)
    SELECT 'search:everywhere', format('Searched all tenants and was shown %s records.', cardinality(s.ids)), 'read', 'search_entry', s.ids,
           jsonb_build_object(
             'words', app.search_words_for_trail(typed),
             'kinds', (SELECT jsonb_agg(k.name) FROM unnest(every_kind) k (name) WHERE k.name = ANY (search_everywhere.kinds)),
             'tenant', (SELECT t.id FROM public.tenant t WHERE t.id = only_tenant),
             'found', (SELECT o.counts FROM of_kind o))
    FROM (SELECT coalesce(array_agg(h.entity_id ORDER BY h.exact DESC, h.at DESC, h.entity_id DESC), '{}') AS ids FROM shown h) s
  )
  SELECT h.kind, h.entity_id, h.tenant_id, t.name, t.status, h.number, h.snippet, h.at::timestamptz, h.exact, o.counts
  FROM of_kind o LEFT JOIN (shown h JOIN public.tenant t ON t.id = h.tenant_id) ON true
  ORDER BY h.exact DESC, h.at DESC, h.entity_id DESC;
END $$;
--> statement-breakpoint
-- Each word as the trail may keep it.
CREATE FUNCTION app.search_words_for_trail(typed text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_agg(
      CASE WHEN w.word = ANY (app.search_vocabulary()) OR w.word ~ '^[crt]-[0-9]{1,9}$' OR w.word ~ '^[a-z]{2,5}_[0-9a-z]{20}$'
           THEN w.word ELSE 'sha256:' || encode(sha256(convert_to(w.word, 'UTF8')), 'hex') END ORDER BY w.i), '[]')
    FROM unnest(typed) WITH ORDINALITY w (word, i));
END $$;
--> statement-breakpoint
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS signature, p.proname FROM pg_proc p
    WHERE p.pronamespace = 'app'::regnamespace AND (p.proname LIKE 'search\_%' OR p.proname IN ('in_words', 'language_name')) LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO %I', f.signature,
      CASE WHEN f.proname IN ('search_everywhere', 'search_vocabulary', 'search_lexeme', 'search_words_for_trail') THEN 'portal_search' ELSE 'portal_guard' END);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.signature);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.search_everywhere(text, text[], text, integer) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard, portal_search;
--> statement-breakpoint
-- What is there already is changed into itself, and has its entries.
UPDATE public.tenant SET name = name;
--> statement-breakpoint
UPDATE public.tenant_user SET name = name;
--> statement-breakpoint
UPDATE public."case" SET title = title;
--> statement-breakpoint
UPDATE public.riu SET number = number;
--> statement-breakpoint
UPDATE public.ticket SET subject = subject;
