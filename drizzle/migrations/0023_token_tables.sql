CREATE TABLE "app"."refresh_token" (
	"key_hash" "bytea" PRIMARY KEY NOT NULL,
	"family_id" text NOT NULL,
	"generation" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."token_family" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"login_session_id" text NOT NULL,
	"sealed" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"rotated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"ip" text,
	"user_agent" text,
	CONSTRAINT "token_family_end_reason_words" CHECK ("app"."token_family"."end_reason" in ('REVOKED', 'REUSED')),
	CONSTRAINT "token_family_end" CHECK (("app"."token_family"."ended_at" is null) = ("app"."token_family"."end_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."job" DROP CONSTRAINT "job_kind_words";--> statement-breakpoint
ALTER TABLE "app"."outbox" DROP CONSTRAINT "outbox_kind_words";--> statement-breakpoint
ALTER TABLE "app"."refresh_token" ADD CONSTRAINT "refresh_token_family_id_token_family_id_fk" FOREIGN KEY ("family_id") REFERENCES "app"."token_family"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."token_family" ADD CONSTRAINT "token_family_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."token_family" ADD CONSTRAINT "token_family_login_session_id_login_session_id_fk" FOREIGN KEY ("login_session_id") REFERENCES "app"."login_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "refresh_token_generation" ON "app"."refresh_token" USING btree ("family_id","generation");--> statement-breakpoint
CREATE INDEX "token_family_of" ON "app"."token_family" USING btree ("operator_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "token_family_login" ON "app"."token_family" USING btree ("login_session_id");--> statement-breakpoint
ALTER TABLE "app"."job" ADD CONSTRAINT "job_kind_words" CHECK ("app"."job"."kind" in ('mail', 'sweep', 'tell'));--> statement-breakpoint
ALTER TABLE "app"."outbox" ADD CONSTRAINT "outbox_kind_words" CHECK ("app"."outbox"."kind" in ('session.started', 'session.extended', 'session.ended', 'session.killed', 'tenant.config_changed', 'ticket.opened', 'ticket.closed', 'user.deactivated', 'role.changed', 'sign_in.ended', 'program.ended', 'job.discarded'));--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['token_family', 'refresh_token'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('REVOKE ALL ON app.%I FROM PUBLIC', t);
    EXECUTE format('CREATE POLICY guard ON app.%I TO portal_guard USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON app.%I TO portal_guard', t);
    EXECUTE format('CREATE TRIGGER traced AFTER INSERT OR UPDATE OR DELETE ON app.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.require_trace()', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT UPDATE (generation, rotated_at, ended_at, end_reason) ON app.token_family TO portal_guard;
