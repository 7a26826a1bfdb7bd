-- How somebody arranged their home: their own rows, changed whole and through one function, which leaves its trace.
GRANT SELECT, INSERT, DELETE ON app.home_card TO portal_guard;
--> statement-breakpoint
CREATE POLICY guard ON app.home_card TO portal_guard USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT ON app.home_card TO portal_staff;
--> statement-breakpoint
CREATE POLICY own ON app.home_card FOR SELECT TO portal_staff USING (operator_id = (SELECT app.current_operator()));
--> statement-breakpoint
CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.home_card FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace();
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
-- `cards`: [{kind, width}] in their order; none means the usual ones of the role again. Two tabs at once take turns on the person's row.
CREATE FUNCTION app.arrange_home(cards jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE me app.internal_user;
BEGIN
  SELECT u.* INTO me FROM app.internal_user u WHERE u.id = app.current_operator() FOR NO KEY UPDATE;
  IF me.id IS NULL THEN RAISE EXCEPTION 'signed_out' USING ERRCODE = 'IM400'; END IF;
  INSERT INTO audit.trail (operator_id, operator_role, act, sentence, outcome, entity_type, entity_ids, facts)
  VALUES (me.id, me.role, 'home:arrange', 'Arranged the cards of their own home page.', 'done', 'home_card', ARRAY[me.id], jsonb_build_object('cards', cards));
  DELETE FROM app.home_card h WHERE h.operator_id = me.id;
  INSERT INTO app.home_card (operator_id, kind, position, width)
  SELECT me.id, c.card ->> 'kind', c.place - 1, c.card ->> 'width' FROM jsonb_array_elements(cards) WITH ORDINALITY c (card, place);
END $$;
--> statement-breakpoint
ALTER FUNCTION app.arrange_home(jsonb) OWNER TO portal_guard;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.arrange_home(jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.arrange_home(jsonb) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
