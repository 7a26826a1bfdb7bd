CREATE INDEX "trail_of_role" ON "audit"."trail" USING btree ("operator_role","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "trail_of_act" ON "audit"."trail" USING btree ("act","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "trail_rare_outcome" ON "audit"."trail" USING btree ("outcome","at" DESC NULLS FIRST) WHERE "audit"."trail"."outcome" in ('partly', 'refused', 'not_found');--> statement-breakpoint
CREATE INDEX "impersonation_session_role" ON "app"."impersonation_session" USING btree ("operator_role","started_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "job_kind" ON "app"."job" USING btree ("kind","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "ticket_page" ON "ticket" USING btree ("tenant_id","opened_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);
--> statement-breakpoint
-- Row-level security compares the tenant with what a function says, so the planner cannot know which tenant it is and reckons with an average
-- one: a few hundred rows, quickly sorted. Of a large tenant that is all its content for one page. Told that there are twenty tenants, it
-- reads the page from an index in its order, which is right for a small tenant, too. Takes effect with the next ANALYZE.
ALTER TABLE public."case" ALTER COLUMN tenant_id SET (n_distinct = 20);
--> statement-breakpoint
ALTER TABLE public.riu ALTER COLUMN tenant_id SET (n_distinct = 20);
--> statement-breakpoint
ALTER TABLE public.tenant_user ALTER COLUMN tenant_id SET (n_distinct = 20);
--> statement-breakpoint
-- The trail's list finds its tenant by a short name, which is as unknown beforehand.
ALTER TABLE audit.trail ALTER COLUMN tenant_id SET (n_distinct = 20);
--> statement-breakpoint
ANALYZE public."case", public.riu, public.tenant_user;
