-- Where in the trail a record is spoken of. Under row-level security `@>` is not leakproof, so the index on the ids never serves a page:
-- one record's history among 400 000 acts took half a second. Here it serves. Only places are told, and only those of rows the reader
-- may read; the rows themselves are read under their own policy, as ever.
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
CREATE FUNCTION app.acts_about(entity text) RETURNS TABLE (chain text, seq bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' ROWS 100 AS $$
DECLARE
  me text := app.asker();
  led text := app.led_role();
  everything boolean := app.may('view_audit');
BEGIN
  RETURN QUERY SELECT t.chain, t.seq FROM audit.trail t
    WHERE t.entity_ids @> ARRAY[entity] AND (everything OR t.operator_id = me OR t.operator_role = led);
END $$;
--> statement-breakpoint
ALTER FUNCTION app.acts_about(text) OWNER TO portal_guard;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.acts_about(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.acts_about(text) TO portal_staff;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
